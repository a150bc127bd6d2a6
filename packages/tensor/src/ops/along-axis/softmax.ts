import { type AxisOption, alongAxis, axisOption } from '../../array/along-axis.ts'
import { type FloatOf, floatOf } from '../../array/dtype.ts'
import type { Run } from '../../array/loop.ts'
import { asTensor } from '../../array/operands.ts'
import { placeOfLargest, shiftedExp } from '../../array/shifted-exp.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { apply, type Op } from '../../trace/apply.ts'
import { mul } from '../elementwise/mul.ts'
import { sub } from '../elementwise/sub.ts'

const run: Run = (x, at, n, step, out, o) => {
  const top = x[placeOfLargest(x, at, n, step)]
  let total = 0
  for (let i = 0; i < n; i++) total += shiftedExp(x[at + i * step], top)
  for (let i = 0; i < n; i++) out[o + i * step] = shiftedExp(x[at + i * step], top) / total
}

export const softmaxOp: Op<{ readonly axis: number }> = {
  name: 'softmax',
  batch: 'axis',
  dtypes: 'float',
  forward: ([x], { axis }) => alongAxis('softmax', x, axis, floatOf(x.dtype), run),
  derivative: (g, y, _inputs, { axis }, { sum }) => [
    () => mul(y, sub(g, sum(mul(g, y), { axis, keepDims: true }))),
  ],
}

/**
 * eˣ / Σ eˣ along an axis, the last one by default, without overflow. The shape stays the same.
 *
 * @example
 * softmax(tensor([[0, 0], [1000, 1000]])).toArray() // [[0.5, 0.5], [0.5, 0.5]]
 */
export function softmax<A extends Arg>(x: A, options: AxisOption = {}): Tensor<FloatOf<DTypeOf<A>>> {
  const axis = axisOption('softmax', options) ?? -1
  return apply(softmaxOp, [asTensor('softmax', x)], { axis })
}
