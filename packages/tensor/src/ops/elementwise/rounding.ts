/**
 * Rounding to whole numbers, in the dtype of the operand. The results are constant but for
 * steps, so that their derivative is 0.
 */

import type { Arg, Own, Tensor } from '../../array/tensor.ts'
import { flat, type Op } from '../../trace/apply.ts'
import { call1, record } from '../call.ts'

/** Adding 2⁵² leaves no fraction bits, and the sum is rounded half to even. */
function halfToEven(x: number): number {
  const size = Math.abs(x)
  if (!(size < 4503599627370496)) return x
  const y = size + 4503599627370496 - 4503599627370496
  return x < 0 || Object.is(x, -0) ? -y : y
}

export const floorOp: Op<undefined> = /* @__PURE__ */ record(
  'floor',
  'any',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di) out[o] = Math.floor(a[i])
  },
  flat,
)

/**
 * The largest whole number not above x, elementwise. Its derivative is 0.
 *
 * @example
 * floor(tensor([1.5, -1.5])).toArray() // [1, -2]
 */
export function floor<A extends Arg>(x: A): Tensor<Own<A>> {
  return call1(floorOp, x)
}

export const ceilOp: Op<undefined> = /* @__PURE__ */ record(
  'ceil',
  'any',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di) out[o] = Math.ceil(a[i])
  },
  flat,
)

/**
 * The smallest whole number not below x, elementwise. Its derivative is 0.
 *
 * @example
 * ceil(tensor([1.5, -1.2])).toArray() // [2, -1]
 */
export function ceil<A extends Arg>(x: A): Tensor<Own<A>> {
  return call1(ceilOp, x)
}

export const roundOp: Op<undefined> = /* @__PURE__ */ record(
  'round',
  'any',
  (n, out, o, a, i, di) => {
    for (const end = o + n; o < end; o++, i += di) out[o] = halfToEven(a[i])
  },
  flat,
)

/**
 * The nearest whole number, elementwise. Halves are rounded to the even one, as in NumPy. Its
 * derivative is 0.
 *
 * @example
 * round(tensor([0.5, 1.5, 2.6])).toArray() // [0, 2, 3]
 */
export function round<A extends Arg>(x: A): Tensor<Own<A>> {
  return call1(roundOp, x)
}
