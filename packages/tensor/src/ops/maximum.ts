import { type Arg, type Kind, promoteAll } from '../array/operands.ts'
import type { Data, Promote } from '../array/dtype.ts'
import { elementwise } from '../array/elementwise.ts'
import type { Tensor } from '../array/tensor.ts'
import type { Op } from '../trace/apply.ts'
import { call2 } from './call.ts'
import { equal, greater } from './compare.ts'
import { mul } from './mul.ts'
import { where } from './where.ts'

function loop(
  n: number,
  out: Data,
  o: number,
  a: Data,
  i: number,
  di: number,
  b: Data,
  j: number,
  dj: number,
) {
  for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = Math.max(a[i], b[j])
}

/** How much of the derivative the first operand gets. */
const share = (a: Tensor, b: Tensor): Tensor => where(equal(a, b), 0.5, where(greater(a, b), 1, 0))

export const maximumOp: Op<undefined> = {
  name: 'maximum',
  dtypes: 'any',
  forward: inputs => elementwise('maximum', promoteAll(inputs), inputs, loop),
  derivative: (g, _y, [a, b]) => [() => mul(g, share(a, b)), () => mul(g, share(b, a))],
}

/**
 * The larger of a and b, elementwise with broadcasting; NaN if either is. At a tie each side gets half the derivative.
 *
 * @example
 * maximum(tensor([1, 5]), 3).toArray() // [3, 5]
 */
export function maximum<A extends Arg, B extends Arg>(a: A, b: B): Tensor<Promote<Kind<A>, Kind<B>>> {
  return call2(maximumOp, a, b)
}
