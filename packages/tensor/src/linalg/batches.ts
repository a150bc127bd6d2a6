/** Batches of matrices: the last two axes are a matrix, the axes before them are the batch. */
import { compact } from '../array/convert.ts'
import { allocate, floatOf } from '../array/dtype.ts'
import { fail, show } from '../array/error.ts'
import { type FloatArray, matrixView } from '../array/matrix-view.ts'
import { promoteAll } from '../array/operands.ts'
import { type Shape, sizeOf } from '../array/shape.ts'
import { Tensor } from '../array/tensor.ts'
import { sliceAxis } from '../ops/indexing/slice-axis.ts'
import { reshape } from '../ops/shape/reshape.ts'
import type { Matrix } from './arrays/matrix.ts'

/** The axes before the last two. */
export const batchOf = ({ shape }: Tensor): number[] => shape.slice(0, -2)

/** The numbers of rows and columns of each matrix. */
export const sizesOf = ({ shape }: Tensor): [rows: number, columns: number] => [
  shape[shape.length - 2],
  shape[shape.length - 1],
]

/** Throws for fewer than two axes. */
export function checkMatrix(operation: string, x: Tensor): Tensor {
  if (x.ndim < 2) fail(operation, `shape ${show(x.shape)} is not a matrix; give [..., rows, columns]`)
  return x
}

/** Throws for matrices that are not square. */
export function checkSquare(operation: string, x: Tensor): Tensor {
  const [rows, columns] = sizesOf(checkMatrix(operation, x))
  if (rows !== columns)
    fail(operation, `shape ${show(x.shape)} is not square; the last two lengths must be equal`)
  return x
}

/** The name of a matrix of a batch in error messages. */
export function named(batch: Shape, index: number): string {
  if (batch.length === 0) return 'the matrix'
  let rest = index
  const place = batch.map(() => 0)
  for (let axis = batch.length - 1; axis >= 0; axis--) {
    place[axis] = rest % batch[axis]
    rest = Math.floor(rest / batch[axis])
  }
  return `the matrix at ${show(place)} of the batch ${show(batch)}`
}

/**
 * Visits each matrix in float64, row by row, in the order of the batch. The matrix is a copy that
 * may be overwritten. With `readOnly` it may be a view.
 */
export function eachMatrix(
  operation: string,
  x: Tensor,
  visit: (a: Matrix, index: number) => void,
  readOnly = false,
): void {
  const [rows, columns] = sizesOf(x)
  const { data, offset } = compact(x, operation)
  const size = rows * columns
  const count = sizeOf(batchOf(x))
  for (let i = 0; i < count; i++) {
    const at = offset + i * size
    visit(
      readOnly && data instanceof Float64Array
        ? matrixView(data, rows, columns, at)
        : matrixView(new Float64Array(data.subarray(at, at + size)), rows, columns),
      i,
    )
  }
}

/** Throws for NaN and infinities, for which some algorithms would not terminate. */
export function checkFinite(operation: string, a: Matrix, batch: Shape, index: number): void {
  for (const x of a.data)
    if (!Number.isFinite(x)) fail(operation, `${named(batch, index)} holds ${x}; all elements must be finite`)
}

/**
 * A tensor of the numbers that `compute` returns for each matrix of the first input, one matrix
 * after the other. They are computed in float64 and rounded once. With `readOnly`, `compute` does
 * not write to the matrix.
 */
export function fromMatrices(
  operation: string,
  inputs: readonly Tensor[],
  shape: Shape,
  compute: (a: Matrix, index: number) => readonly ArrayLike<number>[],
  readOnly = false,
): Tensor {
  const dtype = floatOf(promoteAll(inputs))
  const size = sizeOf(shape)
  let out: FloatArray | undefined
  let at = 0
  const write = (a: Matrix, index: number): void => {
    for (const values of compute(a, index)) {
      // The numbers of a single matrix may become the store without a copy.
      if (dtype === 'float64' && values.length === size && values instanceof Float64Array) out = values
      else (out ??= allocate(operation, dtype, shape) as FloatArray).set(values, at)
      at += values.length
    }
  }
  eachMatrix(operation, inputs[0], write, readOnly)
  return new Tensor(dtype, out ?? (allocate(operation, dtype, shape) as FloatArray), shape)
}

/** The shape of several results per matrix, placed one after the other along the last axis. */
export const packedShape = (x: Tensor, parts: readonly Shape[]): number[] => [
  ...batchOf(x),
  parts.reduce((n, shape) => n + sizeOf(shape), 0),
]

/** Splits results that lie one after the other along the last axis, and gives each its shape. */
export function unpack(y: Tensor, parts: readonly Shape[]): Tensor[] {
  const axis = y.ndim - 1
  let end = 0
  return parts.map(shape => {
    const start = end
    end += sizeOf(shape)
    return reshape(sliceAxis(y, axis, start, end), [...y.shape.slice(0, -1), ...shape])
  })
}
