/**
 * Logical operations, elementwise with broadcasting. Any number except 0 counts as true. The result
 * is bool.
 */

import type { Arg, Tensor } from '../../array/tensor.ts'
import type { Op } from '../../trace/apply.ts'
import { call1, call2, predicate } from '../call.ts'

export const logicalAndOp: Op<undefined> = /* @__PURE__ */ predicate(
  'logicalAnd',
  (n, out, o, a, i, di, b, j, dj) => {
    for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = a[i] !== 0 && b[j] !== 0 ? 1 : 0
  },
)

/**
 * Whether a and b are both true, elementwise with broadcasting.
 *
 * @example
 * logicalAnd(tensor([0, 0, 1, 1]), tensor([0, 1, 0, 1])).toArray() // [false, false, false, true]
 */
export function logicalAnd(a: Arg, b: Arg): Tensor<'bool'> {
  return call2(logicalAndOp, a, b)
}

export const logicalOrOp: Op<undefined> = /* @__PURE__ */ predicate(
  'logicalOr',
  (n, out, o, a, i, di, b, j, dj) => {
    for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = a[i] !== 0 || b[j] !== 0 ? 1 : 0
  },
)

/**
 * Whether a or b or both are true, elementwise with broadcasting.
 *
 * @example
 * logicalOr(tensor([0, 0, 1, 1]), tensor([0, 1, 0, 1])).toArray() // [false, true, true, true]
 */
export function logicalOr(a: Arg, b: Arg): Tensor<'bool'> {
  return call2(logicalOrOp, a, b)
}

export const logicalXorOp: Op<undefined> = /* @__PURE__ */ predicate(
  'logicalXor',
  (n, out, o, a, i, di, b, j, dj) => {
    for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = (a[i] !== 0) !== (b[j] !== 0) ? 1 : 0
  },
)

/**
 * Whether exactly one of a and b is true, elementwise with broadcasting.
 *
 * @example
 * logicalXor(tensor([0, 0, 1, 1]), tensor([0, 1, 0, 1])).toArray() // [false, true, true, false]
 */
export function logicalXor(a: Arg, b: Arg): Tensor<'bool'> {
  return call2(logicalXorOp, a, b)
}

export const logicalNotOp: Op<undefined> = /* @__PURE__ */ predicate('logicalNot', (n, out, o, a, i, di) => {
  for (const end = o + n; o < end; o++, i += di) out[o] = a[i] === 0 ? 1 : 0
})

/**
 * Whether x is false, elementwise.
 *
 * @example
 * logicalNot(tensor([0, 3])).toArray() // [true, false]
 */
export function logicalNot(x: Arg): Tensor<'bool'> {
  return call1(logicalNotOp, x)
}

export const isnanOp: Op<undefined> = /* @__PURE__ */ predicate('isnan', (n, out, o, a, i, di) => {
  for (const end = o + n; o < end; o++, i += di) out[o] = Number.isNaN(a[i]) ? 1 : 0
})

/**
 * Whether x is NaN, elementwise.
 *
 * @example
 * isnan(tensor([1, NaN])).toArray() // [false, true]
 */
export function isnan(x: Arg): Tensor<'bool'> {
  return call1(isnanOp, x)
}

export const isfiniteOp: Op<undefined> = /* @__PURE__ */ predicate('isfinite', (n, out, o, a, i, di) => {
  for (const end = o + n; o < end; o++, i += di) out[o] = Number.isFinite(a[i]) ? 1 : 0
})

/**
 * Whether x is neither infinite nor NaN, elementwise.
 *
 * @example
 * isfinite(tensor([1, Infinity])).toArray() // [true, false]
 */
export function isfinite(x: Arg): Tensor<'bool'> {
  return call1(isfiniteOp, x)
}
