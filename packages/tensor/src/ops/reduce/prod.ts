import { onesLike } from '../../array/create.ts'
import { type DType, isFloat } from '../../array/dtype.ts'
import type { Reducer } from '../../array/loop.ts'
import { checkReduce, type ReduceOptions, reduce, reducedShape } from '../../array/reduce.ts'
import { axesOf } from '../../array/shape.ts'
import type { Arg, Tensor } from '../../array/tensor.ts'
import { apply, type Op } from '../../trace/apply.ts'
import { mul } from '../elementwise/mul.ts'
import { halves } from '../indexing/slice-axis.ts'
import { concatenate } from '../shape/concatenate.ts'
import { reshape } from '../shape/reshape.ts'
import { mergeAxes } from './merge-axes.ts'
import { restoreAxes } from './restore-axes.ts'
import { inTotalDType, type TotalDType, type TotalOf } from './total-dtype.ts'

const product: Reducer = (x, at, n, step) => {
  let y = 1
  for (let i = 0; i < n; i++, at += step) y *= x[at]
  return y
}

const integers: Reducer = (x, at, n, step) => {
  let y = 1
  for (let i = 0; i < n; i++, at += step) y = Math.imul(y, x[at])
  return y
}

export const prodOp: Op<{ readonly axis: number }> = {
  name: 'prod',
  batch: 'axis',
  forward([x], options) {
    const { dtype } = x
    return isFloat(dtype)
      ? reduce('prod', x, options, dtype, product)
      : reduce('prod', x, options, 'int32', integers)
  },
  derivative: (g, _y, [x], options) => [
    () => mul(restoreAxes(g, x.shape, options), productOfOthers(x, options.axis)),
  ],
}

/**
 * For each element, the product of all others along an axis. It is computed by recursion on halves,
 * without division, so elements may be 0.
 */
export function productOfOthers(x: Tensor, axis: number): Tensor {
  if (x.shape[axis] <= 1) return onesLike(x)
  const [left, right] = halves(x, axis)
  return concatenate(
    [
      mul(productOfOthers(left, axis), restoreAxes(prod(right, { axis }), left.shape, { axis })),
      mul(productOfOthers(right, axis), restoreAxes(prod(left, { axis }), right.shape, { axis })),
    ],
    { axis },
  )
}

/**
 * The product over some axes, all of them by default. They are removed from the shape, or kept with
 * length 1. No elements give 1. The derivative is correct also if elements are 0. A product of
 * int32 elements is an int32 and wraps around; dtype float64 does not.
 *
 * @example
 * prod(tensor([[1, 2], [3, 4]])).item() // 24
 * grad(x => prod(x))(tensor([0, 2, 3])).toArray() // [6, 0, 0]
 */
export function prod<A extends Arg, D extends DType = TotalOf<A>>(
  x: A,
  options?: ReduceOptions & TotalDType<D>,
): Tensor<D>
export function prod(x: Arg, options: ReduceOptions & TotalDType = {}): Tensor {
  checkReduce('prod', options, { dtype: '' })
  const t = inTotalDType('prod', x, options.dtype)
  const merged = mergeAxes('prod', t, options.axis)
  const y = apply(prodOp, [merged], { axis: merged.ndim - 1 })
  return reshape(y, reducedShape(t.shape, axesOf('prod', options.axis, t.ndim), options.keepDims))
}
