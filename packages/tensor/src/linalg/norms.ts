import type { FloatOf } from '../array/dtype.ts'
import { fail, show, told } from '../array/error.ts'
import { asTensor } from '../array/operands.ts'
import { checkOptions, type OptionKinds } from '../array/options.ts'
import type { ReduceOptions } from '../array/reduce.ts'
import { axisList, type Shape } from '../array/shape.ts'
import type { Arg, DTypeOf, Tensor } from '../array/tensor.ts'
import { within } from '../array/within.ts'
import { abs } from '../ops/elementwise/abs.ts'
import { cast } from '../ops/elementwise/cast.ts'
import { equal, greater, less, notEqual } from '../ops/elementwise/compare.ts'
import { div } from '../ops/elementwise/div.ts'
import { mul } from '../ops/elementwise/mul.ts'
import { pow } from '../ops/elementwise/pow.ts'
import { sqrt } from '../ops/elementwise/sqrt.ts'
import { square } from '../ops/elementwise/square.ts'
import { where } from '../ops/elementwise/where.ts'
import { max } from '../ops/reduce/max.ts'
import { min } from '../ops/reduce/min.ts'
import { sum } from '../ops/reduce/sum.ts'
import { expandDims } from '../ops/shape/expand-dims.ts'
import { reshape } from '../ops/shape/reshape.ts'
import { transpose } from '../ops/shape/transpose.ts'
import type { Op } from '../trace/apply.ts'
import { numbersOf } from '../trace/numbers.ts'
import { stopGradient } from '../trace/stop-gradient.ts'
import { checkMatrix } from './batches.ts'
import { floats } from './floats.ts'
import { svdvals } from './svd.ts'

export interface VectorNormOptions extends ReduceOptions {
  /**
   * The order of the norm, any number, 2 by default. 0 counts the elements that are not 0.
   * ±Infinity is the largest or smallest magnitude.
   */
  readonly ord?: number
}

/** The orders of norms of matrices. */
export type MatrixOrd = 'fro' | 'nuc' | 1 | -1 | 2 | -2 | number

export interface MatrixNormOptions {
  /**
   * 'fro' (the default) is √Σx². 'nuc' is the sum of the singular values, and ±2 is the largest or
   * smallest of them. ±1 is the largest or smallest sum of magnitudes of a column, and ±Infinity
   * that of a row.
   */
  readonly ord?: MatrixOrd
  /** Keeps the last two axes with length 1. */
  readonly keepDims?: boolean
}

export interface NormOptions extends ReduceOptions {
  /**
   * The order of a vector norm if `axis` is one axis, or of a matrix norm if `axis` is two axes.
   */
  readonly ord?: MatrixOrd | null
}

/**
 * √Σx² over some axes, with derivative 0 at 0. If a sum is too large or too small for the dtype, x
 * is first multiplied by a power of two.
 */
function rootOfSquares(x: Tensor, over: ReduceOptions): Tensor {
  const total: Tensor = sum(square(x), over)
  const [least, small, factor] =
    x.dtype === 'float32' ? [2 ** -100, 2 ** -50, 2 ** 90] : [2 ** -960, 2 ** -480, 2 ** 640]
  if (
    numbersOf(total)
      ?.values()
      .every(each => each >= least && each < Infinity)
  )
    return sqrt(total)
  if (x.size === 0) return total
  const size = max(abs(stopGradient(x)), { ...over, keepDims: true })
  const upOrNot = where(less(size, small), factor, 1)
  const scale = cast(where(greater(size, 1 / small), 1 / factor, upOrNot), x.dtype)
  const scaled: Tensor = sum(square(mul(x, scale)), over)
  const none = equal(scaled, 0)
  return div(where(none, 0, sqrt(where(none, 1, scaled))), reshape(scale, total.shape))
}

export const vectorNormOp: Op<VectorNormOptions> = {
  name: 'vectorNorm',
  dtypes: 'float',
  forward: ([x], options) => vectorNorm(x, options),
  derivative: 'composed',
}

const VECTOR: OptionKinds = { axis: '', keepDims: 'boolean', ord: 'number' }

/**
 * The norm (Σ|x|^ord)^(1/ord) over some axes, all of them by default. With ord 2 the derivative at
 * 0 is 0.
 *
 * @example
 * vectorNorm(tensor([3, 4])).item() // 5
 * vectorNorm(tensor([[3, -4], [1, 1]]), { ord: 1, axis: 1 }).toArray() // [7, 2]
 */
