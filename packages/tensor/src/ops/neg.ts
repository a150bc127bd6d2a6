import type { Arg, Own } from '../array/operands.ts'
import type { Data } from '../array/dtype.ts'
import { elementwise } from '../array/elementwise.ts'
import { fail } from '../array/error.ts'
import type { Tensor } from '../array/tensor.ts'
import type { Op } from '../trace/apply.ts'
import { call1 } from './call.ts'

function loop(n: number, out: Data, o: number, a: Data, i: number, di: number) {
  for (const end = o + n; o < end; o++, i += di) out[o] = -a[i]
}

export const negOp: Op<undefined> = {
  name: 'neg',
  dtypes: 'number',
  forward([x]) {
    if (x.dtype === 'bool') fail('neg', 'bools have no negative; use logicalNot, or cast to int32')
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
