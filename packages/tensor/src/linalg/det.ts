import type { FloatOf } from '../array/dtype.ts'
import { asTensor } from '../array/operands.ts'
import type { Arg, DTypeOf, Tensor } from '../array/tensor.ts'
import { within } from '../array/within.ts'
import { log } from '../math/log.ts'
import { cumprod } from '../ops/along-axis/cumprod.ts'
import { mul } from '../ops/elementwise/mul.ts'
import { sub } from '../ops/elementwise/sub.ts'
import { sliceAxis } from '../ops/indexing/slice-axis.ts'
import { matmul } from '../ops/product/matmul.ts'
import { sum } from '../ops/reduce/sum.ts'
import { concatenate } from '../ops/shape/concatenate.ts'
import { expandDims } from '../ops/shape/expand-dims.ts'
import { flip } from '../ops/shape/flip.ts'
import { apply, type Op } from '../trace/apply.ts'
import { numbersOf } from '../trace/numbers.ts'
import { factorLu, permutationOf } from './arrays/lu.ts'
import type { Matrix } from './arrays/matrix.ts'
import { inWorkspace } from './arrays/workspace.ts'
import { batchOf, checkSquare, fromMatrices, unpack } from './batches.ts'
import { inv } from './inv.ts'
import { matrixTranspose } from './matrix-transpose.ts'
import { svd } from './svd.ts'

/** The pivots of LU factorization, and the sign of its row permutation. */
function pivotsOf(a: Matrix): { pivots: number[]; sign: number } {
  const swaps = new Int32Array(a.rows)
  const pivots = inWorkspace([a], lu => {
    factorLu(lu, swaps)
    return Array.from({ length: a.rows }, (_, i) => lu.data[lu.offset + i * (lu.rowStride + 1)])
  })
  return { pivots, sign: permutationOf(swaps, a.rows).sign }
}

/** The smallest normal number. */
const NORMAL = 2 ** -1022

/**
 * The product of the pivots and the sign. If a partial product overflows or underflows, large and
 * small factors are multiplied in turn, so that only the whole product can do so.
 */
function productOf(pivots: readonly number[], sign: number): number {
  let product = sign
  for (const pivot of pivots) {
    product *= pivot
    if (!(Math.abs(product) >= NORMAL && Math.abs(product) < Infinity)) {
      const rest = [...pivots].sort((a, b) => Math.abs(a) - Math.abs(b))
      product = sign
      while (rest.length > 0) product *= Math.abs(product) < 1 ? rest.pop()! : rest.shift()!
      return product
    }
  }
  return product
}

export const detOp: Op<undefined> = {
  name: 'det',
  batch: 'leading',
  dtypes: 'float',
  forward: ([x]) =>
    fromMatrices(
      'det',
      [x],
      batchOf(x),
      a => {
        const { pivots, sign } = pivotsOf(a)
        return [[productOf(pivots, sign)]]
      },
      true,
    ),
  derivative: (g, y, [x]) => [() => mul(expandDims(g, [-2, -1]), cofactors(x, y))],
}

/**
 * The cofactors det(A)·A⁻ᵀ. If any matrix is singular, they are computed for all matrices from the
 * singular values, without division.
 */
function cofactors(x: Tensor, y: Tensor): Tensor {
  const numbers = numbersOf(y)
  if (!numbers) return apply(cofactorsOp, [x])
  if (numbers.values().every(value => value !== 0))
    return mul(expandDims(y, [-2, -1]), matrixTranspose(within('det', () => inv(x))))
  const { u, s, vh } = svd(x)
  const product = (t: Tensor) => {
    const before = sliceAxis(cumprod(t, { axis: -1 }) as Tensor, t.ndim - 1, 0, -1)
    const one = sliceAxis(t, t.ndim - 1, 0, 1)
    return concatenate([mul(one, 0).add(1), before], { axis: -1 }) as Tensor
  }
  // The product of all singular values except one: the product of those before it times the product
  // of those after it.
  const others = mul(product(s), flip(product(flip(s, -1)), -1))
  const sign = mul(det(u), det(vh))
  return matmul(mul(mul(u, expandDims(others, -2)), expandDims(sign, [-2, -1])), vh)
}

/** The cofactors of matrices whose numbers are not known, as in `jit`. */
const cofactorsOp: Op<undefined> = {
  name: 'cofactors',
  batch: 'leading',
  forward: ([x]) => cofactors(x, det(x)),
  derivative: (g, _y, [x]) => [
    () => {
      const scale = expandDims(det(x), [-2, -1])
      const inverse = matrixTranspose(within('det', () => inv(x)))
      const along = expandDims(sum(mul(g, inverse), { axis: [-2, -1] }), [-2, -1])
      const turned = matmul(matmul(inverse, matrixTranspose(mul(scale, g))), inverse)
      return sub(mul(along, mul(scale, inverse)), turned)
    },
  ],
}

/**
 * The determinants of matrices [..., n, n], by LU factorization. The derivative also exists for
 * singular matrices, and so does the second derivative, except inside `jit`. A determinant
 * overflows or underflows only if float64 does not hold it.
 *
 * @example
 * det(tensor([[1, 2], [3, 4]])).item() // -2
 */
export function det<A extends Arg>(x: A): Tensor<FloatOf<DTypeOf<A>>> {
  return apply(detOp, [checkSquare('det', asTensor('det', x))])
}

export interface SlogdetResult<T> {
  /** 1 or −1, or 0 for singular matrices, [...]. */
  readonly sign: T
  /** log|det A|, or −∞ for singular matrices, [...]. */
  readonly logabsdet: T
}

const PARTS = [[], []]

export const slogdetOp: Op<undefined> = {
  name: 'slogdet',
  batch: 'leading',
  dtypes: 'float',
  forward: ([x]) =>
    fromMatrices(
      'slogdet',
      [x],
      [...batchOf(x), 2],
      a => {
        const { pivots, sign } = pivotsOf(a)
        return [
          [
            pivots.reduce((product, pivot) => product * Math.sign(pivot), sign),
            pivots.reduce((sum, pivot) => sum + log(Math.abs(pivot)), 0),
          ],
        ]
      },
      true,
    ),
  derivative: (g, _y, [x]) => [
    () => {
      const [, slope] = unpack(g, PARTS)
      return mul(expandDims(slope, [-2, -1]), matrixTranspose(within('slogdet', () => inv(x))))
    },
  ],
}

/**
 * The signs of the determinants of matrices [..., n, n] and the logarithms of their magnitudes. Use
 * it if determinants overflow or underflow. The derivative throws for a singular matrix.
 *
 * @example
 * const { sign: s, logabsdet: l } = slogdet(tensor([[0, 2], [0.5, 0]]))
 * s.item() // -1
 * l.item() // 0
 */
export function slogdet<A extends Arg>(x: A): SlogdetResult<Tensor<FloatOf<DTypeOf<A>>>>
export function slogdet(x: Arg): SlogdetResult<Tensor> {
  const t = checkSquare('slogdet', asTensor('slogdet', x))
  const [sign, logabsdet] = unpack(apply(slogdetOp, [t]), PARTS)
  return { sign, logabsdet }
}
