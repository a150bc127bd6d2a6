import { allocate, type DType, type FloatOf, floatOf } from '../array/dtype.ts'
import { fail } from '../array/error.ts'
import { asTensor } from '../array/operands.ts'
import { checkOptions } from '../array/options.ts'
import { type Arg, type DTypeOf, Tensor } from '../array/tensor.ts'
import { mul } from '../ops/elementwise/mul.ts'
import { drawFrom } from '../random/draw-from.ts'
import type { RandomSource } from '../random/key.ts'
import { checkSource } from '../random/parameters.ts'

export interface DropoutOptions {
  /** The probability that an element becomes 0, 0.5 by default. */
  readonly rate?: number
}

/**
 * Sets each element to 0 with probability `rate`, and divides the others by 1 − rate, so that means
 * stay the same (N. Srivastava et al., 2014, Journal of Machine Learning Research 15). It takes one
 * uniform number per element from the stream or the key, in C order. Inside `jit` and `vmap`, give
 * it a key: another key gives another mask. Throws unless the rate is in [0, 1).
 *
 * @example
 * const y = dropout(ones([1000]), stream(1, 'dropout'), { rate: 0.75 })
 * new Set(y.toArray()).size // 2
 * max(y).item() // 4
 * const thinned = jit((x, k) => dropout(x, k, { rate: 0.75 }))
 * thinned(ones([2, 3]), key(stream(1, 'dropout'))).shape // [2, 3]
 */
export function dropout<A extends Arg>(
  x: A,
  random: RandomSource,
  options?: DropoutOptions,
): Tensor<FloatOf<DTypeOf<A>>>
export function dropout(x: Arg, random: RandomSource, options: DropoutOptions = {}): Tensor {
  checkOptions('dropout', options, { rate: 'number' })
  const { rate = 0.5 } = options
  if (!(rate >= 0 && rate < 1)) fail('dropout', `rate is ${rate}; it must lie in [0, 1)`)
  const t = asTensor('dropout', x)
  checkSource('dropout', random)
  const { shape, size } = t
  const dtype = floatOf(t.dtype)
  const factors = drawFrom<DType>('dropout', random, shape, dtype, from => {
    const draws = from.fillUniform(new Float64Array(size))
    const out = allocate('dropout', dtype, shape)
    for (let i = 0; i < size; i++) out[i] = draws[i] < rate ? 0 : 1 / (1 - rate)
    return new Tensor<DType>(dtype, out, shape)
  })
  return mul(t, factors)
}
