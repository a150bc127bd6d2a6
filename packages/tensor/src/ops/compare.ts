/**
 * The comparisons: elementwise with broadcasting. The result is bool. NaN is unequal to everything.
 */

import type { Loop } from '../array/loop.ts'
import type { Arg, Tensor } from '../array/tensor.ts'
import type { Op } from '../trace/apply.ts'
import { call2, predicate } from './call.ts'

const equalLoop: Loop = (n, out, o, a, i, di, b, j, dj) => {
  for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = a[i] === b[j] ? 1 : 0
}

export const equalOp: Op<undefined> = /* @__PURE__ */ predicate('equal', equalLoop)

/**
 * Whether a = b, elementwise with broadcasting.
 *
 * @example
 * equal(tensor([1, 2, 3]), 2).toArray() // [false, true, false]
 */
export function equal(a: Arg, b: Arg): Tensor<'bool'> {
  return call2(equalOp, a, b)
}

const notEqualLoop: Loop = (n, out, o, a, i, di, b, j, dj) => {
  for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = a[i] !== b[j] ? 1 : 0
}

export const notEqualOp: Op<undefined> = /* @__PURE__ */ predicate('notEqual', notEqualLoop)

/**
 * Whether a ≠ b, elementwise with broadcasting.
 *
 * @example
 * notEqual(tensor([1, 2, 3]), 2).toArray() // [true, false, true]
 */
export function notEqual(a: Arg, b: Arg): Tensor<'bool'> {
  return call2(notEqualOp, a, b)
}

const lessLoop: Loop = (n, out, o, a, i, di, b, j, dj) => {
  for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = a[i] < b[j] ? 1 : 0
}

export const lessOp: Op<undefined> = /* @__PURE__ */ predicate('less', lessLoop)

/**
 * Whether a < b, elementwise with broadcasting.
 *
 * @example
 * less(tensor([1, 2, 3]), 2).toArray() // [true, false, false]
 */
export function less(a: Arg, b: Arg): Tensor<'bool'> {
  return call2(lessOp, a, b)
}

const lessEqualLoop: Loop = (n, out, o, a, i, di, b, j, dj) => {
  for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = a[i] <= b[j] ? 1 : 0
}

export const lessEqualOp: Op<undefined> = /* @__PURE__ */ predicate('lessEqual', lessEqualLoop)

/**
 * Whether a ≤ b, elementwise with broadcasting.
 *
 * @example
 * lessEqual(tensor([1, 2, 3]), 2).toArray() // [true, true, false]
 */
export function lessEqual(a: Arg, b: Arg): Tensor<'bool'> {
  return call2(lessEqualOp, a, b)
}

const greaterLoop: Loop = (n, out, o, a, i, di, b, j, dj) => {
  for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = a[i] > b[j] ? 1 : 0
}

export const greaterOp: Op<undefined> = /* @__PURE__ */ predicate('greater', greaterLoop)

/**
 * Whether a > b, elementwise with broadcasting.
 *
 * @example
 * greater(tensor([1, 2, 3]), 2).toArray() // [false, false, true]
 */
export function greater(a: Arg, b: Arg): Tensor<'bool'> {
  return call2(greaterOp, a, b)
}

const greaterEqualLoop: Loop = (n, out, o, a, i, di, b, j, dj) => {
  for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = a[i] >= b[j] ? 1 : 0
}

export const greaterEqualOp: Op<undefined> = /* @__PURE__ */ predicate('greaterEqual', greaterEqualLoop)

/**
 * Whether a ≥ b, elementwise with broadcasting.
 *
 * @example
 * greaterEqual(tensor([1, 2, 3]), 2).toArray() // [false, true, true]
 */
export function greaterEqual(a: Arg, b: Arg): Tensor<'bool'> {
  return call2(greaterEqualOp, a, b)
}
