/** Logic: elementwise with broadcasting; any number but 0 counts as true, the result is bool. */
import type { Arg } from '../array/operands.ts'
import type { Data } from '../array/dtype.ts'
import { elementwise } from '../array/elementwise.ts'
import type { Tensor } from '../array/tensor.ts'
import type { Op } from '../trace/apply.ts'
import { call1, call2 } from './call.ts'

function andLoop(
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
  for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = a[i] !== 0 && b[j] !== 0 ? 1 : 0
}

export const logicalAndOp: Op<undefined> = {
  name: 'logicalAnd',
  dtypes: 'any',
  forward: inputs => elementwise('logicalAnd', 'bool', inputs, andLoop),
  derivative: null,
}

/**
 * Whether a and b are both true, elementwise with broadcasting.
 *
 * @example
 * logicalAnd(tensor([0, 0, 1, 1]), tensor([0, 1, 0, 1])).toArray() // [false, false, false, true]
 */
export function logicalAnd(a: Arg, b: Arg): Tensor<'bool'> {
  return call2(logicalAndOp, a, b)
}

function orLoop(
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
  for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = a[i] !== 0 || b[j] !== 0 ? 1 : 0
}

export const logicalOrOp: Op<undefined> = {
  name: 'logicalOr',
  dtypes: 'any',
  forward: inputs => elementwise('logicalOr', 'bool', inputs, orLoop),
  derivative: null,
}

/**
 * Whether a or b or both are true, elementwise with broadcasting.
 *
 * @example
 * logicalOr(tensor([0, 0, 1, 1]), tensor([0, 1, 0, 1])).toArray() // [false, true, true, true]
 */
export function logicalOr(a: Arg, b: Arg): Tensor<'bool'> {
  return call2(logicalOrOp, a, b)
}

function xorLoop(
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
  for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = (a[i] !== 0) !== (b[j] !== 0) ? 1 : 0
}

export const logicalXorOp: Op<undefined> = {
  name: 'logicalXor',
  dtypes: 'any',
  forward: inputs => elementwise('logicalXor', 'bool', inputs, xorLoop),
  derivative: null,
}

/**
 * Whether exactly one of a and b is true, elementwise with broadcasting.
 *
 * @example
 * logicalXor(tensor([0, 0, 1, 1]), tensor([0, 1, 0, 1])).toArray() // [false, true, true, false]
 */
export function logicalXor(a: Arg, b: Arg): Tensor<'bool'> {
  return call2(logicalXorOp, a, b)
}

function notLoop(n: number, out: Data, o: number, a: Data, i: number, di: number) {
  for (const end = o + n; o < end; o++, i += di) out[o] = a[i] === 0 ? 1 : 0
}

export const logicalNotOp: Op<undefined> = {
  name: 'logicalNot',
  dtypes: 'any',
  forward: inputs => elementwise('logicalNot', 'bool', inputs, notLoop),
  derivative: null,
}

/**
 * Whether x is false, elementwise.
 *
 * @example
 * logicalNot(tensor([0, 3])).toArray() // [true, false]
 */
export function logicalNot(x: Arg): Tensor<'bool'> {
  return call1(logicalNotOp, x)
}

function nanLoop(n: number, out: Data, o: number, a: Data, i: number, di: number) {
  for (const end = o + n; o < end; o++, i += di) out[o] = Number.isNaN(a[i]) ? 1 : 0
}

export const isnanOp: Op<undefined> = {
  name: 'isnan',
  dtypes: 'any',
  forward: inputs => elementwise('isnan', 'bool', inputs, nanLoop),
  derivative: null,
}

/**
 * Whether x is NaN, elementwise.
 *
 * @example
 * isnan(tensor([1, NaN])).toArray() // [false, true]
 */
export function isnan(x: Arg): Tensor<'bool'> {
  return call1(isnanOp, x)
}

function finiteLoop(n: number, out: Data, o: number, a: Data, i: number, di: number) {
  for (const end = o + n; o < end; o++, i += di) out[o] = Number.isFinite(a[i]) ? 1 : 0
}

export const isfiniteOp: Op<undefined> = {
  name: 'isfinite',
  dtypes: 'any',
  forward: inputs => elementwise('isfinite', 'bool', inputs, finiteLoop),
  derivative: null,
}

/**
 * Whether x is neither infinite nor NaN, elementwise.
 *
 * @example
 * isfinite(tensor([1, Infinity])).toArray() // [true, false]
 */
export function isfinite(x: Arg): Tensor<'bool'> {
  return call1(isfiniteOp, x)
}
