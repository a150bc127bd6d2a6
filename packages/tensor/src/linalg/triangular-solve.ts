import type { FloatOf, Promote } from '../array/dtype.ts'
import { fail } from '../array/error.ts'
import { transposedView } from '../array/matrix-view.ts'
import { checkOptions, type OptionKinds } from '../array/options.ts'
import type { Arg, DTypeOf, Tensor } from '../array/tensor.ts'
import { neg } from '../ops/elementwise/neg.ts'
import { matmul } from '../ops/product/matmul.ts'
import { squeeze } from '../ops/shape/squeeze.ts'
import { apply, type Op } from '../trace/apply.ts'
import { zeroPivot } from './arrays/lu.ts'
import { type Matrix, packed, reversed, upsideDown } from './arrays/matrix.ts'
import { solveLower } from './arrays/triangular.ts'
import { inWorkspace } from './arrays/workspace.ts'
import { batchOf, checkSquare, eachMatrix, fromMatrices, named } from './batches.ts'
import { matrixTranspose } from './matrix-transpose.ts'
import { leftAndRight } from './solve.ts'
import { tril, triu } from './tril.ts'

export interface TriangularSolveOptions {
  /** Whether A is a lower triangle instead of an upper one; false by default. */
  readonly lower?: boolean
  /** Whether to solve AᵀX = B; false by default. */
  readonly transposeA?: boolean
  /** Whether the diagonal counts as ones and is not read; false by default. */
  readonly unitDiagonal?: boolean
}

const KINDS: OptionKinds = { lower: 'boolean', transposeA: 'boolean', unitDiagonal: 'boolean' }

export const triangularSolveOp: Op<TriangularSolveOptions> = {
  name: 'triangularSolve',
  batch: 'paired',
  dtypes: 'float',
  forward([a, b], { lower = false, transposeA = false, unitDiagonal = false }) {
    const right: Matrix[] = []
    eachMatrix('triangularSolve', b, x => right.push(x), true)
    return fromMatrices(
      'triangularSolve',
      [a, b],
      b.shape,
      (x, index) => {
        const zero = unitDiagonal ? -1 : zeroPivot(x)
        if (zero >= 0)
          fail(
            'triangularSolve',
            `${named(batchOf(a), index)} is singular: element ${zero} of its diagonal is 0; use lstsq or pinv`,
          )
        return inWorkspace([x, right[index]], (t, y) => {
          const l = transposeA ? transposedView(t) : t
          if (lower !== transposeA) solveLower(l, y, unitDiagonal)
          else solveLower(reversed(l), upsideDown(y), unitDiagonal)
          return [packed(y)]
        })
      },
      true,
    )
  },
  derivative(g, y, [a], options) {
    const { lower = false, transposeA = false, unitDiagonal = false } = options
    let known: Tensor | undefined
    const right = (): Tensor =>
      (known ??= triangularSolve(a, g, { lower, transposeA: !transposeA, unitDiagonal }))
    return [
      () => {
        const [p, q] = transposeA ? [y, right()] : [right(), y]
        const full = neg(matmul(p, matrixTranspose(q)))
        const k = unitDiagonal ? 1 : 0
        return lower ? tril(full, { k: -k }) : triu(full, { k })
      },
      right,
    ]
  },
}

/**
 * The solution X of AX = B for triangular matrices A [..., n, n] and B [..., n, k], or [n] for one
 * right side. Leading axes are batches and broadcast. The other triangle of A is not read. Throws
 * for a zero on the diagonal, and if shapes do not fit.
 *
 * @example
 * triangularSolve(tensor([[2, 0], [1, 4]]), tensor([2, 9]), { lower: true }).toArray() // [1, 2]
 */
export function triangularSolve<A extends Arg, B extends Arg>(
  a: A,
  b: B,
  options?: TriangularSolveOptions,
): Tensor<FloatOf<Promote<DTypeOf<A>, DTypeOf<B>>>>
export function triangularSolve(a: Arg, b: Arg, options: TriangularSolveOptions = {}): Tensor {
  checkOptions('triangularSolve', options, KINDS)
  const { a: left, b: right, vector } = leftAndRight('triangularSolve', a, b, checkSquare)
  const x: Tensor = apply(triangularSolveOp, [left, right], options)
  return vector ? squeeze(x, -1) : x
}
