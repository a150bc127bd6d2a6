import { checkOptions } from '../array/options.ts'
import type { Shape } from '../array/shape.ts'
import type { Tensor } from '../array/tensor.ts'
import { probability } from './binomial.ts'
import type { RandomSource } from './key.ts'
import { checkSource, drawEach, type Parameter, parameter } from './parameters.ts'
import { drawnInside } from './with-operands.ts'

export interface BernoulliOptions {
  /** The probability of true, 0.5 by default. */
  readonly p?: Parameter
}

/**
 * True with probability p, otherwise false: a bool tensor of a shape. Each element, in C order,
 * takes one uniform. p is a number or a tensor that broadcasts to the shape.
 *
 * @throws TensorError unless p lies in [0, 1].
 * @example
 * bernoulli(stream(1, 'mask'), [3], { p: 1 }).toArray() // [true, true, true]
 */
export function bernoulli(
  random: RandomSource,
  shape: Shape,
  options: BernoulliOptions = {},
): Tensor<'bool'> {
  checkSource('bernoulli', random)
  checkOptions('bernoulli', options, { p: '' })
  const inside = drawnInside('bernoulli', random, options, (key, found) => bernoulli(key, shape, found))
  if (inside) return inside
  const p = parameter('bernoulli', 'p', options.p, shape, probability, 0.5)
  return drawEach('bernoulli', random, shape, 'bool', [p], (from, chance) => () => +from.bernoulli(chance))
}
