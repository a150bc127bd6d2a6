import type { DType } from '../../array/dtype.ts'
import type { Run } from '../../array/loop.ts'
import { axisOf } from '../../array/shape.ts'
import type { Arg, Tensor } from '../../array/tensor.ts'
import type { AtHand, Op } from '../../trace/apply.ts'
import { add } from '../elementwise/add.ts'
import { mul } from '../elementwise/mul.ts'
import { halves } from '../indexing/slice-axis.ts'
import { prod, productOfOthers } from '../reduce/prod.ts'
import type { TotalOf } from '../reduce/total-dtype.ts'
import { concatenate } from '../shape/concatenate.ts'
import { type CumulativeOptions, cumulative, totals } from './cumulative.ts'

const run: Run = (x, at, n, step, out, o) => {
  for (let i = 0, y = 1; i < n; i++, at += step, o += step) out[o] = y *= x[at]
}

const integers: Run = (x, at, n, step, out, o) => {
  for (let i = 0, y = 1; i < n; i++, at += step, o += step) out[o] = y = Math.imul(y, x[at])
}

export const cumprodOp: Op<{ readonly axis: number }> = {
  name: 'cumprod',
  batch: 'axis',
  forward: ([x], { axis }) => totals('cumprod', x, axis, run, integers),
  derivative: (g, _y, [x], { axis }, { sum }) => [
    () => transposed(g, x, axisOf('cumprod', axis, x.ndim), sum),
  ],
}

/**
 * The derivative by recursion on halves, without division. The cumulative product of the right half
 * is its own one times the product of the left half.
 */
function transposed(g: Tensor, x: Tensor, axis: number, sum: AtHand['sum']): Tensor {
  if (x.shape[axis] <= 1) return g
  const [left, right] = halves(x, axis)
  const [gLeft, gRight] = halves(g, axis)
  const whole = prod(left, { axis, keepDims: true })
  const through = sum(mul(gRight, cumprod(right, { axis })), { axis, keepDims: true })
  return concatenate(
    [
      add(transposed(gLeft, left, axis, sum), mul(through, productOfOthers(left, axis))),
      transposed(mul(gRight, whole), right, axis, sum),
    ],
    { axis },
  )
}

/**
 * The cumulative product along an axis; without an axis, over the flattened elements. The
 * derivative is correct also if elements are 0. Products of int32 elements wrap around; dtype
 * float64 does not.
 *
 * @example
 * cumprod(tensor([1, 2, 3, 4])).toArray() // [1, 2, 6, 24]
 * cumprod(tensor([2, 3]), { includeInitial: true }).toArray() // [1, 2, 6]
 */
export function cumprod<A extends Arg, D extends DType = TotalOf<A>>(
  x: A,
  options?: CumulativeOptions<D>,
): Tensor<D>
export function cumprod(x: Arg, options: CumulativeOptions = {}): Tensor {
  return cumulative(cumprodOp, x, options, 1)
}
