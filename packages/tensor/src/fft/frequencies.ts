import { allocate, checkDType, type DType, type FloatDType, isFloat } from '../array/dtype.ts'
import { fail, told } from '../array/error.ts'
import { checkOptions } from '../array/options.ts'
import { Tensor } from '../array/tensor.ts'
import { lengthOf } from './complex.ts'

export interface FrequencyOptions<D extends FloatDType = FloatDType> {
  /** The distance between the samples, by default 1. */
  readonly d?: number
  readonly dtype?: D
}

/**
 * The frequencies of the n results of {@link fft}, in cycles per unit of d: k/(n·d) for the first
 * half, then the negative frequencies.
 *
 * @throws TensorError unless n is a whole number from 1 and d a finite number other than 0.
 * @example
 * fftfreq(4).toArray() // [0, 0.25, -0.5, -0.25]
 */
export function fftfreq<D extends FloatDType = 'float64'>(
  n: number,
  options: FrequencyOptions<D> = {},
): Tensor<D> {
  return frequencies(
    'fftfreq',
    n,
    options,
    size => size,
    k => (2 * k < n ? k : k - n),
  )
}

/**
 * The frequencies of the n/2 + 1 results of {@link rfft} of n numbers: k/(n·d).
 *
 * @throws TensorError as {@link fftfreq}.
 * @example
 * rfftfreq(4, { d: 0.5 }).toArray() // [0, 0.5, 1]
 */
export function rfftfreq<D extends FloatDType = 'float64'>(
  n: number,
  options: FrequencyOptions<D> = {},
): Tensor<D> {
  return frequencies(
    'rfftfreq',
    n,
    options,
    size => Math.floor(size / 2) + 1,
    k => k,
  )
}

function frequencies<D extends FloatDType>(
  operation: string,
  n: number,
  options: FrequencyOptions<D>,
  countOf: (n: number) => number,
  cycles: (k: number) => number,
): Tensor<D> {
  lengthOf(operation, n, 0)
  checkOptions(operation, options, { d: 'number', dtype: '' })
  const { d = 1, dtype = 'float64' } = options
  if (!isFloat(checkDType<DType>(operation, dtype)))
    fail(operation, `dtype ${told(dtype)} is not one of float64,float32; cast the result`)
  if (!Number.isFinite(d) || d === 0) fail(operation, `d is ${d}; it must be finite and not 0`)
  const count = countOf(n)
  const out = allocate(operation, dtype, [count])
  for (let k = 0; k < count; k++) out[k] = cycles(k) / (n * d)
  return new Tensor<DType>(dtype, out, [count]) as Tensor as Tensor<D>
}
