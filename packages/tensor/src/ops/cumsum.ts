import { alongAxis } from '../array/along-axis.ts'
import { type DType, type SumOf, wholeNumber } from '../array/dtype.ts'
import type { Run } from '../array/loop.ts'
import { asTensor } from '../array/operands.ts'
import { checkOptions } from '../array/options.ts'
import type { Arg, Own, Tensor } from '../array/tensor.ts'
import { apply, type Op } from '../trace/apply.ts'
import { reshape } from './reshape.ts'

export interface CumulativeOptions {
  /** The axis run along; without it the elements are flattened. */
  readonly axis?: number | null
  /** Start from the end. */
  readonly reverse?: boolean
}

const run: Run = (x, at, n, step, out, o) => {
  for (let i = 0, total = 0; i < n; i++, at += step, o += step) out[o] = total += x[at]
}

/** Of int32 elements, refusing a sum that no int32 is. */
const whole: Run = (x, at, n, step, out, o) => {
  for (let i = 0, total = 0; i < n; i++, at += step, o += step)
    out[o] = wholeNumber('cumsum', (total += x[at]))
}

export const cumsumOp: Op<{ readonly axis: number; readonly reverse?: boolean }> = {
  name: 'cumsum',
  dtypes: 'any',
  forward([x], { axis, reverse }) {
    const dtype: DType = x.dtype === 'bool' ? 'int32' : x.dtype
    const forth = dtype === 'int32' ? whole : run
    const back: Run = (x, at, n, step, out, o) => {
      const last = (n - 1) * step
      forth(x, at + last, n, -step, out, o + last)
    }
    return alongAxis('cumsum', x, axis, dtype, reverse ? back : forth)
  },
  derivative: (g, _y, _inputs, { axis, reverse }) => [() => cumsum(g, { axis, reverse: !reverse })],
}

/**
 * The running sum along an axis, in float64 and then rounded to the dtype; without an axis over the flattened
 * elements. Throws if int32 elements sum to more than an int32 holds.
 *
 * @example
 * cumsum(tensor([1, 2, 3])).toArray() // [1, 3, 6]
 * cumsum(tensor([1, 2, 3]), { axis: 0, reverse: true }).toArray() // [6, 5, 3]
 */
export function cumsum<A extends Arg>(x: A, options?: CumulativeOptions): Tensor<SumOf<Own<A>>>
export function cumsum(x: Arg, options: CumulativeOptions = {}): Tensor {
  checkOptions('cumsum', options, { axis: '', reverse: 'boolean' })
  const { axis, reverse = false } = options
  const t = asTensor('cumsum', x)
  return apply(cumsumOp, [axis === undefined || axis === null ? reshape(t, [-1]) : t], {
    axis: axis ?? 0,
    reverse,
  })
}
