/**
 * The parts of a matrix product that threads compute. A part is the message that a worker receives.
 */
import { columnsOf, type MatrixView, rowsOf } from '../array/matrix-view.ts'
import { gemm } from '../kernels/gemm/gemm.ts'

/**
 * C = AB for matrices in shared memory. It is a part of the rows or of the columns of a larger
 * product.
 */
export interface ProductShare {
  readonly a: MatrixView
  readonly b: MatrixView
  readonly c: MatrixView
}

/** Computes a share. */
export const multiply = ({ a, b, c }: ProductShare): void => {
  gemm(a, b, c)
}

/** The rows or columns of a share are a multiple of this, so that tiles are complete. */
const STEP = 8

/** The number of rows or columns of each share except the last, if `count` threads share `length`. */
const shareLength = (length: number, count: number): number => Math.ceil(length / count / STEP) * STEP

const byRows = ({ c }: ProductShare): boolean => c.rows >= c.columns
const lengthOf = ({ c }: ProductShare): number => Math.max(c.rows, c.columns)

/** Some rows or columns of C, along the longer side. */
const part = (whole: ProductShare, first: number, count: number): ProductShare => {
  const { a, b, c } = whole
  return byRows(whole)
    ? { ...whole, a: rowsOf(a, first, count), c: rowsOf(c, first, count) }
    : { ...whole, b: columnsOf(b, first, count), c: columnsOf(c, first, count) }
}

/**
 * Divides a product into at most `count` shares along its longer side. Each element of C belongs to
 * one share and is summed there in the usual order, so the bits do not depend on the number of
 * shares.
 */
export const cut = (whole: ProductShare, count: number): ProductShare[] => {
  const length = lengthOf(whole)
  const each = shareLength(length, count)
  const shares: ProductShare[] = []
  for (let first = 0; first < length; first += each)
    shares.push(part(whole, first, Math.min(each, length - first)))
  return shares
}

/** The first of `count` shares and the rest, or undefined if a single share is the whole. */
export const firstAndRest = (
  whole: ProductShare,
  count: number,
): { readonly first: ProductShare; readonly rest: ProductShare } | undefined => {
  const length = lengthOf(whole)
  const each = shareLength(length, count)
  if (each >= length) return
  return { first: part(whole, 0, each), rest: part(whole, each, length - each) }
}
