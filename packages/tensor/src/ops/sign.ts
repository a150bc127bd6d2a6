import type { Arg, Own } from '../array/operands.ts'
import type { Data } from '../array/dtype.ts'
import { elementwise } from '../array/elementwise.ts'
import { fail } from '../array/error.ts'
import type { Tensor } from '../array/tensor.ts'
import type { Op } from '../trace/apply.ts'
import { call1 } from './call.ts'

function loop(n: number, out: Data, o: number, a: Data, i: number, di: number) {
  for (const end = o + n; o < end; o++, i += di) out[o] = a[i] > 0 ? 1 : a[i] < 0 ? -1 : a[i] === 0 ? 0 : a[i]
}

export const signOp: Op<undefined> = {
  name: 'sign',
  dtypes: 'number',
  forward([x]) {
    if (x.dtype === 'bool') fail('sign', 'bools have no sign; cast to int32')
    return elementwise('sign', x.dtype, [x], loop)
  },
  derivative: () => [null],
}

/**
 * −1, 0 or 1 by the sign, elementwise; NaN stays. Its derivative is 0. Throws for bools.
 *
 * @example
 * sign(tensor([-3, 0, 2])).toArray() // [-1, 0, 1]
 */
export function sign<A extends Arg>(x: A): Tensor<Own<A>> {
  return call1(signOp, x)
}
