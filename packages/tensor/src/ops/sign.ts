import { elementwise } from '../array/elementwise.ts'
import { fail } from '../array/error.ts'
import type { Loop } from '../array/loop.ts'
import type { Arg, Own, Tensor } from '../array/tensor.ts'
import type { Op } from '../trace/apply.ts'
import { call1 } from './call.ts'

const loop: Loop = (n, out, o, a, i, di) => {
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
 * −1, 0 or 1, the sign of x, elementwise; NaN stays. Its derivative is 0. Throws for bools.
 *
 * @example
 * sign(tensor([-3, 0, 2])).toArray() // [-1, 0, 1]
 */
export function sign<A extends Arg>(x: A): Tensor<Own<A>> {
  return call1(signOp, x)
}
