/** Writes out operands that a loop would otherwise have to repeat. */
import { runs } from '../array/elementwise.ts'
import { storeToWrite } from '../array/fast.ts'
import { sizeOf } from '../array/shape.ts'
import { Tensor } from '../array/tensor.ts'

/** Shorter runs are written faster element by element. */
const SHORT = 32

/** Copies a tensor that repeats elements, in C order. It writes each repeated part once. */
export function repeated({ dtype, data, shape, stride, offset }: Tensor): Tensor {
  const out = storeToWrite('jit', dtype, shape)
  const levels = runs(shape, [stride])
  /** Writes the elements of a level and those inside it. Returns where they end. */
  const write = (level: number, from: number, to: number): number => {
    const [n, [step]] = levels[level] ?? [1, [1]]
    if (level === 0 && (step !== 0 || n < SHORT)) {
      for (let i = 0; i < n; i++) out[to++] = data[from + i * step]
      return to
    }
    if (level === 0) {
      out.fill(data[from], to, to + n)
      return to + n
    }
    let end = to
    for (let i = 0; i < (step === 0 ? 1 : n); i++) end = write(level - 1, from + i * step, end)
    if (step !== 0) return end
    const all = to + n * (end - to)
    for (; end < all; end += Math.min(end - to, all - end))
      out.copyWithin(end, to, to + Math.min(end - to, all - end))
    return all
  }
  if (sizeOf(shape) > 0) write(Math.max(0, levels.length - 1), offset, 0)
  return new Tensor(dtype, out, shape)
}
