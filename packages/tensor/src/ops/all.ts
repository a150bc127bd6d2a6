import type { Reducer } from '../array/loop.ts'
import { asTensor } from '../array/operands.ts'
import { checkReduce, type ReduceOptions, reduce } from '../array/reduce.ts'
import type { Arg, Tensor } from '../array/tensor.ts'
import { apply, type Op } from '../trace/apply.ts'

const every: Reducer = (x, at, n, step) => {
  for (let i = 0; i < n; i++, at += step) if (x[at] === 0) return 0
  return 1
}

export const allOp: Op<ReduceOptions> = {
  name: 'all',
  dtypes: 'any',
  forward: ([x], options) => reduce('all', x, options, 'bool', every, 1),
  derivative: null,
}

/**
 * Whether all elements are true (not 0), over some axes, all of them by default. True if there are
 * no elements.
 *
 * @example
 * all(tensor([[1, 1], [0, 1]]), { axis: 1 }).toArray() // [true, false]
 */
export function all(x: Arg, options: ReduceOptions = {}): Tensor<'bool'> {
  checkReduce('all', options)
  return apply(allOp, [asTensor('all', x)], options)
}
