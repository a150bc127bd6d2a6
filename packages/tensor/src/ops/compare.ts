/** The comparisons: elementwise with broadcasting, the result is bool. Anything beside NaN is unequal. */
import type { Arg } from '../array/operands.ts'
import type { Data } from '../array/dtype.ts'
import { elementwise } from '../array/elementwise.ts'
import type { Tensor } from '../array/tensor.ts'
import type { Op } from '../trace/apply.ts'
import { call2 } from './call.ts'

function equalLoop(
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
  for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = a[i] === b[j] ? 1 : 0
}

export const equalOp: Op<undefined> = {
  name: 'equal',
  dtypes: 'any',
  forward: inputs => elementwise('equal', 'bool', inputs, equalLoop),
  derivative: null,
}

/**
 * Whether a = b, elementwise with broadcasting.
 *
 * @example
 * equal(tensor([1, 2, 3]), 2).toArray() // [false, true, false]
 */
export function equal(a: Arg, b: Arg): Tensor<'bool'> {
  return call2(equalOp, a, b)
}

function notEqualLoop(
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
  for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = a[i] !== b[j] ? 1 : 0
}

export const notEqualOp: Op<undefined> = {
  name: 'notEqual',
  dtypes: 'any',
  forward: inputs => elementwise('notEqual', 'bool', inputs, notEqualLoop),
  derivative: null,
}

/**
 * Whether a ≠ b, elementwise with broadcasting.
 *
 * @example
 * notEqual(tensor([1, 2, 3]), 2).toArray() // [true, false, true]
 */
export function notEqual(a: Arg, b: Arg): Tensor<'bool'> {
  return call2(notEqualOp, a, b)
}

function lessLoop(
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
  for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = a[i] < b[j] ? 1 : 0
}

export const lessOp: Op<undefined> = {
  name: 'less',
  dtypes: 'any',
  forward: inputs => elementwise('less', 'bool', inputs, lessLoop),
  derivative: null,
}

/**
 * Whether a < b, elementwise with broadcasting.
 *
 * @example
 * less(tensor([1, 2, 3]), 2).toArray() // [true, false, false]
 */
export function less(a: Arg, b: Arg): Tensor<'bool'> {
  return call2(lessOp, a, b)
}

function lessEqualLoop(
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
  for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = a[i] <= b[j] ? 1 : 0
}

export const lessEqualOp: Op<undefined> = {
  name: 'lessEqual',
  dtypes: 'any',
  forward: inputs => elementwise('lessEqual', 'bool', inputs, lessEqualLoop),
  derivative: null,
}

/**
 * Whether a ≤ b, elementwise with broadcasting.
 *
 * @example
 * lessEqual(tensor([1, 2, 3]), 2).toArray() // [true, true, false]
 */
export function lessEqual(a: Arg, b: Arg): Tensor<'bool'> {
  return call2(lessEqualOp, a, b)
}

function greaterLoop(
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
  for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = a[i] > b[j] ? 1 : 0
}

export const greaterOp: Op<undefined> = {
  name: 'greater',
  dtypes: 'any',
  forward: inputs => elementwise('greater', 'bool', inputs, greaterLoop),
  derivative: null,
}

/**
 * Whether a > b, elementwise with broadcasting.
 *
 * @example
 * greater(tensor([1, 2, 3]), 2).toArray() // [false, false, true]
 */
export function greater(a: Arg, b: Arg): Tensor<'bool'> {
  return call2(greaterOp, a, b)
}

function greaterEqualLoop(
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
  for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = a[i] >= b[j] ? 1 : 0
}

export const greaterEqualOp: Op<undefined> = {
  name: 'greaterEqual',
  dtypes: 'any',
  forward: inputs => elementwise('greaterEqual', 'bool', inputs, greaterEqualLoop),
  derivative: null,
}

/**
 * Whether a ≥ b, elementwise with broadcasting.
 *
 * @example
 * greaterEqual(tensor([1, 2, 3]), 2).toArray() // [false, true, true]
 */
export function greaterEqual(a: Arg, b: Arg): Tensor<'bool'> {
  return call2(greaterEqualOp, a, b)
}
