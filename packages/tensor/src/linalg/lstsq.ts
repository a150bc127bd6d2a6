import { zeros } from '../array/create.ts'
import type { FloatOf, Promote } from '../array/dtype.ts'
import { checkOptions, type OptionKinds } from '../array/options.ts'
import type { Arg, DTypeOf, Tensor } from '../array/tensor.ts'
import { within } from '../array/within.ts'
import { add } from '../ops/elementwise/add.ts'
import { square } from '../ops/elementwise/square.ts'
import { sub } from '../ops/elementwise/sub.ts'
import { matmul } from '../ops/product/matmul.ts'
import { sum } from '../ops/reduce/sum.ts'
import { squeeze } from '../ops/shape/squeeze.ts'
import { apply, type Op } from '../trace/apply.ts'
import type { Matrix } from './arrays/matrix.ts'
import { singularOf } from './arrays/singular.ts'
import { batchOf, checkFinite, checkMatrix, eachMatrix, fromMatrices, sizesOf } from './batches.ts'
import { matrixTranspose } from './matrix-transpose.ts'
import { matrixRank, pinv, pseudoSolve, rankOf, rankTolerance } from './pinv.ts'
import { leftAndRight } from './solve.ts'
import { svdvals } from './svd.ts'

export interface LstsqOptions {
  /**
   * Singular values count as 0 up to this fraction of the largest. The default is max(m, n) times
   * the machine epsilon of the dtype.
   */
  readonly rcond?: number
}

export interface LstsqResult<T> {
  /** The solutions, [..., n, k], or [..., n] for one right side. */
  readonly x: T
  /**
   * ‖B − AX‖² for each right side, [..., k] or [...]. Empty, [..., 0], unless m > n and all
   * matrices have rank n.
   */
  readonly residuals: T
  /** The ranks of A, [...]. */
  readonly rank: Tensor<'int32'>
  /** The singular values of A, [..., min(m, n)]. */
  readonly s: T
}

const KINDS: OptionKinds = { rcond: 'number' }

export const lstsqOp: Op<{ readonly tolerance: number }> = {
  name: 'lstsq',
  batch: 'paired',
  dtypes: 'float',
  forward([a, b], { tolerance }) {
    const right: Matrix[] = []
    eachMatrix('lstsq', b, x => right.push(x))
    const shape = [...batchOf(a), sizesOf(a)[1], sizesOf(b)[1]]
    return fromMatrices('lstsq', [a, b], shape, (x, index) => {
      checkFinite('lstsq', x, batchOf(a), index)
      const found = singularOf(x, 'reduced')
      return [pseudoSolve(found, rankOf(found, tolerance), right[index])]
    })
  },
  derivative(g, x, [a, b], { tolerance }) {
    const p = (): Tensor => pinv(a, { rtol: tolerance })
    return [
      () => {
        const inverse = p()
        const t = matrixTranspose(inverse)
        const right = matmul(t, g)
        const rest = sub(b, matmul(a, x))
        const outsideRows = sub(g, matmul(inverse, matmul(a, g)))
        const moved = add(
          matmul(rest, matrixTranspose(matmul(inverse, right))),
          matmul(matmul(t, x), matrixTranspose(outsideRows)),
        )
        return sub(moved, matmul(right, matrixTranspose(x)))
      },
      () => matmul(matrixTranspose(p()), g),
    ]
  },
}

/** The residuals [..., k] if all ranks are `columns`, otherwise none, [..., 0]. */
const ofFullRankOp: Op<{ readonly columns: number }> = {
  name: 'ofFullRank',
  forward: ([residuals, rank], { columns }) =>
    rank.values().every(r => r === columns)
      ? residuals
      : zeros([...rank.shape, 0], { dtype: residuals.dtype }),
  derivative: (g, y, [residuals]) => [() => (y.size > 0 ? g : zeros(residuals.shape)), null],
}

/**
 * The least-squares solution: of all X that minimize ‖AX − B‖, the one with the smallest norm. A is
 * [..., m, n] and B is [..., m, k], or [m] for one right side. Leading axes are batches and
 * broadcast. It is computed from the singular values of A. The derivative is that among matrices of
 * the same rank. Throws for elements of A that are not finite, and if shapes do not fit.
 *
 * @example
 * const fit = lstsq(tensor([[4, 0], [0, 2], [0, 0]]), tensor([4, 6, 5]))
 * fit.x.toArray() // [1, 3]
 * fit.residuals.item() // 25
 * fit.rank.item() // 2
 */
export function lstsq<A extends Arg, B extends Arg>(
  a: A,
  b: B,
  options?: LstsqOptions,
): LstsqResult<Tensor<FloatOf<Promote<DTypeOf<A>, DTypeOf<B>>>>>
export function lstsq(a: Arg, b: Arg, options: LstsqOptions = {}): LstsqResult<Tensor> {
  checkOptions('lstsq', options, KINDS)
  return within('lstsq', () => {
    const { a: left, b: right, vector } = leftAndRight('lstsq', a, b, checkMatrix)
    const tolerance = rankTolerance('lstsq', 'rcond', left, options.rcond)
    const x: Tensor = apply(lstsqOp, [left, right], { tolerance })
    const rank = matrixRank(left, { rtol: tolerance })
    const [rows, columns] = sizesOf(left)
    const rest: Tensor =
      rows > columns
        ? apply(ofFullRankOp, [sum(square(sub(right, matmul(left, x))), { axis: -2 }), rank], { columns })
        : zeros([...batchOf(left), 0], { dtype: x.dtype })
    return {
      x: vector ? squeeze(x, -1) : x,
      residuals: vector && rest.shape[rest.ndim - 1] === 1 ? squeeze(rest, -1) : rest,
      rank,
      s: svdvals(left),
    }
  })
}
