import type { FloatOf } from '../array/dtype.ts'
import { asTensor } from '../array/operands.ts'
import type { Arg, DTypeOf, Tensor } from '../array/tensor.ts'
import { matmul } from '../ops/matmul.ts'
import { neg } from '../ops/neg.ts'
import { apply, type Op } from '../trace/apply.ts'
import { fillDiagonal, matrixOf } from './arrays/matrix.ts'
import { batchOf, checkSquare, fromMatrices } from './batches.ts'
import { matrixTranspose } from './matrix-transpose.ts'
import { solveInPlace } from './solve.ts'

export const invOp: Op<undefined> = {
  name: 'inv',
  dtypes: 'float',
  forward: ([x]) =>
    fromMatrices('inv', [x], x.shape, (a, index) => {
      const y = matrixOf(a.rows, a.rows)
      fillDiagonal(y)
      solveInPlace('inv', a, y, batchOf(x), index)
      return [y.data]
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
