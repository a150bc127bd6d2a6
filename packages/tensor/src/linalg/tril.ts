import { allocate } from '../array/dtype.ts'
import { fail, told } from '../array/error.ts'
import { asTensor } from '../array/operands.ts'
import { checkOptions, type OptionKinds } from '../array/options.ts'
import { type Arg, type Own, Tensor } from '../array/tensor.ts'
import { where } from '../ops/elementwise/where.ts'
import type { Op } from '../trace/apply.ts'
import { checkMatrix, sizesOf } from './batches.ts'

export interface TriangleOptions {
  /** The diagonal that bounds the triangle: 0 is the main one, positive ones lie above it. */
  readonly k?: number
}

const KINDS: OptionKinds = { k: '' }

/** The number of a diagonal, among options that have no other member. */
export function diagonalNumber(operation: string, options: TriangleOptions): number {
  checkOptions(operation, options, KINDS)
  const { k = 0 } = options
  if (!Number.isInteger(k)) fail(operation, `k is ${told(k)}; it must be a whole number`)
  return k
}

/** A bool matrix. `chosen` gets the distance of an element to the right of the main diagonal. */
export function diagonals(rows: number, columns: number, chosen: (distance: number) => boolean): Tensor {
  const mask = allocate('where', 'bool', [rows, columns]) as Uint8Array
  for (let i = 0, at = 0; i < rows; i++)
    for (let j = 0; j < columns; j++, at++) mask[at] = Number(chosen(j - i))
  return new Tensor('bool', mask, [rows, columns])
}

function triangle(operation: string, x: Arg, chosen: (distance: number) => boolean): Tensor {
  const t = checkMatrix(operation, asTensor(operation, x))
  return where(diagonals(...sizesOf(t), chosen), t, t.dtype === 'bool' ? false : 0)
}

export const trilOp: Op<TriangleOptions> = {
  name: 'tril',
  forward: ([x], options) => tril(x, options),
  derivative: 'composed',
}

/**
 * The lower triangles of matrices [..., m, n], up to diagonal `k`, with zeros above it. Throws for
 * fewer than two axes.
 *
 * @example
 * tril(tensor([[1, 2], [3, 4]])).toArray() // [[1, 0], [3, 4]]
 * tril(tensor([[1, 2], [3, 4]]), { k: -1 }).toArray() // [[0, 0], [3, 0]]
 */
export function tril<A extends Arg>(x: A, options?: TriangleOptions): Tensor<Own<A>>
export function tril(x: Arg, options: TriangleOptions = {}): Tensor {
  const k = diagonalNumber('tril', options)
  return triangle('tril', x, distance => distance <= k)
}

export const triuOp: Op<TriangleOptions> = {
  name: 'triu',
  forward: ([x], options) => triu(x, options),
  derivative: 'composed',
}

/**
 * The upper triangles of matrices [..., m, n], from diagonal `k` on, with zeros below it. Throws
 * for fewer than two axes.
 *
 * @example
 * triu(tensor([[1, 2], [3, 4]])).toArray() // [[1, 2], [0, 4]]
 */
export function triu<A extends Arg>(x: A, options?: TriangleOptions): Tensor<Own<A>>
export function triu(x: Arg, options: TriangleOptions = {}): Tensor {
  const k = diagonalNumber('triu', options)
  return triangle('triu', x, distance => distance >= k)
}
