/** Conversions of tensors: of the dtype, and to contiguous elements. */
import type { DType } from './dtype.ts'
import { elementwise, own, runs } from './elementwise.ts'
import { storeToWrite } from './fast.ts'
import type { Loop } from './loop.ts'
import { isContiguous, sizeOf } from './shape.ts'
import { Tensor } from './tensor.ts'

const copyLoop: Loop = (n, out, o, a, i, di) => {
  for (const end = o + n; o < end; o++, i += di) out[o] = a[i]
}

const truthLoop: Loop = (n, out, o, a, i, di) => {
  for (const end = o + n; o < end; o++, i += di) out[o] = a[i] !== 0 ? 1 : 0
}

/** A new contiguous tensor with the same values, in another dtype or the same. */
export function convert(x: Tensor, dtype: DType, operation = 'cast'): Tensor {
  return elementwise('cast', dtype, [x], dtype === 'bool' ? truthLoop : copyLoop, operation)
}

/**
 * The tensor itself if its elements are in C order and in the typed array of its dtype. Otherwise a
 * copy of that form.
 */
export function compact(x: Tensor, operation = 'cast'): Tensor {
  const y = own(operation, x)
  if (isContiguous(y.shape, y.stride)) return y
  const repeats = y.stride.some((step, axis) => step === 0 && y.shape[axis] > 1)
  return repeats ? repeated(y, operation) : convert(y, y.dtype, operation)
}

/** Shorter runs are written faster element by element. */
const SHORT = 32

/** A copy in C order of a tensor that repeats elements. What repeats is written once and copied. */
function repeated({ dtype, data, shape, stride, offset }: Tensor, operation: string): Tensor {
  const out = storeToWrite(operation, dtype, shape)
  const levels = runs(shape, [stride])
  /** Writes the elements of a level and those inside it. Returns where they end. */
  const write = (level: number, from: number, to: number): number => {
    const [n, [step]] = levels[level]
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
  if (sizeOf(shape) > 0) write(levels.length - 1, offset, 0)
  return new Tensor(dtype, out, shape)
}
