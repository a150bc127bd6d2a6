import type { FloatOf } from '../array/dtype.ts'
import { asTensor } from '../array/operands.ts'
import type { Arg, DTypeOf, Tensor } from '../array/tensor.ts'
import { matmul } from '../ops/matmul.ts'
import { neg } from '../ops/neg.ts'
import { apply, type Op } from '../trace/apply.ts'
import { permutationOf } from './arrays/lu.ts'
import { fillDiagonal, matrixOf, reversed, upsideDown } from './arrays/matrix.ts'
import { invertUnitLower, solveLower } from './arrays/triangular.ts'
import { batchOf, checkSquare, fromMatrices } from './batches.ts'
import { matrixTranspose } from './matrix-transpose.ts'
import { factorRegular } from './solve.ts'

export const invOp: Op<undefined> = {
  name: 'inv',
  dtypes: 'float',
  forward: ([x]) =>
    fromMatrices('inv', [x], x.shape, (a, index) => {
      const n = a.rows
      const y = matrixOf(n, n)
      fillDiagonal(y)
      const pivots = factorRegular('inv', a, batchOf(x), index)
      invertUnitLower(a, y)
      solveLower(reversed(a), upsideDown(y), false)
      // A⁻¹ = U⁻¹L⁻¹P: column j belongs where row j came from.
      const { order } = permutationOf(pivots, n)
      const out = new Float64Array(n * n)
      for (let at = 0; at < n * n; at += n) for (let j = 0; j < n; j++) out[at + order[j]] = y.data[at + j]
      return [out]
    }),
  derivative: (g, y) => [
    () => {
      const t = matrixTranspose(y)
      return neg(matmul(matmul(t, g), t))
    },
  ],
}

/**
 * The inverse matrices, [..., n, n]. Throws for a singular matrix. To solve equations, `solve` is
 * faster and more precise.
 *
 * @example
 * inv(tensor([[2, 0], [1, 4]])).toArray() // [[0.5, 0], [-0.125, 0.25]]
 */
export function inv<A extends Arg>(x: A): Tensor<FloatOf<DTypeOf<A>>> {
  return apply(invOp, [checkSquare('inv', asTensor('inv', x))], undefined)
}
