import type { FloatOf } from '../array/dtype.ts'
import { fail, told } from '../array/error.ts'
import { asTensor } from '../array/operands.ts'
import { checkOptions, type OptionKinds } from '../array/options.ts'
import type { Arg, DTypeOf, Tensor } from '../array/tensor.ts'
import { within } from '../array/within.ts'
import { add } from '../ops/elementwise/add.ts'
import { sub } from '../ops/elementwise/sub.ts'
import { sliceAxis } from '../ops/indexing/slice-axis.ts'
import { matmul } from '../ops/product/matmul.ts'
import { concatenate } from '../ops/shape/concatenate.ts'
import { apply, type Op } from '../trace/apply.ts'
import { fillDiagonal, matrixOf } from './arrays/matrix.ts'
import { factorQr } from './arrays/qr.ts'
import { applyReflectors } from './arrays/reflectors.ts'
import { checkMatrix, fromMatrices, packedShape, sizesOf, unpack } from './batches.ts'
import { matrixTranspose } from './matrix-transpose.ts'
import { triangularSolve } from './triangular-solve.ts'
import { tril, triu } from './tril.ts'

/** The factors of A = QR. */
export interface QrResult<T> {
  /** Orthonormal columns. */
  readonly q: T
  /** Upper triangular. */
  readonly r: T
}

export interface QrOptions {
  /**
   * 'reduced' (the default) gives Q [..., m, k] and R [..., k, n] with k = min(m, n). 'complete'
   * gives Q [..., m, m] and R [..., m, n].
   */
  readonly mode?: 'reduced' | 'complete'
}

const KINDS: OptionKinds = { mode: '' }

/** The shapes of Q, which has `width` columns, and of R. */
const partsOf = (rows: number, columns: number, complete: boolean) => {
  const width = complete ? rows : columns
  return [
    [rows, width],
    [width, columns],
  ]
}

/** For matrices with no more columns than rows. */
export const qrOp: Op<{ readonly complete: boolean }> = {
  name: 'qr',
  batch: 'leading',
  dtypes: 'float',
  forward([x], { complete }) {
    const [rows, columns] = sizesOf(x)
    const parts = partsOf(rows, columns, complete)
    const [width] = parts[1]
    return fromMatrices('qr', [x], packedShape(x, parts), a => {
      const reflectors = factorQr(a)
      for (let i = 0; i < rows; i++) a.data.fill(0, i * columns, i * columns + Math.min(i, columns))
      const q = matrixOf(rows, width)
      fillDiagonal(q)
      applyReflectors(reflectors, q, true)
      return [q.data, a.data.subarray(0, width * columns)]
    })
  },
  derivative(g, y, [x], { complete }) {
    const [rows, columns] = sizesOf(x)
    if (complete && rows > columns)
      fail(
        'qr',
        `has no derivative in mode 'complete' of more rows (${rows}) than columns (${columns}); use 'reduced'`,
      )
    const parts = partsOf(rows, columns, complete)
    return [
      () =>
        within('qr', () => {
          const [q, r] = unpack(y, parts)
          const [gq, gr] = unpack(g, parts)
          const m = sub(matmul(r, matrixTranspose(triu(gr))), matmul(matrixTranspose(gq), q))
          const symmetric = add(tril(m), matrixTranspose(tril(m, { k: -1 })))
          const left = add(gq, matmul(q, symmetric))
          return matrixTranspose(triangularSolve(r, matrixTranspose(left)))
        }),
    ]
  },
}

/**
 * The factors A = QR of matrices A [..., m, n], by Householder reflections. Q has orthonormal
 * columns, and R is upper triangular. The signs are LAPACK's. The derivative exists if the first
 * min(m, n) columns are independent; in mode 'complete' it also requires m ≤ n.
 *
 * @example
 * const { q, r } = qr(tensor([[3, 5], [4, 0]]))
 * q.toArray() // [[-0.6, -0.8], [-0.8, 0.6]]
 * r.toArray() // [[-5, -3], [0, -4]]
 */
export function qr<A extends Arg>(x: A, options?: QrOptions): QrResult<Tensor<FloatOf<DTypeOf<A>>>>
export function qr(x: Arg, options: QrOptions = {}): QrResult<Tensor> {
  checkOptions('qr', options, KINDS)
  const { mode = 'reduced' } = options
  if (mode !== 'reduced' && mode !== 'complete')
    fail('qr', `mode ${told(mode)} is not 'reduced' or 'complete'`)
  const t = checkMatrix('qr', asTensor('qr', x))
  const [rows, columns] = sizesOf(t)
  return within('qr', () => {
    const complete = mode === 'complete'
    const square = columns > rows ? sliceAxis(t, t.ndim - 1, 0, rows) : t
    const parts = partsOf(...sizesOf(square), complete)
    const [q, r] = unpack(apply(qrOp, [square], { complete }), parts)
    if (columns <= rows) return { q, r }
    const rest = matmul(matrixTranspose(q), sliceAxis(t, t.ndim - 1, rows, null))
    return { q, r: concatenate([r, rest], { axis: -1 }) }
  })
}
