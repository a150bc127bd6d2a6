import type { FloatOf } from '../array/dtype.ts'
import { asTensor } from '../array/operands.ts'
import { arange } from '../array/range.ts'
import type { Arg, DTypeOf, Tensor } from '../array/tensor.ts'
import { within } from '../array/within.ts'
import { add } from '../ops/elementwise/add.ts'
import { cast } from '../ops/elementwise/cast.ts'
import { equal } from '../ops/elementwise/compare.ts'
import { sub } from '../ops/elementwise/sub.ts'
import { sliceAxis } from '../ops/indexing/slice-axis.ts'
import { matmul } from '../ops/product/matmul.ts'
import { concatenate } from '../ops/shape/concatenate.ts'
import { expandDims } from '../ops/shape/expand-dims.ts'
import { apply, type Op } from '../trace/apply.ts'
import { stopGradient } from '../trace/stop-gradient.ts'
import { factorLu, permutationOf } from './arrays/lu.ts'
import { packed } from './arrays/matrix.ts'
import { inWorkspace } from './arrays/workspace.ts'
import { checkMatrix, fromMatrices, packedShape, sizesOf, unpack } from './batches.ts'
import { matrixTranspose } from './matrix-transpose.ts'
import { triangularSolve } from './triangular-solve.ts'
import { tril, triu } from './tril.ts'

/** The factors of A = PLU. */
export interface LuResult<T> {
  /** The permutation matrices, [..., m, m]. */
  readonly p: T
  /** Lower triangular with ones on the diagonal, [..., m, k]. */
  readonly l: T
  /** Upper triangular, [..., k, n]. */
  readonly u: T
}

/** The shapes of L, of U, and of the row permutation. */
const partsOf = (rows: number, columns: number) => [[rows, columns], [columns, columns], [rows]]

/** For matrices with no more columns than rows. */
export const luOp: Op<undefined> = {
  name: 'lu',
  batch: 'leading',
  dtypes: 'float',
  forward([x]) {
    const [rows, columns] = sizesOf(x)
    return fromMatrices(
      'lu',
      [x],
      packedShape(x, partsOf(rows, columns)),
      given => {
        const pivots = new Int32Array(columns)
        const l = inWorkspace([given], a => {
          factorLu(a, pivots)
          return packed(a)
        })
        const u = l.slice(0, columns * columns)
        for (let i = 0; i < columns; i++) {
          u.fill(0, i * columns, i * columns + i)
          l.fill(0, i * columns + i + 1, (i + 1) * columns)
          l[i * columns + i] = 1
        }
        return [l, u, permutationOf(pivots, rows).order]
      },
      true,
    )
  },
  derivative(g, y, [x]) {
    const parts = partsOf(...sizesOf(x))
    return [
      () =>
        within('lu', () => {
          const [l, u, order] = unpack(y, parts)
          const [gl, gu] = unpack(g, parts)
          const [columns, axis] = [parts[0][1], l.ndim - 2]
          const split = (t: Tensor) => [sliceAxis(t, axis, 0, columns), sliceAxis(t, axis, columns, null)]
          const [top, bottom] = split(l)
          const [gTop, gBottom] = split(gl)
          const below = tril(matmul(matrixTranspose(top), gTop), { k: -1 })
          const above = triu(sub(matmul(gu, matrixTranspose(u)), matmul(matrixTranspose(bottom), gBottom)))
          const inner = triangularSolve(top, add(below, above), {
            lower: true,
            transposeA: true,
            unitDiagonal: true,
          })
          const left = concatenate([inner, gBottom], { axis }) as Tensor
          const permuted = matrixTranspose(triangularSolve(u, matrixTranspose(left)))
          return matmul(permutation(order), permuted)
        }),
    ]
  },
}

/** The matrix P for which row i of LU is row order[i] of A. */
function permutation(order: Tensor): Tensor {
  const places = stopGradient(expandDims(order, -2))
  const rows = expandDims(arange(order.shape[order.ndim - 1]), -1)
  return cast(equal(places, rows), order.dtype) as Tensor
}

/**
 * The factors A = PLU of matrices A [..., m, n], with row exchanges (partial pivoting). P is a
 * permutation, L is lower triangular with ones on the diagonal, and U is upper triangular. The
 * derivative throws if the first min(m, n) columns of U are singular.
 *
 * @example
 * const { p, l, u } = lu(tensor([[1, 3], [2, 4]]))
 * p.toArray() // [[0, 1], [1, 0]]
 * l.toArray() // [[1, 0], [0.5, 1]]
 * u.toArray() // [[2, 4], [0, 1]]
 */
export function lu<A extends Arg>(x: A): LuResult<Tensor<FloatOf<DTypeOf<A>>>>
export function lu(x: Arg): LuResult<Tensor> {
  const t = checkMatrix('lu', asTensor('lu', x))
  const [rows, columns] = sizesOf(t)
  return within('lu', () => {
    const square = columns > rows ? sliceAxis(t, t.ndim - 1, 0, rows) : t
    const [l, u, order] = unpack(apply(luOp, [square]), partsOf(...sizesOf(square)))
    const p = permutation(order)
    if (columns <= rows) return { p, l, u }
    const rest = matmul(matrixTranspose(p), sliceAxis(t, t.ndim - 1, rows, null))
    const right = triangularSolve(l, rest, { lower: true, unitDiagonal: true })
    return { p, l, u: concatenate([u, right], { axis: -1 }) }
  })
}
