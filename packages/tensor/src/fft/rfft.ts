import { allocate, type DType, type FloatOf } from '../array/dtype.ts'
import { checkOptions } from '../array/options.ts'
import { type Arg, type DTypeOf, Tensor } from '../array/tensor.ts'
import { within } from '../array/within.ts'
import { mul } from '../ops/elementwise/mul.ts'
import { slice } from '../ops/indexing/slice.ts'
import { apply } from '../trace/apply.ts'
import {
  axisIn,
  type Complex,
  type ComplexArg,
  type FloatOfComplex,
  lengthOf,
  partsOf,
  realOf,
  scaleOf,
} from './complex.ts'
import { along, FFT, type FftOptions } from './fft.ts'
import { transformOp } from './op.ts'

/** The real numbers whose half spectrum is given. It does not check the names of the options. */
export function wholeOf(
  operation: string,
  parts: readonly Tensor[],
  { n, axis = -1, norm }: FftOptions,
  inverse: boolean,
): Tensor<never> {
  const at = axisIn(operation, axis, parts)
  const { shape, dtype } = parts[0]
  const size = lengthOf(operation, n, 2 * (shape[at] - 1))
  const given = Math.min(shape[at], Math.floor(size / 2) + 1)
  // Only the first of a number and its conjugate is given, so it counts twice.
  const twice = allocate(operation, dtype, [given]).fill(2)
  twice[0] = 1
  if (2 * (given - 1) === size) twice[given - 1] = 1
  const weights = new Tensor<DType>(
    dtype,
    twice,
    shape.slice(at).map((_, i) => (i === 0 ? given : 1)),
  )
  const cut = shape.map((_, i) => (i === at ? ([0, given] as const) : null))
  const weighted = parts.map(part => mul(slice(part, ...cut), weights))
  const scale = scaleOf(operation, norm, size, inverse)
  const map = { axis: at, n: size, kept: size, inverse, scale, real: true }
  return within(operation, () => apply(transformOp, weighted, map))
}

/**
 * The first half, n/2 + 1 numbers, of the transform of real numbers along an axis. The others are
 * the conjugates of these.
 *
 * @throws TensorError for a pair, a 0-d input, or a size below 1.
 * @example
 * const y = rfft(tensor([1, 2, 3, 4]))
 * y.re.toArray() // [10, -2, -2]
 * y.im.toArray() // [0, 2, 0]
 */
export function rfft<X extends Arg>(x: X, options: FftOptions = {}): Complex<FloatOf<DTypeOf<X>>> {
  checkOptions('rfft', options, FFT)
  return along('rfft', realOf('rfft', x), options, false, true)
}

/**
 * The inverse of {@link rfft}: n real numbers, by default 2(m − 1) from m. Give n if it is odd. The
 * imaginary part of the first number is ignored. If n is even, that of the last one is ignored too.
 *
 * @throws TensorError as {@link fft}.
 * @example
 * irfft(rfft(tensor([1, 2, 3])), { n: 3 }).toArray() // [1, 2, 3]
 */
export function irfft<X extends ComplexArg>(x: X, options: FftOptions = {}): Tensor<FloatOfComplex<X>> {
  checkOptions('irfft', options, FFT)
  return wholeOf('irfft', partsOf('irfft', x), options, true)
}

/**
 * The transform of numbers for which x₋ⱼ is the conjugate of xⱼ. The input is the first m of them.
 * The result is n real numbers, by default 2(m − 1).
 *
 * @throws TensorError as {@link fft}.
 * @example
 * hfft(ihfft(tensor([1, 2, 3, 4]))).toArray() // [1, 2, 3, 4]
 */
export function hfft<X extends ComplexArg>(x: X, options: FftOptions = {}): Tensor<FloatOfComplex<X>> {
  checkOptions('hfft', options, FFT)
  return wholeOf('hfft', partsOf('hfft', x), options, false)
}

/**
 * The inverse of {@link hfft}. It returns the first n/2 + 1 numbers.
 *
 * @throws TensorError as {@link rfft}.
 * @example
 * ihfft(tensor([1, 2, 3, 4])).re.toArray() // [2.5, -0.5, -0.5]
 */
export function ihfft<X extends Arg>(x: X, options: FftOptions = {}): Complex<FloatOf<DTypeOf<X>>> {
  checkOptions('ihfft', options, FFT)
  return along('ihfft', realOf('ihfft', x), options, true, true)
}
