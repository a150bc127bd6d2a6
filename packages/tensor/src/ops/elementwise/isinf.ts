import { elementwise } from '../../array/elementwise.ts'
import type { Loop } from '../../array/loop.ts'
import type { Arg, Tensor } from '../../array/tensor.ts'
import type { Op } from '../../trace/apply.ts'
import { call1 } from '../call.ts'

const loop: Loop = (n, out, o, a, i, di) => {
  for (const end = o + n; o < end; o++, i += di) out[o] = Math.abs(a[i]) === Infinity ? 1 : 0
}

export const isinfOp: Op<undefined> = {
  name: 'isinf',
  batch: 'elementwise',
  forward: ([x]) => elementwise('isinf', 'bool', [x], loop),
  derivative: null,
}

/**
 * Whether x is Infinity or −Infinity, elementwise.
 *
 * @example
 * isinf(tensor([1, -Infinity, NaN])).toArray() // [false, true, false]
 */
export function isinf(x: Arg): Tensor<'bool'> {
  return call1(isinfOp, x)
}
