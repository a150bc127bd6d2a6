import { allocate, INT32 } from '../array/dtype.ts'
import { fail, told } from '../array/error.ts'
import { checkOptions } from '../array/options.ts'
import { checkShape, type Shape } from '../array/shape.ts'
import { Tensor } from '../array/tensor.ts'
import { drawFrom } from './draw-from.ts'
import type { RandomSource } from './key.ts'
import { checkSource, drawEach, type Parameter, parameter, type Range } from './parameters.ts'
import { drawnInside } from './with-operands.ts'

export interface IntegersOptions {
  /** The least integer, by default 0. */
  readonly low?: Parameter
  /** The upper bound, which is not drawn itself. */
  readonly high: Parameter
}

const edge: Range = [x => (x | 0) === x || x === 2 ** 31, `a whole number in the ${INT32}, or 2^31 as an end`]

/**
 * Integers of {low, …, high − 1}, each equally likely: an int32 tensor of a shape. Each element, in
 * C order, takes one `stream.integer`, which draws again if a remainder would favour some integers.
 * Both bounds are numbers or tensors that broadcast to the shape.
 *
 * @throws TensorError unless both bounds are whole numbers in the int32 range and low < high.
 * @example
 * integers(stream(1, 'dice'), [2, 5], { low: 1, high: 7 }).dtype // "int32"
 */
export function integers(random: RandomSource, shape: Shape, options: IntegersOptions): Tensor<'int32'> {
  checkSource('integers', random)
  checkShape('integers', shape)
  checkOptions('integers', options, { low: '', high: '' })
  const inside = drawnInside('integers', random, options, (key, found) => integers(key, shape, found))
  if (inside) return inside
  const low = parameter('integers', 'low', options.low, shape, edge, 0)
  const high = parameter('integers', 'high', options.high, shape, edge)
  return drawEach('integers', random, shape, 'int32', [low, high], (random, from, to) => {
    if (!(from < to)) fail('integers', `low is ${from} and high ${to}; low must be below high`)
    return () => from + random.integer(to - from)
  })
}

/**
 * The integers 0 … n − 1 in random order, each order equally likely: an int32 tensor. It takes the
 * draws of `stream.permutation`. To shuffle a tensor along an axis, call `take` with the
 * permutation.
 *
 * @throws TensorError unless n is a whole number from 0 to 2^31 − 1.
 * @example
 * permutation(stream(1, 'order'), 5).shape // [5]
 * const x = tensor([[1, 2], [3, 4], [5, 6]])
 * take(x, permutation(stream(1), 3), { axis: 0 }).shape // [3, 2]
 */
export function permutation(random: RandomSource, n: number): Tensor<'int32'> {
  checkSource('permutation', random)
  if (!Number.isInteger(n) || n < 0 || n > 0x7fffffff)
    fail('permutation', `n must be a whole number from 0 to 2^31 − 1, not ${told(n)}`)
  allocate('permutation', 'int32', [n])
  return drawFrom('permutation', random, [n], 'int32', from => new Tensor('int32', from.permutation(n), [n]))
}
