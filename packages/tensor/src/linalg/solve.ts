import type { FloatOf, Promote } from '../array/dtype.ts'
import { fail, show } from '../array/error.ts'
import { operands } from '../array/operands.ts'
import { broadcastShapes } from '../array/shape.ts'
import type { Arg, DTypeOf, Tensor } from '../array/tensor.ts'
import { neg } from '../ops/elementwise/neg.ts'
import { matmul } from '../ops/product/matmul.ts'
import { broadcastTo } from '../ops/shape/broadcast-to.ts'
import { expandDims } from '../ops/shape/expand-dims.ts'
import { squeeze } from '../ops/shape/squeeze.ts'
import { apply, type Op } from '../trace/apply.ts'
import { factorLu, swapRows, zeroPivot } from './arrays/lu.ts'
import { type Matrix, packed, reversed, upsideDown } from './arrays/matrix.ts'
import { solveLower } from './arrays/triangular.ts'
import { inWorkspace } from './arrays/workspace.ts'
import { batchOf, checkSquare, eachMatrix, fromMatrices, named, sizesOf } from './batches.ts'
import { matrixTranspose } from './matrix-transpose.ts'

/** Overwrites A with its LU factors and returns its row exchanges. Throws for a singular A. */
export function factorRegular(operation: string, a: Matrix, batch: number[], index: number): Int32Array {
  const pivots = new Int32Array(a.rows)
  factorLu(a, pivots)
  const zero = zeroPivot(a)
  if (zero >= 0)
    fail(
      operation,
      `${named(batch, index)} is singular: pivot ${zero} is 0; use lstsq or pinv, or add a multiple of eye(${a.rows})`,
    )
  return pivots
}

/** A square matrix and a right side with equal batches. A vector becomes a matrix of one column. */
export function leftAndRight(
  operation: string,
  a: Arg,
  b: Arg,
  check: (operation: string, x: Tensor) => Tensor,
): { a: Tensor; b: Tensor; vector: boolean } {
  const [x, given] = operands(operation, a, b)
  check(operation, x)
  if (given.ndim === 0) fail(operation, 'the right side is a number; give [n] or [..., n, k]')
  const vector = given.ndim === 1
  const y: Tensor = vector ? expandDims(given, -1) : given
  const [n] = sizesOf(x)
  if (sizesOf(y)[0] !== n)
    fail(
      operation,
      `shapes ${show(x.shape)} and ${show(given.shape)} do not fit: the right side must have ${n} rows`,
    )
  const batch = broadcastShapes(operation, batchOf(x), batchOf(y))
  return {
    a: broadcastTo(x, [...batch, ...sizesOf(x)]),
    b: broadcastTo(y, [...batch, ...sizesOf(y)]),
    vector,
  }
}

export const solveOp: Op<undefined> = {
  name: 'solve',
  batch: 'paired',
  dtypes: 'float',
  forward([a, b]) {
    const right: Matrix[] = []
    eachMatrix('solve', b, x => right.push(x), true)
    return fromMatrices(
      'solve',
      [a, b],
      b.shape,
      (x, index) =>
        inWorkspace([x, right[index]], (l, y) => {
          swapRows(y, factorRegular('solve', l, batchOf(a), index))
          solveLower(l, y, true)
          solveLower(reversed(l), upsideDown(y), false)
          return [packed(y)]
        }),
      true,
    )
  },
  derivative(g, y, [a]) {
    let known: Tensor | undefined
    const right = (): Tensor => (known ??= solve(matrixTranspose(a), g))
    return [() => neg(matmul(right(), matrixTranspose(y))), right]
  },
}

/**
 * The solution X of AX = B for square matrices A [..., n, n] and B [..., n, k], or [n] for one
 * right side. Leading axes are batches and broadcast. The method is LU factorization with partial
 * pivoting. Throws for a singular A, and if shapes do not fit.
 *
 * @example
 * solve(tensor([[2, 0], [1, 4]]), tensor([2, 9])).toArray() // [1, 2]
 */
export function solve<A extends Arg, B extends Arg>(
  a: A,
  b: B,
): Tensor<FloatOf<Promote<DTypeOf<A>, DTypeOf<B>>>>
export function solve(a: Arg, b: Arg): Tensor {
  const { a: left, b: right, vector } = leftAndRight('solve', a, b, checkSquare)
  const x: Tensor = apply(solveOp, [left, right])
  return vector ? squeeze(x, -1) : x
}
