/** The `linalg` extension of the standard. */
import type { DType, FloatOf, Promote, SumOf } from '../array/dtype.ts'
import { fail, show } from '../array/error.ts'
import { asTensor, isStrided, operands } from '../array/operands.ts'
import { checkOptions } from '../array/options.ts'
import type { Arg, DTypeOf, NdarrayLike, Own, Tensor } from '../array/tensor.ts'
import {
  matrixNorm,
  matrixPower,
  matrixRank,
  pinv as pinvOf,
  type RankOptions,
  vectorNorm,
} from '../linalg/index.ts'
import { slice } from '../ops/indexing/slice.ts'
import { outer as outerOf } from '../ops/product/outer.ts'
import { sum } from '../ops/reduce/sum.ts'
import { broadcastTo } from '../ops/shape/broadcast-to.ts'
import { diagonal as diagonalOf } from '../ops/shape/diagonal.ts'
import { reshape } from '../ops/shape/reshape.ts'
import { stack } from '../ops/shape/stack.ts'
import { named, withNone } from './standard-name.ts'

export {
  cholesky,
  cross,
  det,
  eigh,
  eigvalsh,
  inv,
  qr,
  slogdet,
  solve,
  svd,
  svdvals,
  tensordot,
  vecdot,
} from '../linalg/index.ts'
export { matmul } from '../ops/product/matmul.ts'
export { matrix_transpose } from './linear-algebra.ts'

export const matrix_norm = /* @__PURE__ */ named('matrix_norm', matrixNorm)
export const matrix_power = /* @__PURE__ */ named('matrix_power', matrixPower)
export const vector_norm = /* @__PURE__ */ named('vector_norm', vectorNorm)

/**
 * The outer product of two vectors, [m] × [n] → [m,n].
 *
 * @example
 * xp.linalg.outer(xp.asarray([1, 2]), xp.asarray([3, 4])).toArray() // [[3, 4], [6, 8]]
 */
export function outer<A extends Arg, B extends Arg>(x1: A, x2: B): Tensor<Promote<DTypeOf<A>, DTypeOf<B>>>
export function outer(x1: Arg, x2: Arg): Tensor {
  const [a, b] = operands('outer', x1, x2)
  if (a.ndim !== 1 || b.ndim !== 1)
    fail('outer', `shapes ${show(a.shape)} and ${show(b.shape)} are not two vectors; flatten them`)
  return outerOf(a, b)
}

/**
 * A view of a diagonal of the last two axes. It becomes the last axis.
 *
 * @example
 * xp.linalg.diagonal(xp.asarray([[1, 2], [3, 4]]), { offset: 1 }).toArray() // [2]
 */
export function diagonal<A extends Arg>(x: A, options: { readonly offset?: number } = {}): Tensor<Own<A>> {
  checkOptions('diagonal', options, { offset: '' })
  return diagonalOf(x, { ...options, axis1: -2, axis2: -1 })
}

export interface TraceOptions<D extends DType = DType> {
  /** How far the diagonal lies above the main diagonal, 0 by default. */
  readonly offset?: number
  /** The elements are cast to this dtype before they are added. */
  readonly dtype?: D | null
}

/**
 * The sum over a diagonal of the last two axes, [..., m, n] → [...].
 *
 * @example
 * xp.linalg.trace(xp.asarray([[1, 2], [3, 4]]), { offset: -1 }).item() // 3
 */
export const trace = /* @__PURE__ */ withNone('trace', (x: Arg, options: TraceOptions = {}) => {
  checkOptions('trace', options, { offset: '', dtype: '' })
  const { offset = 0, dtype } = options
  const line = diagonalOf(x, { offset, axis1: -2, axis2: -1 })
  return sum(line, { axis: -1, ...(dtype ? { dtype } : {}) })
}) as <A extends Arg, D extends DType = SumOf<Own<A>>>(x: A, options?: TraceOptions<D>) => Tensor<D>

export interface ToleranceOptions {
  /**
   * Singular values count as 0 up to this fraction of the largest: one number, or one per matrix.
   */
  readonly rtol?: number | NdarrayLike | null
}

/** Wraps a function of matrices so that its tolerance may be one number per matrix. */
const withTolerances = (operation: string, f: (x: Tensor, options: RankOptions) => Tensor) =>
  withNone(operation, (x: Arg, options: ToleranceOptions = {}) => {
    const t = asTensor(operation, x)
    const { rtol } = options
    if (!isStrided(rtol)) return f(t, options as RankOptions)
    const batch = t.shape.slice(0, -2)
    const limits = broadcastTo(rtol, batch)
    const matrices = reshape(t, [limits.size, ...t.shape.slice(-2)])
    const y = stack([...limits.values()].map((limit, i) => f(slice(matrices, i), { rtol: limit })))
    return reshape(y, [...batch, ...y.shape.slice(1)])
  })

/**
 * The rank: the number of singular values that do not count as 0, [..., m, n] → [...].
 *
 * @example
 * xp.linalg.matrix_rank(xp.asarray([[1, 2], [2, 4]])).item() // 1
 */
export const matrix_rank = /* @__PURE__ */ withTolerances('matrix_rank', matrixRank) as (
  x: Arg,
  options?: ToleranceOptions,
) => Tensor<'int32'>

/**
 * The pseudoinverse, [..., m, n] → [..., n, m].
 *
 * @example
 * xp.linalg.pinv(xp.asarray([[2, 0], [0, 0]])).toArray() // [[0.5, 0], [0, 0]]
 */
export const pinv = /* @__PURE__ */ withTolerances('pinv', pinvOf) as <A extends Arg>(
  x: A,
  options?: ToleranceOptions,
) => Tensor<FloatOf<DTypeOf<A>>>
