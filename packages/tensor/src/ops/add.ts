import { type Arg, type Kind, promoteAll } from '../array/operands.ts'
import type { Data, Promote } from '../array/dtype.ts'
import { elementwise } from '../array/elementwise.ts'
import type { Tensor } from '../array/tensor.ts'
import type { Op } from '../trace/apply.ts'
import { call2 } from './call.ts'

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
  for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = a[i] + b[j]
}

function either(
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
 * a + b, elementwise with broadcasting; the dtype is the common one. int32 wraps around, bools are or-ed.
 *
 * @example
 * add(tensor([[1], [2]]), tensor([10, 20])).toArray() // [[11, 21], [12, 22]]
 */
export function add<A extends Arg, B extends Arg>(a: A, b: B): Tensor<Promote<Kind<A>, Kind<B>>> {
  return call2(addOp, a, b)
}
