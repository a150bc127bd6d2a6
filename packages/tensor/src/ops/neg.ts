import { elementwise } from '../array/elementwise.ts'
import { fail } from '../array/error.ts'
import type { Loop } from '../array/loop.ts'
import type { Arg, Own, Tensor } from '../array/tensor.ts'
import type { Op } from '../trace/apply.ts'
import { call1 } from './call.ts'

const loop: Loop = (n, out, o, a, i, di) => {
  for (const end = o + n; o < end; o++, i += di) out[o] = -a[i]
}

export const negOp: Op<undefined> = {
  name: 'neg',
  dtypes: 'number',
  forward([x]) {
    if (x.dtype === 'bool') fail('neg', 'bools have no negative; cast to int32')
    return elementwise('neg', x.dtype, [x], loop)
  },
  derivative: g => [() => neg(g)],
}

/**
 * −x, elementwise. Throws for bools.
 *
 * @example
 * neg(tensor([1, -2])).toArray() // [-1, 2]
 */
export function neg<A extends Arg>(x: A): Tensor<Own<A>> {
  return call1(negOp, x)
}
