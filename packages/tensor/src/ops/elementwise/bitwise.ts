/**
 * Operations on the bits of int32 and bool, elementwise with broadcasting. They throw for floats.
 */

import { type DType, type FloatDType, isFloat, type Promote } from '../../array/dtype.ts'
import { elementwise } from '../../array/elementwise.ts'
import { fail } from '../../array/error.ts'
import type { Loop } from '../../array/loop.ts'
import { promoteAll } from '../../array/operands.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import type { Op } from '../../trace/apply.ts'
import { call1, call2 } from '../call.ts'

/** The dtype of the result: bool if both operands are bools, otherwise int32. */
type Bits<D> = Exclude<D, FloatDType | 'number'>

/** The common dtype. Throws if it is a float dtype. */
function bitsOf(name: string, inputs: readonly Tensor[]): DType {
  const dtype = promoteAll(inputs)
  if (isFloat(dtype))
    fail(
      name,
      `was given ${inputs.map(x => x.dtype).join(' and ')}; only int32 and bool have bits: cast to int32`,
    )
  return dtype
}

/**
 * The record of an op with the same loop for both dtypes. `to` is the dtype of the result, by
 * default the common dtype.
 */
const bits = (name: string, loop: Loop, to?: DType): Op<undefined> => ({
  name,
  batch: 'elementwise',
  dtypes: 'bits',
  forward(inputs) {
    const dtype = bitsOf(name, inputs)
    return elementwise(name, to ?? dtype, inputs, loop)
  },
  derivative: null,
})

const andLoop: Loop = (n, out, o, a, i, di, b, j, dj) => {
  for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = a[i] & b[j]
}

export const bitwiseAndOp: Op<undefined> = /* @__PURE__ */ bits('bitwiseAnd', andLoop)

/**
 * The bits that are set in both a and b, elementwise with broadcasting, for int32 or bool. Throws
 * for floats.
 *
 * @example
 * bitwiseAnd(tensor([6, 5], { dtype: 'int32' }), 3).toArray() // [2, 1]
 */
export function bitwiseAnd<A extends Arg, B extends Arg>(
  a: A,
  b: B,
): Tensor<Bits<Promote<DTypeOf<A>, DTypeOf<B>>>> {
  return call2(bitwiseAndOp, a, b)
}

const orLoop: Loop = (n, out, o, a, i, di, b, j, dj) => {
  for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = a[i] | b[j]
}

export const bitwiseOrOp: Op<undefined> = /* @__PURE__ */ bits('bitwiseOr', orLoop)

/**
 * The bits that are set in a or b or both, elementwise with broadcasting, for int32 or bool. Throws
 * for floats.
 *
 * @example
 * bitwiseOr(tensor([6, 5], { dtype: 'int32' }), 3).toArray() // [7, 7]
 */
export function bitwiseOr<A extends Arg, B extends Arg>(
  a: A,
  b: B,
): Tensor<Bits<Promote<DTypeOf<A>, DTypeOf<B>>>> {
  return call2(bitwiseOrOp, a, b)
}

const xorLoop: Loop = (n, out, o, a, i, di, b, j, dj) => {
  for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = a[i] ^ b[j]
}

export const bitwiseXorOp: Op<undefined> = /* @__PURE__ */ bits('bitwiseXor', xorLoop)

/**
 * The bits that are set in exactly one of a and b, elementwise with broadcasting, for int32 or
 * bool. Throws for floats.
 *
 * @example
 * bitwiseXor(tensor([6, 5], { dtype: 'int32' }), 3).toArray() // [5, 6]
 */
export function bitwiseXor<A extends Arg, B extends Arg>(
  a: A,
  b: B,
): Tensor<Bits<Promote<DTypeOf<A>, DTypeOf<B>>>> {
  return call2(bitwiseXorOp, a, b)
}

const invertLoop: Loop = (n, out, o, a, i, di) => {
  for (const end = o + n; o < end; o++, i += di) out[o] = ~a[i]
}

const notLoop: Loop = (n, out, o, a, i, di) => {
  for (const end = o + n; o < end; o++, i += di) out[o] = 1 - a[i]
}

export const bitwiseInvertOp: Op<undefined> = {
  name: 'bitwiseInvert',
  batch: 'elementwise',
  dtypes: 'bits',
  forward(inputs) {
    const dtype = bitsOf('bitwiseInvert', inputs)
    return elementwise('bitwiseInvert', dtype, inputs, dtype === 'bool' ? notLoop : invertLoop)
  },
  derivative: null,
}

/**
 * Every bit of x inverted, elementwise: −1 − x for int32, the negation for bool. Throws for floats.
 *
 * @example
 * bitwiseInvert(tensor([0, 5], { dtype: 'int32' })).toArray() // [-1, -6]
 */
export function bitwiseInvert<A extends Arg>(x: A): Tensor<Bits<DTypeOf<A>>> {
  return call1(bitwiseInvertOp, x)
}

/** JavaScript takes the count modulo 32. In NumPy a count outside 0 to 31 shifts all bits out. */
const leftLoop: Loop = (n, out, o, a, i, di, b, j, dj) => {
  for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = b[j] >= 0 && b[j] < 32 ? a[i] << b[j] : 0
}

export const leftShiftOp: Op<undefined> = /* @__PURE__ */ bits('leftShift', leftLoop, 'int32')

/**
 * The bits of a shifted b places up, a·2ᵇ modulo 2³², elementwise with broadcasting, as int32. A
 * count outside 0 to 31 gives 0. Throws for floats.
 *
 * @example
 * leftShift(tensor([1, 3], { dtype: 'int32' }), 4).toArray() // [16, 48]
 */
export function leftShift(a: Arg, b: Arg): Tensor<'int32'> {
  return call2(leftShiftOp, a, b)
}

const rightLoop: Loop = (n, out, o, a, i, di, b, j, dj) => {
  for (const end = o + n; o < end; o++, i += di, j += dj)
    out[o] = a[i] >> (b[j] >= 0 && b[j] < 32 ? b[j] : 31)
}

export const rightShiftOp: Op<undefined> = /* @__PURE__ */ bits('rightShift', rightLoop, 'int32')

/**
 * The bits of a shifted b places down, a/2ᵇ rounded towards −∞, elementwise with broadcasting, as
 * int32. A count outside 0 to 31 gives 0, or −1 for a negative a. Throws for floats.
 *
 * @example
 * rightShift(tensor([16, -5], { dtype: 'int32' }), 1).toArray() // [8, -3]
 */
export function rightShift(a: Arg, b: Arg): Tensor<'int32'> {
  return call2(rightShiftOp, a, b)
}
