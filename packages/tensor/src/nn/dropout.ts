import { allocate, type DType, type FloatOf, floatOf } from '../array/dtype.ts'
import { fail } from '../array/error.ts'
import { asTensor } from '../array/operands.ts'
import { checkOptions } from '../array/options.ts'
import { type Arg, type DTypeOf, Tensor } from '../array/tensor.ts'
import { mul } from '../ops/elementwise/mul.ts'
import { checkStream } from '../random/parameters.ts'
import type { Stream } from '../random/stream.ts'

export interface DropoutOptions {
  /** The probability that an element becomes 0, 0.5 by default. */
  readonly rate?: number
}

/**
 * Sets each element to 0 with probability `rate`, and divides the others by 1 − rate, so that means
 * stay the same (N. Srivastava et al., 2014, Journal of Machine Learning Research 15). It takes one
 * uniform number per element from the stream, in C order. Throws unless the rate is in [0, 1).
 *
 * @example
 * const y = dropout(ones([1000]), stream(1, 'dropout'), { rate: 0.75 })
 * new Set(y.toArray()).size // 2
 * max(y).item() // 4
 */
export function dropout<A extends Arg>(
  x: A,
  stream: Stream,
  options?: DropoutOptions,
): Tensor<FloatOf<DTypeOf<A>>>
export function dropout(x: Arg, stream: Stream, options: DropoutOptions = {}): Tensor {
  checkOptions('dropout', options, { rate: 'number' })
  const { rate = 0.5 } = options
  if (!(rate >= 0 && rate < 1)) fail('dropout', `rate is ${rate}; it must lie in [0, 1)`)
  const t = asTensor('dropout', x)
  checkStream('dropout', stream)
  const draws = stream.fillUniform(new Float64Array(t.size))
  const dtype = floatOf(t.dtype)
  const factors = allocate('dropout', dtype, t.shape)
  for (let i = 0; i < draws.length; i++) factors[i] = draws[i] < rate ? 0 : 1 / (1 - rate)
  return mul(t, new Tensor<DType>(dtype, factors, t.shape))
}
