import type { DType } from '../../array/dtype.ts'
import type { Arg, Tensor } from '../../array/tensor.ts'
import type { Op } from '../../trace/apply.ts'
import type { TotalOf } from '../reduce/total-dtype.ts'
import { type CumulativeOptions, cumulative, totals } from './cumulative.ts'

export interface CumsumOptions<D extends DType = DType> extends CumulativeOptions<D> {
  /** Starts from the end. */
  readonly reverse?: boolean
}

export const cumsumOp: Op<{ readonly axis: number; readonly reverse?: boolean }> = {
  name: 'cumsum',
  batch: 'axis',
  forward: ([x], { axis, reverse }) =>
    totals('cumsum', x, axis, (x, at, n, step, out, o) => {
      const whole = out instanceof Int32Array
      let place = reverse ? (n - 1) * step : 0
      for (let i = 0, total = 0; i < n; i++, place += reverse ? -step : step)
        out[o + place] = total = whole ? (total + x[at + place]) | 0 : total + x[at + place]
    }),
  derivative: (g, _y, _inputs, { axis, reverse }) => [() => cumsum(g, { axis, reverse: !reverse })],
}

/**
 * The cumulative sum along an axis; without an axis, over the flattened elements. It is computed in
 * float64 and rounded to the dtype. Sums of int32 elements wrap around; dtype float64 does not.
 *
 * @example
 * cumsum(tensor([1, 2, 3])).toArray() // [1, 3, 6]
 * cumsum(tensor([1, 2, 3]), { axis: 0, reverse: true }).toArray() // [6, 5, 3]
 * cumsum(tensor([1, 2, 3]), { includeInitial: true }).toArray() // [0, 1, 3, 6]
 */
export function cumsum<A extends Arg, D extends DType = TotalOf<A>>(
  x: A,
  options?: CumsumOptions<D>,
): Tensor<D>
export function cumsum(x: Arg, options: CumsumOptions = {}): Tensor {
  return cumulative(cumsumOp, x, options, 0, { reverse: 'boolean' })
}
