import { type Arg, type Kind, promoteAll } from '../array/operands.ts'
import { type Data, type FloatOf, floatOf, type Promote } from '../array/dtype.ts'
import { elementwise } from '../array/elementwise.ts'
import type { Tensor } from '../array/tensor.ts'
import type { Op } from '../trace/apply.ts'
import { logAddExp as logAddExpOf } from '../math/log-add-exp.ts'
import { call2 } from './call.ts'
import { mul } from './mul.ts'
import { sigmoid } from './sigmoid.ts'
import { sub } from './sub.ts'

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
  for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = logAddExpOf(a[i], b[j])
}

export const logAddExpOp: Op<undefined> = {
  name: 'logAddExp',
  dtypes: 'float',
  forward: inputs => elementwise('logAddExp', floatOf(promoteAll(inputs)), inputs, loop),
  derivative: (g, _y, [a, b]) => [() => mul(g, sigmoid(sub(a, b))), () => mul(g, sigmoid(sub(b, a)))],
}

/**
 * log(eᵃ + eᵇ), elementwise with broadcasting, without overflow.
 *
 * @example
 * logAddExp(tensor([0, 1000]), tensor([0, 1000])).toArray() // [0.6931471805599453, 1000.6931471805599]
 */
export function logAddExp<A extends Arg, B extends Arg>(
  a: A,
  b: B,
): Tensor<FloatOf<Promote<Kind<A>, Kind<B>>>> {
  return call2(logAddExpOp, a, b)
}
