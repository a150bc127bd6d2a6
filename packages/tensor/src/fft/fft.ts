import { checkOptions } from '../array/options.ts'
import type { Tensor } from '../array/tensor.ts'
import {
  axisIn,
  type Complex,
  type ComplexArg,
  type FloatOfComplex,
  lengthOf,
  type Norm,
  pairOf,
  partsOf,
  scaleOf,
} from './complex.ts'

export interface FftOptions {
  /**
   * The size of the transform, by default the length of the axis. The input is cut to it or padded
   * with zeros.
   */
  readonly n?: number
  /** The axis, by default the last one. */
  readonly axis?: number
  /**
   * 'backward' (the default) divides the inverse by n, 'forward' divides the forward transform by
   * n, 'ortho' divides both by √n.
   */
  readonly norm?: Norm
}

export const FFT = { n: '', axis: '', norm: '' } as const

/**
 * Transforms along one axis. It does not check the names of the options.
 *
 * @param half keeps only the first n/2 + 1 numbers, which determine the rest for real input.
 */
export function along(
  operation: string,
  parts: readonly Tensor[],
  { n, axis = -1, norm }: FftOptions,
  inverse: boolean,
  half = false,
): Complex<never> {
  const at = axisIn(operation, axis, parts)
  const size = lengthOf(operation, n, parts[0].shape[at])
  return pairOf(operation, parts, {
    axis: at,
    n: size,
    kept: half ? Math.floor(size / 2) + 1 : size,
    inverse,
    scale: scaleOf(operation, norm, size, inverse),
  })
}

/**
 * The discrete Fourier transform along an axis: yₖ = Σⱼ xⱼ·exp(−2πijk/n). The input is real numbers
 * or a pair of real and imaginary parts. Any n takes O(n log n) steps: sizes with the prime factors
 * 2, 3 and 5 directly, other sizes by Bluestein's chirp. It is computed in float64 and rounded
 * once. float32 stays float32.
 *
 * @throws TensorError for a 0-d input, a size below 1, or parts of different shapes.
 * @example
 * const y = fft(tensor([1, 2, 3, 4]))
 * y.re.toArray() // [10, -2, -2, -2]
 * y.im.toArray() // [0, 2, 0, -2]
 */
export function fft<X extends ComplexArg>(x: X, options: FftOptions = {}): Complex<FloatOfComplex<X>> {
  checkOptions('fft', options, FFT)
  return along('fft', partsOf('fft', x), options, false)
}

/**
 * The inverse of {@link fft}: xⱼ = 1/n·Σₖ yₖ·exp(2πijk/n).
 *
 * @throws TensorError as {@link fft}.
 * @example
 * ifft(fft(tensor([1, 2, 3, 4]))).re.toArray() // [1, 2, 3, 4]
 */
export function ifft<X extends ComplexArg>(x: X, options: FftOptions = {}): Complex<FloatOfComplex<X>> {
  checkOptions('ifft', options, FFT)
  return along('ifft', partsOf('ifft', x), options, true)
}
