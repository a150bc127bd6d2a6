import type { Arg, Own } from '../array/operands.ts'
import type { Data } from '../array/dtype.ts'
import { elementwise } from '../array/elementwise.ts'
import type { Tensor } from '../array/tensor.ts'
import type { Op } from '../trace/apply.ts'
import { call1 } from './call.ts'
import { greater } from './compare.ts'
import { where } from './where.ts'

function loop(n: number, out: Data, o: number, a: Data, i: number, di: number) {
  for (const end = o + n; o < end; o++, i += di) out[o] = Math.max(a[i], 0)
}

export const reluOp: Op<undefined> = {
  name: 'relu',
  dtypes: 'any',
  forward: ([x]) => elementwise('relu', x.dtype, [x], loop),
  derivative: (g, _y, [x]) => [() => where(greater(x, 0), g, 0)],
}

/**
 * The positive part max(x, 0), elementwise; NaN stays. The derivative at 0 is 0.
 *
 * @example
 * relu(tensor([-1, 2])).toArray() // [0, 2]
 */
export function relu<A extends Arg>(x: A): Tensor<Own<A>> {
  return call1(reluOp, x)
}
