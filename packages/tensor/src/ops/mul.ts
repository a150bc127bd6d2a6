import type { Promote } from '../array/dtype.ts'
import { elementwise } from '../array/elementwise.ts'
import type { Loop } from '../array/loop.ts'
import { promoteAll } from '../array/operands.ts'
import type { Arg, DTypeOf, Tensor } from '../array/tensor.ts'
import type { Op } from '../trace/apply.ts'
import { call2 } from './call.ts'

const loop: Loop = (n, out, o, a, i, di, b, j, dj) => {
  for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = a[i] * b[j]
}

/** A float64 cannot hold the products of 32-bit integers. */
const integers: Loop = (n, out, o, a, i, di, b, j, dj) => {
  for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = Math.imul(a[i], b[j])
}

export const mulOp: Op<undefined> = {
  name: 'mul',
  dtypes: 'any',
  forward(inputs) {
    const dtype = promoteAll(inputs)
    return elementwise('mul', dtype, inputs, dtype === 'int32' ? integers : loop)
  },
  derivative: (g, _y, [a, b]) => [() => mul(g, b), () => mul(g, a)],
}

/**
 * a · b, elementwise with broadcasting, in the common dtype. For int32 the result wraps around. For
 * bools it is a and b.
 *
 * @example
 * mul(tensor([1, 2, 3]), tensor([[1], [10]])).toArray() // [[1, 2, 3], [10, 20, 30]]
 */
export function mul<A extends Arg, B extends Arg>(a: A, b: B): Tensor<Promote<DTypeOf<A>, DTypeOf<B>>> {
  return call2(mulOp, a, b)
}
