import type { Arg, Own } from '../array/operands.ts'
import type { Data } from '../array/dtype.ts'
import { elementwise } from '../array/elementwise.ts'
import type { Tensor } from '../array/tensor.ts'
import type { Op } from '../trace/apply.ts'
import { call1 } from './call.ts'
import { mul } from './mul.ts'
import { sign } from './sign.ts'

function loop(n: number, out: Data, o: number, a: Data, i: number, di: number) {
  for (const end = o + n; o < end; o++, i += di) out[o] = Math.abs(a[i])
}

export const absOp: Op<undefined> = {
  name: 'abs',
  dtypes: 'any',
  forward: ([x]) => elementwise('abs', x.dtype, [x], loop),
  derivative: (g, _y, [x]) => [() => mul(g, sign(x))],
}

/**
 * The absolute value, elementwise. The derivative at 0 is 0.
 *
 * @example
 * abs(tensor([-1, 2])).toArray() // [1, 2]
 */
export function abs<A extends Arg>(x: A): Tensor<Own<A>> {
  return call1(absOp, x)
}
