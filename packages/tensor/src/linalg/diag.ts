import { zeros } from '../array/create.ts'
import { fail, show } from '../array/error.ts'
import { asTensor } from '../array/operands.ts'
import type { Arg, Own, Tensor } from '../array/tensor.ts'
import { within } from '../array/within.ts'
import { where } from '../ops/elementwise/where.ts'
import { concatenate } from '../ops/shape/concatenate.ts'
import { diagonal } from '../ops/shape/diagonal.ts'
import { expandDims } from '../ops/shape/expand-dims.ts'
import type { Op } from '../trace/apply.ts'
import { diagonalNumber, diagonals, type TriangleOptions } from './tril.ts'

export const diagOp: Op<TriangleOptions> = {
  name: 'diag',
  forward: ([x], options) => diag(x, options),
  derivative: 'composed',
}

/**
 * NumPy's diag. Numbers [n] give the square matrix that has them on diagonal `k` and zeros
 * elsewhere. A matrix [m, n] gives its diagonal `k`. Throws for other numbers of axes.
 *
 * @example
 * diag(tensor([1, 2])).toArray() // [[1, 0], [0, 2]]
 * diag(tensor([[1, 2], [3, 4]]), { k: 1 }).toArray() // [2]
 */
export function diag<A extends Arg>(x: A, options?: TriangleOptions): Tensor<Own<A>>
export function diag(x: Arg, options: TriangleOptions = {}): Tensor {
  const k = diagonalNumber('diag', options)
  const t = asTensor('diag', x)
  if (t.ndim === 2) return within('diag', () => diagonal(t, { offset: k }))
  if (t.ndim !== 1)
    fail(
      'diag',
      `shape ${show(t.shape)} is neither [n] nor [m, n]; use diagonal for the diagonals of a batch`,
    )
  const n = t.size + Math.abs(k)
  const none = zeros([n - t.size], { dtype: t.dtype })
  return within('diag', () => {
    const column = expandDims(concatenate(k < 0 ? [none, t] : [t, none]), -1)
    return where(
      diagonals(n, n, distance => distance === k),
      column,
      t.dtype === 'bool' ? false : 0,
    )
  })
}
