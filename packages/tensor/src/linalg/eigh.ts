import type { FloatOf } from '../array/dtype.ts'
import { asTensor } from '../array/operands.ts'
import type { Arg, DTypeOf, Tensor } from '../array/tensor.ts'
import { add } from '../ops/elementwise/add.ts'
import { equal } from '../ops/elementwise/compare.ts'
import { div } from '../ops/elementwise/div.ts'
import { logicalAnd } from '../ops/elementwise/logic.ts'
import { mul } from '../ops/elementwise/mul.ts'
import { sub } from '../ops/elementwise/sub.ts'
import { where } from '../ops/elementwise/where.ts'
import { matmul } from '../ops/product/matmul.ts'
import { expandDims } from '../ops/shape/expand-dims.ts'
import { apply, type Op } from '../trace/apply.ts'
import { symmetricEigen } from './arrays/symmetric.ts'
import { symmetrize } from './arrays/symmetrize.ts'
import { batchOf, checkFinite, checkSquare, fromMatrices, packedShape, sizesOf, unpack } from './batches.ts'
import { matrixTranspose } from './matrix-transpose.ts'
import { diagonals } from './tril.ts'

export interface EighResult<T> {
  /** The eigenvalues in ascending order, [..., n]. */
  readonly eigenvalues: T
  /** Orthonormal columns, [..., n, n]: column i belongs to eigenvalue i. */
  readonly eigenvectors: T
}

const partsOf = (n: number) => [[n], [n, n]]

/**
 * x/y, and 0 for 0/0. With it, functions that do not depend on the eigenvectors have a derivative
 * also if their eigenvalues are equal.
 */
export const quotient = (x: Tensor, y: Tensor): Tensor => {
  const none = logicalAnd(equal(x, 0), equal(y, 0))
  return where(none, 0, div(x, where(none, 1, y)))
}

/** Matrices of zeros with these numbers on the diagonal. */
export const onDiagonal = (x: Tensor): Tensor => {
  const n = x.shape[x.ndim - 1]
  return where(
    diagonals(n, n, distance => distance === 0),
    expandDims(x, -1),
    0,
  )
}

export const eighOp: Op<undefined> = {
  name: 'eigh',
  batch: 'leading',
  dtypes: 'float',
  forward: ([x]) =>
    fromMatrices('eigh', [x], packedShape(x, partsOf(sizesOf(x)[0])), (a, index) => {
      checkFinite('eigh', a, batchOf(x), index)
      symmetrize(a)
      const { values, vectors } = symmetricEigen(a, true)
      return [values, vectors!]
    }),
  derivative(g, y, [x]) {
    const parts = partsOf(sizesOf(x)[0])
    return [
      () => {
        const [w, v] = unpack(y, parts)
        const [gw, gv] = unpack(g, parts)
        const t = matrixTranspose(v)
        const n = w.shape[w.ndim - 1]
        const turned = where(
          diagonals(n, n, distance => distance !== 0),
          matmul(t, gv),
          0,
        )
        const inner = add(onDiagonal(gw), quotient(turned, sub(expandDims(w, -2), expandDims(w, -1))))
        const symmetric = mul(add(inner, matrixTranspose(inner)), 0.5)
        return matmul(matmul(v, symmetric), t)
      },
    ]
  },
}

/**
 * The eigenvalues and eigenvectors of symmetric matrices [..., n, n]: A = V·diag(w)·Vᵀ. It
 * decomposes the mean of A and its transpose, so the derivative is symmetric. The derivative of
 * eigenvectors is NaN if eigenvalues are equal. The signs of eigenvectors are not normalized. The
 * method is divide and conquer (Gu & Eisenstat 1995). Throws for elements that are not finite.
 *
 * @example
 * eigh(tensor([[2, 0], [0, 1]])).eigenvalues.toArray() // [1, 2]
 */
export function eigh<A extends Arg>(x: A): EighResult<Tensor<FloatOf<DTypeOf<A>>>>
export function eigh(x: Arg): EighResult<Tensor> {
  const t = checkSquare('eigh', asTensor('eigh', x))
  const [eigenvalues, eigenvectors] = unpack(apply(eighOp, [t]), partsOf(sizesOf(t)[0]))
  return { eigenvalues, eigenvectors }
}

export const eigvalshOp: Op<undefined> = {
  name: 'eigvalsh',
  batch: 'leading',
  dtypes: 'float',
  forward: ([x]) =>
    fromMatrices('eigvalsh', [x], x.shape.slice(0, -1), (a, index) => {
      checkFinite('eigvalsh', a, batchOf(x), index)
      symmetrize(a)
      return [symmetricEigen(a, false).values]
    }),
  derivative: (g, _y, [x]) => [
    () => {
      const v = eigh(x).eigenvectors
      return matmul(mul(v, expandDims(g, -2)), matrixTranspose(v))
    },
  ],
}

/**
 * The eigenvalues of symmetric matrices [..., n, n] in ascending order, [..., n]; see `eigh`.
 *
 * @example
 * eigvalsh(tensor([[3, 0], [0, 1]])).toArray() // [1, 3]
 */
export function eigvalsh<A extends Arg>(x: A): Tensor<FloatOf<DTypeOf<A>>> {
  return apply(eigvalshOp, [checkSquare('eigvalsh', asTensor('eigvalsh', x))])
}
