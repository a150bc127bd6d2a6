import type { Promote } from '../array/dtype.ts'
import { elementwise } from '../array/elementwise.ts'
import type { Loop } from '../array/loop.ts'
import { promoteAll } from '../array/operands.ts'
import type { Arg, DTypeOf, Tensor } from '../array/tensor.ts'
import type { Op } from '../trace/apply.ts'
import { call2 } from './call.ts'

const loop: Loop = (n, out, o, a, i, di, b, j, dj) => {
  for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = a[i] + b[j]
}

const either: Loop = (n, out, o, a, i, di, b, j, dj) => {
  for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = a[i] | b[j]
}

export const addOp: Op<undefined> = {
  name: 'add',
  dtypes: 'any',
  forward(inputs) {
    const dtype = promoteAll(inputs)
    return elementwise('add', dtype, inputs, dtype === 'bool' ? either : loop)
  },
  derivative: g => [() => g, () => g],
}

/**
 * a + b, elementwise with broadcasting, in the common dtype. For int32 the result wraps around. For
 * bools it is a or b.
 *
 * @example
 * add(tensor([[1], [2]]), tensor([10, 20])).toArray() // [[11, 21], [12, 22]]
 */
export function add<A extends Arg, B extends Arg>(a: A, b: B): Tensor<Promote<DTypeOf<A>, DTypeOf<B>>> {
  return call2(addOp, a, b)
}
