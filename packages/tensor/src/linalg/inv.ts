import type { FloatOf } from '../array/dtype.ts'
import { asTensor } from '../array/operands.ts'
import type { Arg, DTypeOf, Tensor } from '../array/tensor.ts'
import { neg } from '../ops/elementwise/neg.ts'
import { matmul } from '../ops/product/matmul.ts'
import { apply, type Op } from '../trace/apply.ts'
import { permutationOf } from './arrays/lu.ts'
import { fillDiagonal, reversed, upsideDown } from './arrays/matrix.ts'
import { invertUnitLower, solveLower } from './arrays/triangular.ts'
import { inWorkspace } from './arrays/workspace.ts'
import { batchOf, checkSquare, fromMatrices } from './batches.ts'
import { matrixTranspose } from './matrix-transpose.ts'
import { factorRegular } from './solve.ts'

export const invOp: Op<undefined> = {
  name: 'inv',
  batch: 'leading',
  dtypes: 'float',
  forward: ([x]) =>
    fromMatrices(
      'inv',
      [x],
      x.shape,
      (given, index) => {
        const n = given.rows
        return inWorkspace([given, given], (a, y) => {
          const pivots = factorRegular('inv', a, batchOf(x), index)
          for (let i = 0, at = y.offset; i < n; i++, at += y.rowStride) y.data.fill(0, at, at + n)
          fillDiagonal(y)
          invertUnitLower(a, y)
          solveLower(reversed(a), upsideDown(y), false)
          // A⁻¹ = U⁻¹L⁻¹P: column j goes to the place that row j had in A.
          const { order } = permutationOf(pivots, n)
          const out = new Float64Array(n * n)
          for (let i = 0, at = y.offset; i < n; i++, at += y.rowStride)
            for (let j = 0; j < n; j++) out[i * n + order[j]] = y.data[at + j]
          return [out]
        })
      },
      true,
    ),
  derivative: (g, y) => [
    () => {
      const t = matrixTranspose(y)
      return neg(matmul(matmul(t, g), t))
    },
  ],
}

/**
 * The inverse matrices, [..., n, n]. Throws for a singular matrix. For systems of equations,
 * `solve` is faster and more accurate.
 *
 * @example
 * inv(tensor([[2, 0], [1, 4]])).toArray() // [[0.5, 0], [-0.125, 0.25]]
 */
export function inv<A extends Arg>(x: A): Tensor<FloatOf<DTypeOf<A>>> {
  return apply(invOp, [checkSquare('inv', asTensor('inv', x))])
}
