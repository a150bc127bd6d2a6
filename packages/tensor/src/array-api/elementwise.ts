/**
 * Elementwise functions that have another name in the main entry, and functions of complex numbers.
 */
import { zerosLike } from '../array/create.ts'
import { fail } from '../array/error.ts'
import { asTensor } from '../array/operands.ts'
import { type Arg, type Own, Tensor } from '../array/tensor.ts'
import {
  bitwiseAnd,
  bitwiseInvert,
  bitwiseOr,
  bitwiseXor,
  leftShift,
  rightShift,
} from '../ops/elementwise/bitwise.ts'
import { greaterEqual, lessEqual, notEqual } from '../ops/elementwise/compare.ts'
import { div } from '../ops/elementwise/div.ts'
import { floorDivide } from '../ops/elementwise/floor-divide.ts'
import { logicalAnd, logicalNot, logicalOr, logicalXor } from '../ops/elementwise/logic.ts'
import { mul } from '../ops/elementwise/mul.ts'
import { neg } from '../ops/elementwise/neg.ts'
import { sub } from '../ops/elementwise/sub.ts'
import { named } from './standard-name.ts'

export const bitwise_and = /* @__PURE__ */ named('bitwise_and', bitwiseAnd)
export const bitwise_invert = /* @__PURE__ */ named('bitwise_invert', bitwiseInvert)
export const bitwise_left_shift = /* @__PURE__ */ named('bitwise_left_shift', leftShift)
export const bitwise_or = /* @__PURE__ */ named('bitwise_or', bitwiseOr)
export const bitwise_right_shift = /* @__PURE__ */ named('bitwise_right_shift', rightShift)
export const bitwise_xor = /* @__PURE__ */ named('bitwise_xor', bitwiseXor)
export const divide = /* @__PURE__ */ named('divide', div)
export const floor_divide = /* @__PURE__ */ named('floor_divide', floorDivide)
export const greater_equal = /* @__PURE__ */ named('greater_equal', greaterEqual)
export const less_equal = /* @__PURE__ */ named('less_equal', lessEqual)
export const logical_and = /* @__PURE__ */ named('logical_and', logicalAnd)
export const logical_not = /* @__PURE__ */ named('logical_not', logicalNot)
export const logical_or = /* @__PURE__ */ named('logical_or', logicalOr)
export const logical_xor = /* @__PURE__ */ named('logical_xor', logicalXor)
export const multiply = /* @__PURE__ */ named('multiply', mul)
export const negative = /* @__PURE__ */ named('negative', neg)
export const not_equal = /* @__PURE__ */ named('not_equal', notEqual)
export const subtract = /* @__PURE__ */ named('subtract', sub)

/**
 * Returns x. Throws for bools.
 *
 * @example
 * xp.positive(xp.asarray([1, -2])).toArray() // [1, -2]
 */
export function positive<A extends Arg>(x: A): Tensor<Own<A>>
export function positive(x: Arg): Tensor {
  const t = asTensor('positive', x)
  if (t.dtype === 'bool') fail('positive', 'bools have no sign; cast to int32')
  return t
}

/** Complex numbers: two tensors of the same shape and dtype for the real and imaginary parts. */
export interface Complex {
  readonly re: Tensor
  readonly im: Tensor
}

const isComplex = (x: Arg | Complex): x is Complex =>
  typeof x === 'object' &&
  x !== null &&
  're' in x &&
  'im' in x &&
  x.re instanceof Tensor &&
  x.im instanceof Tensor

/**
 * The real part of complex numbers. A real number is its own real part.
 *
 * @example
 * xp.real({ re: xp.asarray([1]), im: xp.asarray([2]) }).toArray() // [1]
 */
export function real(x: Arg | Complex): Tensor {
  return isComplex(x) ? x.re : asTensor('real', x)
}

/**
 * The imaginary part of complex numbers. It is 0 for real numbers.
 *
 * @example
 * xp.imag({ re: xp.asarray([1]), im: xp.asarray([2]) }).toArray() // [2]
 */
export function imag(x: Arg | Complex): Tensor {
  return isComplex(x) ? x.im : zerosLike(asTensor('imag', x))
}

/**
 * The complex conjugate. A real number is its own conjugate.
 *
 * @example
 * xp.conj({ re: xp.asarray([1]), im: xp.asarray([2]) }).im.toArray() // [-2]
 */
export function conj(x: Complex): Complex
export function conj<A extends Arg>(x: A): Tensor<Own<A>>
export function conj(x: Arg | Complex): Tensor | Complex {
  return isComplex(x) ? { re: x.re, im: neg(x.im) } : asTensor('conj', x)
}
