import { type AxisOption, alongAxis, axisOption } from '../../array/along-axis.ts'
import { type FloatOf, floatOf } from '../../array/dtype.ts'
import type { Run } from '../../array/loop.ts'
import { asTensor } from '../../array/operands.ts'
import { logOfShiftedSum, placeOfLargest } from '../../array/shifted-exp.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { apply, type Op } from '../../trace/apply.ts'
import { mul } from '../elementwise/mul.ts'
import { sub } from '../elementwise/sub.ts'
import { softmax } from './softmax.ts'

/**
 * x − top comes first, since it is exact for elements near the largest one, where precision
 * matters.
 */
const run: Run = (x, at, n, step, out, o) => {
  const place = placeOfLargest(x, at, n, step)
  const rest = logOfShiftedSum(x, at, n, step, place)
  for (let i = 0; i < n; i++) out[o + i * step] = x[at + i * step] - x[place] - rest
}

export const logSoftmaxOp: Op<{ readonly axis: number }> = {
  name: 'logSoftmax',
  batch: 'axis',
  dtypes: 'float',
  forward: ([x], { axis }) => alongAxis('logSoftmax', x, axis, floatOf(x.dtype), run),
  derivative: (g, _y, [x], { axis }, { sum }) => [
    () => sub(g, mul(softmax(x, { axis }), sum(g, { axis, keepDims: true }))),
  ],
}

/**
 * The logarithm of {@link softmax} along an axis, the last one by default, without overflow. The
 * shape stays the same.
 *
 * @example
 * logSoftmax(tensor([1000, 0])).toArray() // [0, -1000]
 */
export function logSoftmax<A extends Arg>(x: A, options: AxisOption = {}): Tensor<FloatOf<DTypeOf<A>>> {
  const axis = axisOption('logSoftmax', options) ?? -1
  return apply(logSoftmaxOp, [asTensor('logSoftmax', x)], { axis })
}
