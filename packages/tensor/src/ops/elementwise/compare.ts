/**
 * The comparisons: elementwise with broadcasting. The result is bool. NaN is unequal to everything.
 */

import type { Arg, Tensor } from '../../array/tensor.ts'
import type { Op } from '../../trace/apply.ts'
import { call2, predicate } from '../call.ts'

export const equalOp: Op<undefined> = /* @__PURE__ */ predicate('equal', (n, out, o, a, i, di, b, j, dj) => {
  for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = a[i] === b[j] ? 1 : 0
})

/**
 * Whether a = b, elementwise with broadcasting.
 *
 * @example
 * equal(tensor([1, 2, 3]), 2).toArray() // [false, true, false]
 */
export function equal(a: Arg, b: Arg): Tensor<'bool'> {
  return call2(equalOp, a, b)
}

export const notEqualOp: Op<undefined> = /* @__PURE__ */ predicate(
  'notEqual',
  (n, out, o, a, i, di, b, j, dj) => {
    for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = a[i] !== b[j] ? 1 : 0
  },
)

/**
 * Whether a ≠ b, elementwise with broadcasting.
 *
 * @example
 * notEqual(tensor([1, 2, 3]), 2).toArray() // [true, false, true]
 */
export function notEqual(a: Arg, b: Arg): Tensor<'bool'> {
  return call2(notEqualOp, a, b)
}

export const lessOp: Op<undefined> = /* @__PURE__ */ predicate('less', (n, out, o, a, i, di, b, j, dj) => {
  for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = a[i] < b[j] ? 1 : 0
})

/**
 * Whether a < b, elementwise with broadcasting.
 *
 * @example
 * less(tensor([1, 2, 3]), 2).toArray() // [true, false, false]
 */
export function less(a: Arg, b: Arg): Tensor<'bool'> {
  return call2(lessOp, a, b)
}

export const lessEqualOp: Op<undefined> = /* @__PURE__ */ predicate(
  'lessEqual',
  (n, out, o, a, i, di, b, j, dj) => {
    for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = a[i] <= b[j] ? 1 : 0
  },
)

/**
 * Whether a ≤ b, elementwise with broadcasting.
 *
 * @example
 * lessEqual(tensor([1, 2, 3]), 2).toArray() // [true, true, false]
 */
export function lessEqual(a: Arg, b: Arg): Tensor<'bool'> {
  return call2(lessEqualOp, a, b)
}

export const greaterOp: Op<undefined> = /* @__PURE__ */ predicate(
  'greater',
  (n, out, o, a, i, di, b, j, dj) => {
    for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = a[i] > b[j] ? 1 : 0
  },
)

/**
 * Whether a > b, elementwise with broadcasting.
 *
 * @example
 * greater(tensor([1, 2, 3]), 2).toArray() // [false, false, true]
 */
export function greater(a: Arg, b: Arg): Tensor<'bool'> {
  return call2(greaterOp, a, b)
}

export const greaterEqualOp: Op<undefined> = /* @__PURE__ */ predicate(
  'greaterEqual',
  (n, out, o, a, i, di, b, j, dj) => {
    for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = a[i] >= b[j] ? 1 : 0
  },
)

/**
 * Whether a ≥ b, elementwise with broadcasting.
 *
 * @example
 * greaterEqual(tensor([1, 2, 3]), 2).toArray() // [false, true, true]
 */
export function greaterEqual(a: Arg, b: Arg): Tensor<'bool'> {
  return call2(greaterEqualOp, a, b)
}
