import type { Reducer } from '../array/loop.ts'
import { type ReduceOptions, reduce } from '../array/reduce.ts'
import type { Arg, Tensor } from '../array/tensor.ts'
import type { Op } from '../trace/apply.ts'
import { callReduce } from './call.ts'

const some: Reducer = (x, at, n, step) => {
  for (let i = 0; i < n; i++, at += step) if (x[at] !== 0) return 1
  return 0
}

export const anyOp: Op<ReduceOptions> = {
  name: 'any',
  dtypes: 'any',
  forward: ([x], options) => reduce('any', x, options, 'bool', some, 0),
  derivative: null,
}

/**
 * Whether any element is true (not 0), over some axes, all of them by default. False if there are
 * no elements.
 *
 * @example
 * any(tensor([[0, 1], [0, 0]]), { axis: 1 }).toArray() // [true, false]
 */
export function any(x: Arg, options?: ReduceOptions): Tensor<'bool'> {
  return callReduce(anyOp, x, options)
}
