/** The standard's extension `linalg`. */

import type { Promote } from '../array/dtype.ts'
import { fail, show } from '../array/error.ts'
import { operands } from '../array/operands.ts'
import type { Arg, DTypeOf, Tensor } from '../array/tensor.ts'
import { outer as outerOf } from '../ops/outer.ts'

export { matmul } from '../ops/matmul.ts'
export { matrix_transpose } from './linear-algebra.ts'

/**
 * The outer product of two vectors, [m] × [n] → [m,n].
 *
 * @example
 * xp.linalg.outer(xp.asarray([1, 2]), xp.asarray([3, 4])).toArray() // [[3, 4], [6, 8]]
 */
export function outer<A extends Arg, B extends Arg>(x1: A, x2: B): Tensor<Promote<DTypeOf<A>, DTypeOf<B>>>
export function outer(x1: Arg, x2: Arg): Tensor {
  const [a, b] = operands('outer', x1, x2)
  if (a.ndim !== 1 || b.ndim !== 1)
    fail('outer', `shapes ${show(a.shape)} and ${show(b.shape)} are not two vectors; flatten them`)
  return outerOf(a, b)
}
