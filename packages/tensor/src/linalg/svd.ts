import type { FloatOf } from '../array/dtype.ts'
import { fail } from '../array/error.ts'
import { asTensor } from '../array/operands.ts'
import { checkOptions, type OptionKinds } from '../array/options.ts'
import type { Arg, DTypeOf, Tensor } from '../array/tensor.ts'
import { within } from '../array/within.ts'
import { add } from '../ops/elementwise/add.ts'
import { mul } from '../ops/elementwise/mul.ts'
import { sub } from '../ops/elementwise/sub.ts'
import { matmul } from '../ops/product/matmul.ts'
import { expandDims } from '../ops/shape/expand-dims.ts'
import { apply, type Op } from '../trace/apply.ts'
import { packed } from './arrays/matrix.ts'
import { singularOf } from './arrays/singular.ts'
import { batchOf, checkFinite, checkMatrix, fromMatrices, packedShape, sizesOf, unpack } from './batches.ts'
import { onDiagonal, quotient } from './eigh.ts'
import { matrixTranspose } from './matrix-transpose.ts'

/** The factors of A = U·diag(s)·Vh. */
export interface SvdResult<T> {
  /** Orthonormal columns, [..., m, k], or [..., m, m] with `fullMatrices`. */
  readonly u: T
  /** The singular values in descending order, [..., k] with k = min(m, n). */
  readonly s: T
  /** Orthonormal rows, [..., k, n], or [..., n, n] with `fullMatrices`. */
  readonly vh: T
}

export interface SvdOptions {
  /** Returns square U and Vh; true by default. */
  readonly fullMatrices?: boolean
}

const KINDS: OptionKinds = { fullMatrices: 'boolean' }

const partsOf = (rows: number, columns: number, full: boolean) => {
  const count = rows < columns ? rows : columns
  return [[rows, full ? rows : count], [count], [full ? columns : count, columns]]
}

export const svdOp: Op<{ readonly full: boolean }> = {
  name: 'svd',
  batch: 'leading',
  dtypes: 'float',
  forward: ([x], { full }) =>
    fromMatrices('svd', [x], packedShape(x, partsOf(...sizesOf(x), full)), (a, index) => {
      checkFinite('svd', a, batchOf(x), index)
      const { u, values, vh } = singularOf(a, full ? 'full' : 'reduced')
      return [packed(u!), values, packed(vh!)]
    }),
  derivative(g, y, [x], { full }) {
    const [rows, columns] = sizesOf(x)
    if (full)
      fail(
        'svd',
        `has no derivative with fullMatrices of ${rows} rows and ${columns} columns; set it to false`,
      )
    const parts = partsOf(rows, columns, false)
    return [
      () => {
        const [u, s, vh] = unpack(y, parts)
        const [gu, gs, gvh] = unpack(g, parts)
        const skew = (t: Tensor): Tensor => sub(t, matrixTranspose(t))
        const [ut, v, gv] = [u, vh, gvh].map(t => matrixTranspose(t)) as [Tensor, Tensor, Tensor]
        const [row, column] = [expandDims(s, -2), expandDims(s, -1)]
        // sⱼ² − sᵢ².
        const apart = mul(sub(row, column), add(row, column))
        const fromU = mul(quotient(skew(matmul(ut, gu)), apart), row)
        const fromV = mul(quotient(skew(matmul(vh, gv)), apart), column)
        let total: Tensor = matmul(matmul(u, add(add(fromU, fromV), onDiagonal(gs))), vh)
        // The part of the cotangent that is orthogonal to the vectors, if there are such
        // directions.
        if (rows > columns) {
          const rest = sub(gu, matmul(u, matmul(ut, gu)))
          total = add(total, matmul(quotient(rest, row), vh))
        }
        if (columns > rows) {
          const rest = sub(gvh, matmul(matmul(gvh, v), vh))
          total = add(total, matmul(u, quotient(rest, column)))
        }
        return total
      },
    ]
  },
}

/**
 * The singular values and vectors of matrices [..., m, n]: A = U·diag(s)·Vh. The signs of vectors
 * are not normalized. The derivative exists if `fullMatrices` is false or m = n. The derivative of
 * vectors is not finite if singular values are equal. The method is divide and conquer (Gu &
 * Eisenstat 1995). Throws for elements that are not finite.
 *
 * @example
 * svd(tensor([[0, 2], [1, 0]])).s.toArray() // [2, 1]
 * svd(zeros([5, 3]), { fullMatrices: false }).u.shape // [5, 3]
 */
export function svd<A extends Arg>(x: A, options?: SvdOptions): SvdResult<Tensor<FloatOf<DTypeOf<A>>>>
export function svd(x: Arg, options: SvdOptions = {}): SvdResult<Tensor> {
  checkOptions('svd', options, KINDS)
  const t = checkMatrix('svd', asTensor('svd', x))
  const [rows, columns] = sizesOf(t)
  const full = (options.fullMatrices ?? true) && rows !== columns
  const [u, s, vh] = unpack(apply(svdOp, [t], { full }), partsOf(rows, columns, full))
  return { u, s, vh }
}

export const svdvalsOp: Op<undefined> = {
  name: 'svdvals',
  batch: 'leading',
  dtypes: 'float',
  forward([x]) {
    const [rows, columns] = sizesOf(x)
    const count = rows < columns ? rows : columns
    return fromMatrices('svdvals', [x], [...batchOf(x), count], (a, index) => {
      checkFinite('svdvals', a, batchOf(x), index)
      return [singularOf(a, 'none').values]
    })
  },
  derivative: (g, _y, [x]) => [
    () => {
      const { u, vh } = svd(x, { fullMatrices: false })
      return matmul(mul(u, expandDims(g, -2)), vh)
    },
  ],
}

/**
 * The singular values of matrices [..., m, n] in descending order, [..., min(m, n)]; see `svd`.
 *
 * @example
 * svdvals(tensor([[0, 2], [1, 0]])).toArray() // [2, 1]
 */
export function svdvals<A extends Arg>(x: A): Tensor<FloatOf<DTypeOf<A>>> {
  return within('svdvals', () => apply(svdvalsOp, [checkMatrix('svdvals', asTensor('svdvals', x))]))
}
