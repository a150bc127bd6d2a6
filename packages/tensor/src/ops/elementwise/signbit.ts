import { elementwise } from '../../array/elementwise.ts'
import type { Loop } from '../../array/loop.ts'
import type { Arg, Tensor } from '../../array/tensor.ts'
import type { Op } from '../../trace/apply.ts'
import { call1 } from '../call.ts'

const loop: Loop = (n, out, o, a, i, di) => {
  for (const end = o + n; o < end; o++, i += di) out[o] = a[i] < 0 || Object.is(a[i], -0) ? 1 : 0
}

export const signbitOp: Op<undefined> = {
  name: 'signbit',
  batch: 'elementwise',
  forward: ([x]) => elementwise('signbit', 'bool', [x], loop),
  derivative: null,
}

/**
 * Whether x is negative, including −0, elementwise. False for NaN, since engines may change its
 * sign. It has no derivative.
 *
 * @example
 * signbit(tensor([1, -0, -2])).toArray() // [false, true, true]
 */
export function signbit(x: Arg): Tensor<'bool'> {
  return call1(signbitOp, x)
}
