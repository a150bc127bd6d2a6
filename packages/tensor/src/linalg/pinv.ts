import { convert } from '../array/convert.ts'
import type { FloatOf } from '../array/dtype.ts'
import { fail, told } from '../array/error.ts'
import { transposedView } from '../array/matrix-view.ts'
import { asTensor } from '../array/operands.ts'
import { checkOptions, type OptionKinds } from '../array/options.ts'
import type { Arg, DTypeOf, Tensor } from '../array/tensor.ts'
import { within } from '../array/within.ts'
import { add } from '../ops/elementwise/add.ts'
import { sub } from '../ops/elementwise/sub.ts'
import { matmul } from '../ops/product/matmul.ts'
import { apply, type Op } from '../trace/apply.ts'
import { type Matrix, matrixOf, multiply } from './arrays/matrix.ts'
import { type Singular, singularOf } from './arrays/singular.ts'
import { batchOf, checkFinite, checkMatrix, fromMatrices, sizesOf } from './batches.ts'
import { matrixTranspose } from './matrix-transpose.ts'

export interface RankOptions {
  /**
   * Singular values count as 0 up to this fraction of the largest. The default is max(m, n) times
   * the machine epsilon of the dtype.
   */
  readonly rtol?: number
}

/** The fraction of the largest singular value of `x` up to which singular values count as 0. */
export function rankTolerance(operation: string, name: string, x: Tensor, given: number | undefined): number {
  if (given !== undefined) {
    if (!(given >= 0)) fail(operation, `${name} is ${told(given)}; it must be a number from 0`)
    return given
  }
  const [rows, columns] = sizesOf(x)
  return (rows > columns ? rows : columns) * (x.dtype === 'float32' ? 2 ** -23 : 2 ** -52)
}

/** The number of singular values that are larger than the fraction `tolerance` of the largest. */
export const rankOf = ({ values }: Singular, tolerance: number): number =>
  values.reduce((n, s) => n + Number(s > tolerance * values[0]), 0)

/** V·diag(1/s)·Uᵀ·B with the first `rank` singular values. Without B it is the pseudoinverse. */
export function pseudoSolve({ u, values, vh }: Singular, rank: number, b?: Matrix): Float64Array {
  const [left, right] = [transposedView(u!), transposedView(vh!)]
  const uRows = { ...left, rows: rank }
  const y = matrixOf(rank, b ? b.columns : left.columns)
  if (b) multiply(uRows, b, y)
  else
    for (let i = 0; i < rank; i++)
      for (let j = 0; j < y.columns; j++)
        y.data[i * y.columns + j] = left.data[left.offset + i * left.rowStride + j * left.columnStride]
  for (let i = 0; i < rank; i++) for (let j = 0; j < y.columns; j++) y.data[i * y.columns + j] /= values[i]
  const x = matrixOf(right.rows, y.columns)
  if (rank > 0) multiply({ ...right, columns: rank }, y, x)
  return x.data
}

const KINDS: OptionKinds = { rtol: 'number' }

export const pinvOp: Op<{ readonly tolerance: number }> = {
  name: 'pinv',
  batch: 'leading',
  dtypes: 'float',
  forward([x], { tolerance }) {
    const [rows, columns] = sizesOf(x)
    return fromMatrices('pinv', [x], [...batchOf(x), columns, rows], (a, index) => {
      checkFinite('pinv', a, batchOf(x), index)
      const found = singularOf(a, 'reduced')
      return [pseudoSolve(found, rankOf(found, tolerance))]
    })
  },
  derivative: (g, p, [a]) => [
    () => {
      const [pt, gt] = [matrixTranspose(p), matrixTranspose(g)]
      const first = matmul(pt, matmul(g, pt))
      const left = matmul(matmul(gt, p), pt)
      const right = matmul(pt, matmul(p, gt))
      const outsideColumns = sub(left, matmul(a, matmul(p, left)))
      const outsideRows = sub(right, matmul(matmul(right, p), a))
      return sub(add(outsideColumns, outsideRows), first)
    },
  ],
}

/**
 * The Moore–Penrose pseudoinverses of matrices, [..., m, n] → [..., n, m], computed from the
 * singular values. The derivative is that among matrices of the same rank. Throws for elements that
 * are not finite.
 *
 * @example
 * pinv(tensor([[2, 0], [0, 0]])).toArray() // [[0.5, 0], [0, 0]]
 */
export function pinv<A extends Arg>(x: A, options?: RankOptions): Tensor<FloatOf<DTypeOf<A>>>
export function pinv(x: Arg, options: RankOptions = {}): Tensor {
  checkOptions('pinv', options, KINDS)
  return within('pinv', () => {
    const t = checkMatrix('pinv', asTensor('pinv', x))
    return apply(pinvOp, [t], { tolerance: rankTolerance('pinv', 'rtol', t, options.rtol) })
  })
}

export const matrixRankOp: Op<{ readonly tolerance: number }> = {
  name: 'matrixRank',
  batch: 'leading',
  forward([x], { tolerance }) {
    const ranks = fromMatrices('matrixRank', [x], batchOf(x), (a, index) => {
      checkFinite('matrixRank', a, batchOf(x), index)
      return [[rankOf(singularOf(a, 'none'), tolerance)]]
    })
    return convert(ranks, 'int32')
  },
  derivative: null,
}

/**
 * The rank of matrices [..., m, n] as int32: the number of singular values larger than `rtol` times
 * the largest. Throws for elements that are not finite.
 *
 * @example
 * matrixRank(tensor([[1, 2], [2, 4]])).item() // 1
 */
export function matrixRank(x: Arg, options: RankOptions = {}): Tensor<'int32'> {
  checkOptions('matrixRank', options, KINDS)
  const t = checkMatrix('matrixRank', asTensor('matrixRank', x))
  return apply(matrixRankOp, [t], { tolerance: rankTolerance('matrixRank', 'rtol', t, options.rtol) })
}
