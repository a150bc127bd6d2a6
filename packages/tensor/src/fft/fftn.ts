import { zerosLike } from '../array/create.ts'
import type { FloatOf } from '../array/dtype.ts'
import { fail, told } from '../array/error.ts'
import { checkOptions } from '../array/options.ts'
import { axisList, type Shape } from '../array/shape.ts'
import type { Arg, DTypeOf, Tensor } from '../array/tensor.ts'
import { type Complex, type ComplexArg, type FloatOfComplex, type Norm, partsOf, realOf } from './complex.ts'
import { along } from './fft.ts'
import { wholeOf } from './rfft.ts'

export interface FftnOptions {
  /** The sizes along the axes, in their order; by default the lengths of the axes. */
  readonly s?: Shape
  /** The axes, by default all of them. If sizes are given, by default the last ones. */
  readonly axes?: Shape
  /** As in {@link FftOptions}, for every axis. */
  readonly norm?: Norm
}

/** One of several transforms: its axis and size. */
interface Step {
  readonly axis: number
  readonly n?: number
}

/** The transforms in the order of the axes. With `some`, throws if there are none. */
function steps(operation: string, parts: readonly Tensor[], options: FftnOptions, some = false): Step[] {
  checkOptions(operation, options, { s: '', axes: '', norm: '' })
  const { s, axes } = options
  const { ndim } = parts[0]
  for (const [name, list] of Object.entries({ s, axes }))
    if (list !== undefined && !Array.isArray(list))
      fail(operation, `${name} is ${told(list)}; it must be an array of whole numbers`)
  const chosen = axisList(
    operation,
    axes ?? Array.from({ length: s?.length ?? ndim }, (_, i) => ndim - (s?.length ?? ndim) + i),
    ndim,
  )
  if (s !== undefined && s.length !== chosen.length)
    fail(operation, `${s.length} sizes s for ${chosen.length} axes; give one per axis`)
  if (some && chosen.length === 0) fail(operation, 'needs an axis; name at least one')
  return chosen.map((axis, i) => (s === undefined ? { axis } : { axis, n: s[i] }))
}

/** Transforms along several axes, starting with the last. */
function alongAll(
  operation: string,
  parts: readonly Tensor[],
  list: readonly Step[],
  options: FftnOptions,
  inverse: boolean,
): readonly Tensor[] {
  const { norm = 'backward' } = options
  return list.reduceRight<readonly Tensor[]>((now, step) => {
    const { re, im } = along(operation, now, { ...step, norm }, inverse)
    return [re, im]
  }, parts)
}

/** The parts as a pair. If there was no transform, the imaginary parts of real input are zeros. */
const pair = ([re, im]: readonly Tensor[]): Complex<never> =>
  ({ re, im: im ?? zerosLike(re) }) as Complex as Complex<never>

/**
 * The transform along several axes, by default all, of real numbers or of a pair.
 *
 * @throws TensorError as {@link fft}, and for axes that are named twice or have no size.
 * @example
 * fftn(tensor([[1, 2], [3, 4]])).re.toArray() // [[10, -2], [-4, 0]]
 */
export function fftn<X extends ComplexArg>(x: X, options: FftnOptions = {}): Complex<FloatOfComplex<X>> {
  const parts = partsOf('fftn', x)
  return pair(alongAll('fftn', parts, steps('fftn', parts, options), options, false))
}

/**
 * The inverse of {@link fftn}.
 *
 * @throws TensorError as {@link fftn}.
 * @example
 * ifftn(fftn(tensor([[1, 2], [3, 4]]))).re.toArray() // [[1, 2], [3, 4]]
 */
export function ifftn<X extends ComplexArg>(x: X, options: FftnOptions = {}): Complex<FloatOfComplex<X>> {
  const parts = partsOf('ifftn', x)
  return pair(alongAll('ifftn', parts, steps('ifftn', parts, options), options, true))
}

/**
 * The transform of real numbers along several axes, by default all. Along the last of them it keeps
 * the first half.
 *
 * @throws TensorError for a pair, and as {@link fftn}.
 * @example
 * rfftn(tensor([[1, 2], [3, 4]])).re.toArray() // [[10, -2], [-4, 0]]
 */
export function rfftn<X extends Arg>(x: X, options: FftnOptions = {}): Complex<FloatOf<DTypeOf<X>>> {
  const parts = realOf('rfftn', x)
  const list = steps('rfftn', parts, options, true)
  const { norm = 'backward' } = options
  const { re, im } = along('rfftn', parts, { ...list.pop(), norm }, false, true)
  return pair(alongAll('rfftn', [re, im], list, options, false))
}

/**
 * The inverse of {@link rfftn}: real numbers. Along the last axis, m numbers give 2(m − 1) by
 * default.
 *
 * @throws TensorError as {@link fftn}.
 * @example
 * irfftn(rfftn(tensor([[1, 2], [3, 4]]))).toArray() // [[1, 2], [3, 4]]
 */
export function irfftn<X extends ComplexArg>(x: X, options: FftnOptions = {}): Tensor<FloatOfComplex<X>> {
  const parts = partsOf('irfftn', x)
  const list = steps('irfftn', parts, options, true)
  const { norm = 'backward' } = options
  const last = list.pop()
  return wholeOf('irfftn', alongAll('irfftn', parts, list, options, true), { ...last, norm }, true)
}