export function vectorNorm<A extends Arg>(x: A, options?: VectorNormOptions): Tensor<FloatOf<DTypeOf<A>>>
export function vectorNorm(x: Arg, options: VectorNormOptions = {}): Tensor {
  checkOptions('vectorNorm', options, VECTOR)
  const { ord = 2, axis = null, keepDims = false } = options
  if (Number.isNaN(ord)) fail('vectorNorm', 'ord is NaN; give a number')
  return within('vectorNorm', () => {
    const t = floats('vectorNorm', x)
    const over = { axis, keepDims }
    if (ord === 2) return rootOfSquares(t, over)
    if (ord === 0) return sum(cast(notEqual(t, 0), t.dtype), over)
    const size = abs(t)
    if (ord === Infinity) return max(size, over)
    if (ord === -Infinity) return min(size, over)
    return ord === 1 ? sum(size, over) : pow(sum(pow(size, ord), over), 1 / ord)
  })
}

export const matrixNormOp: Op<MatrixNormOptions> = {
  name: 'matrixNorm',
  dtypes: 'float',
  forward: ([x], options) => matrixNorm(x, options),
  derivative: 'composed',
}

const MATRIX: OptionKinds = { ord: '', keepDims: 'boolean' }

/**
 * The norm of matrices [..., m, n], by default the Frobenius norm. Throws for an `ord` that is not
 * one of those of {@link MatrixOrd}.
 *
 * @example
 * matrixNorm(tensor([[1, 2], [2, 4]])).item() // 5
 * matrixNorm(tensor([[1, -2], [3, 4]]), { ord: Infinity }).item() // 7
 */
export function matrixNorm<A extends Arg>(x: A, options?: MatrixNormOptions): Tensor<FloatOf<DTypeOf<A>>>
export function matrixNorm(x: Arg, options: MatrixNormOptions = {}): Tensor {
  checkOptions('matrixNorm', options, MATRIX)
  const { ord = 'fro', keepDims = false } = options
  return within('matrixNorm', () => {
    const t = checkMatrix('matrixNorm', floats('matrixNorm', x))
    const y = ofMatrices(t, ord)
    return keepDims ? expandDims(y, [-2, -1]) : y
  })
}

function ofMatrices(x: Tensor, ord: MatrixOrd): Tensor {
  const last = { axis: -1 }
  const largest = ord === 1 || ord === 2 || ord === Infinity
  switch (ord) {
    case 'fro':
      return rootOfSquares(x, { axis: [-2, -1] })
    case 'nuc':
      return sum(svdvals(x), last)
    case 2:
    case -2:
      return (largest ? max : min)(svdvals(x), last) as Tensor
    case 1:
    case -1:
    case Infinity:
    case -Infinity:
      return (largest ? max : min)(sum(abs(x), { axis: Math.abs(ord) === 1 ? -2 : -1 }), last) as Tensor
    default:
      return fail(
        'matrixNorm',
        `ord ${told(ord)} is not one of 'fro', 'nuc', 1, -1, 2, -2, Infinity, -Infinity`,
      )
  }
}

export const normOp: Op<NormOptions> = {
  name: 'norm',
  dtypes: 'float',
  forward: ([x], options) => norm(x, options),
  derivative: 'composed',
}

const KINDS: OptionKinds = { axis: '', keepDims: 'boolean', ord: '' }

/**
 * NumPy's norm: a vector norm over one axis, or a matrix norm over two axes. Without `axis` and
 * `ord` it is the vector norm of all elements with ord 2. With `ord` only, `x` must be a vector or
 * a matrix.
 *
 * @example
 * norm(tensor([3, 4])).item() // 5
 * norm(tensor([[1, -2], [3, 4]]), { ord: 1 }).item() // 6
 */
export function norm<A extends Arg>(x: A, options?: NormOptions): Tensor<FloatOf<DTypeOf<A>>>
export function norm(x: Arg, options: NormOptions = {}): Tensor {
  checkOptions('norm', options, KINDS)
  const { axis = null, keepDims = false } = options
  const ord = options.ord ?? undefined
  return within('norm', () => {
    const t = asTensor('norm', x)
    const all = axis === null
    if (all && ord !== undefined && t.ndim !== 1 && t.ndim !== 2)
      fail('norm', `ord ${told(ord)} of shape ${show(t.shape)}; name one axis or two`)
    const axes = all ? [...t.shape.keys()] : axisList('norm', axis as number | Shape, t.ndim)
    if (axes.length > 2 && ord !== undefined)
      fail('norm', `ord ${told(ord)} over axes ${show(axes)}; name one axis or two`)
    if (axes.length !== 2 || ord === undefined)
      return vectorNorm(t, { axis: axes, keepDims, ord: (ord ?? 2) as number })
    const rest = [...t.shape.keys()].filter(i => !axes.includes(i))
    const y = matrixNorm(transpose(t, [...rest, ...axes]), { ord })
    return keepDims ? expandDims(y, axes) : y
  })
}
