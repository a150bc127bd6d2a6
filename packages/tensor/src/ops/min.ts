import type { Reducer } from '../array/loop.ts'
import { asTensor } from '../array/operands.ts'
import { checkReduce, type ReduceOptions, reduce } from '../array/reduce.ts'
import type { Arg, Own, Tensor } from '../array/tensor.ts'
import { apply, type Op } from '../trace/apply.ts'
import { equal, notEqual } from './compare.ts'
import { div } from './div.ts'
import { mul } from './mul.ts'
import { restoreAxes } from './restore-axes.ts'
import { where } from './where.ts'

const smallest: Reducer = (x, at, n, step) => {
  let y = x[at]
  for (let i = 1; i < n; i++) y = Math.min(y, x[(at += step)])
  return y
}

export const minOp: Op<ReduceOptions> = {
  name: 'min',
  dtypes: 'any',
  forward: ([x], options) => reduce('min', x, options, x.dtype, smallest, undefined),
  derivative: (g, y, [x], options, { sum }) => [
    () => {
      const taken = where(equal(x, restoreAxes(y, x.shape, options)), 1, notEqual(x, x))
      const count = sum(taken, { ...options, keepDims: true })
      return mul(restoreAxes(g, x.shape, options), div(taken, count))
    },
  ],
}

/**
 * The smallest element over some axes, all of them by default; NaN if there is one. Equal smallest elements share the
 * derivative evenly, and so do NaNs. Throws where there is no element.
 *
 * @example
 * min(tensor([[1, 5], [3, 4]]), { axis: 0 }).toArray() // [1, 4]
 */
export function min<A extends Arg>(x: A, options: ReduceOptions = {}): Tensor<Own<A>> {
  checkReduce('min', options)
  return apply(minOp, [asTensor('min', x)], options)
}
