import { eye } from '../array/create.ts'
import { type FloatOf, numeric, type SumOf } from '../array/dtype.ts'
import { fail, told } from '../array/error.ts'
import { asTensor } from '../array/operands.ts'
import type { Arg, Own, Tensor } from '../array/tensor.ts'
import { within } from '../array/within.ts'
import { matmul } from '../ops/product/matmul.ts'
import { broadcastTo } from '../ops/shape/broadcast-to.ts'
import type { Op } from '../trace/apply.ts'
import { checkSquare, sizesOf } from './batches.ts'
import { inv } from './inv.ts'

export const matrixPowerOp: Op<{ readonly n: number }> = {
  name: 'matrixPower',
  dtypes: 'number',
  forward: ([x], { n }) => matrixPower(x, n),
  derivative: 'composed',
}

/**
 * The n-th power of square matrices [..., m, m]. A negative `n` gives the power of the inverse, and
 * 0 gives the identity matrix. It takes about 2·log₂(n) products. Throws for a negative power of a
 * singular matrix.
 *
 * @example
 * matrixPower(tensor([[1, 1], [0, 1]]), 5).toArray() // [[1, 5], [0, 1]]
 */
export function matrixPower<A extends Arg>(x: A, n: number): Tensor<SumOf<Own<A>> | FloatOf<Own<A>>>
export function matrixPower(x: Arg, n: number): Tensor {
  if (!Number.isSafeInteger(n)) fail('matrixPower', `the power is ${told(n)}; it must be a whole number`)
  const t = checkSquare('matrixPower', asTensor('matrixPower', x))
  numeric('matrixPower', t.dtype)
  return within('matrixPower', () => {
    if (n === 0) return broadcastTo(eye(sizesOf(t)[0], { dtype: t.dtype }), t.shape)
    let square: Tensor = n < 0 ? inv(t) : t
    let product: Tensor | undefined
    for (let rest = Math.abs(n); ; square = matmul(square, square)) {
      if (rest % 2 === 1) product = product ? matmul(product, square) : square
      rest = Math.floor(rest / 2)
      if (rest === 0) return product!
    }
  })
}
