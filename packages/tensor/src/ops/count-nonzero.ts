import type { Reducer } from '../array/loop.ts'
import { asTensor } from '../array/operands.ts'
import { checkReduce, type ReduceOptions, reduce } from '../array/reduce.ts'
import type { Arg, Tensor } from '../array/tensor.ts'
import { apply, type Op } from '../trace/apply.ts'

const count: Reducer = (x, at, n, step) => {
  let found = 0
  for (let i = 0; i < n; i++, at += step) if (x[at] !== 0) found++
  return found
}

export const countNonzeroOp: Op<ReduceOptions> = {
  name: 'countNonzero',
  dtypes: 'any',
  forward: ([x], options) => reduce('countNonzero', x, options, 'int32', count, 0),
  derivative: null,
}

/**
 * How many elements are not 0, over some axes, all of them by default. It has no derivative.
 *
 * @example
 * countNonzero(tensor([[1, 0], [2, 3]]), { axis: 1 }).toArray() // [1, 2]
 */
export function countNonzero(x: Arg, options: ReduceOptions = {}): Tensor<'int32'> {
  checkReduce('countNonzero', options)
  return apply(countNonzeroOp, [asTensor('countNonzero', x)], options)
}
