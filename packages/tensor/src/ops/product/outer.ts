import type { Promote } from '../../array/dtype.ts'
import { operands } from '../../array/operands.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { within } from '../../array/within.ts'
import type { Op } from '../../trace/apply.ts'
import { mul } from '../elementwise/mul.ts'
import { reshape } from '../shape/reshape.ts'

export const outerOp: Op<undefined> = {
  name: 'outer',
  forward: ([a, b]) => outer(a, b),
  derivative: 'composed',
}

/**
 * The outer product of two flattened tensors, [m] × [n] → [m,n].
 *
 * @example
 * outer(tensor([1, 2]), tensor([3, 4, 5])).toArray() // [[3, 4, 5], [6, 8, 10]]
 */
export function outer<A extends Arg, B extends Arg>(a: A, b: B): Tensor<Promote<DTypeOf<A>, DTypeOf<B>>>
export function outer(a: Arg, b: Arg): Tensor {
  const [x, y] = operands('outer', a, b)
  return within('outer', () => mul(reshape(x, [-1, 1]), reshape(y, [1, -1])))
}
