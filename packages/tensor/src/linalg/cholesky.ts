import type { FloatOf } from '../array/dtype.ts'
import { fail } from '../array/error.ts'
import { asTensor } from '../array/operands.ts'
import { checkOptions, type OptionKinds } from '../array/options.ts'
import type { Arg, DTypeOf, Tensor } from '../array/tensor.ts'
import { add } from '../ops/elementwise/add.ts'
import { mul } from '../ops/elementwise/mul.ts'
import { matmul } from '../ops/product/matmul.ts'
import { apply, type Op } from '../trace/apply.ts'
import { factorCholesky, lowerTranspose } from './arrays/cholesky.ts'
import { symmetrize } from './arrays/symmetrize.ts'
import { inWorkspace } from './arrays/workspace.ts'
import { batchOf, checkSquare, fromMatrices, named } from './batches.ts'
import { matrixTranspose } from './matrix-transpose.ts'
import { triangularSolve } from './triangular-solve.ts'
import { tril } from './tril.ts'

export interface CholeskyOptions {
  /** Returns the upper factor, U with A = UᵀU; false by default. */
  readonly upper?: boolean
}

const KINDS: OptionKinds = { upper: 'boolean' }

export const choleskyOp: Op<undefined> = {
  name: 'cholesky',
  batch: 'leading',
  dtypes: 'float',
  forward: ([x]) =>
    fromMatrices(
      'cholesky',
      [x],
      x.shape,
      (given, index) =>
        inWorkspace([given], a => {
          symmetrize(a)
          const order = factorCholesky(a)
          if (order > 0)
            fail(
              'cholesky',
              `${named(batchOf(x), index)} is not positive definite: its leading minor of order ${order} is not positive; ` +
                `add a multiple of eye(${a.rows}), or use eigh`,
            )
          return [lowerTranspose(a)]
        }),
      true,
    ),
  derivative: (g, y) => [
    () => {
      const m = matmul(matrixTranspose(y), tril(g))
      const halved: Tensor = mul(add(tril(m), tril(m, { k: -1 })), 0.5)
      // L⁻ᵀ·halved·L⁻¹: first from the left, then from the right.
      const options = { lower: true, transposeA: true }
      const left = triangularSolve(y, halved, options)
      const both = triangularSolve(y, matrixTranspose(left), options)
      return mul(add(both, matrixTranspose(both)), 0.5)
    },
  ],
}

/**
 * The lower triangular L with A = LLᵀ, for symmetric positive definite matrices A [..., n, n]. The
 * mean of A and its transpose is factored, so the derivative is symmetric. Throws if a matrix is
 * not positive definite.
 *
 * @example
 * cholesky(tensor([[4, 2], [2, 5]])).toArray() // [[2, 0], [1, 2]]
 */
export function cholesky<A extends Arg>(x: A, options?: CholeskyOptions): Tensor<FloatOf<DTypeOf<A>>>
export function cholesky(x: Arg, options: CholeskyOptions = {}): Tensor {
  checkOptions('cholesky', options, KINDS)
  const l: Tensor = apply(choleskyOp, [checkSquare('cholesky', asTensor('cholesky', x))])
  return options.upper ? matrixTranspose(l) : l
}
