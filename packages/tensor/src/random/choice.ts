import { convert } from '../array/convert.ts'
import { allocate } from '../array/dtype.ts'
import { fail, show, told } from '../array/error.ts'
import { checkOptions } from '../array/options.ts'
import { checkShape, type Shape, sizeOf } from '../array/shape.ts'
import { type NdarrayLike, Tensor } from '../array/tensor.ts'
import { lookUp, runningSum } from './categorical.ts'
import { drawFrom } from './draw-from.ts'
import { standardExponential } from './exponential.ts'
import type { RandomSource } from './key.ts'
import { checkSource, constants } from './parameters.ts'
import type { Stream } from './stream.ts'
import { drawnInside } from './with-operands.ts'

export interface ChoiceOptions {
  /** Whether an index may occur more than once, true by default. */
  readonly replace?: boolean
  /**
   * The weights of the n indices, by default all equal. An index has the probability weight / sum
   * of the weights.
   */
  readonly weights?: Tensor | NdarrayLike
}

/**
 * Indices chosen from 0 … n − 1: an int32 tensor of a shape. `take(x, choice(…))` chooses elements.
 * With replacement each element, in C order, takes one draw. Without replacement the indices have
 * the order in which they would be drawn one after another. They are the first steps of a
 * Fisher–Yates shuffle. With weights they are those with the smallest exponential variates divided
 * by the weights (P. S. Efraimidis and P. G. Spirakis, "Weighted random sampling with a reservoir",
 * Information Processing Letters 97 (2006) 181–185).
 *
 * @throws TensorError unless n is a whole number from 1 (0 for an empty shape) to 2^31 − 1; if more
 * elements are drawn without replacement than there are indices; unless the weights are n finite
 * numbers, not negative, with a positive sum.
 * @example
 * choice(stream(1, 'sample'), 10, [3], { replace: false }).shape // [3]
 * choice(stream(1), 2, [3], { weights: tensor([0, 1]) }).toArray() // [1, 1, 1]
 */
export function choice(
  random: RandomSource,
  n: number,
  shape: Shape,
  options: ChoiceOptions = {},
): Tensor<'int32'> {
  checkSource('choice', random)
  if (!Number.isInteger(n) || n < 0 || n > 0x7fffffff)
    fail('choice', `n must be a whole number from 0 to 2^31 − 1, not ${told(n)}`)
  checkShape('choice', shape)
  checkOptions('choice', options, { replace: 'boolean', weights: '' })
  const inside = drawnInside('choice', random, options, (key, found) => choice(key, n, shape, found))
  if (inside) return inside
  const { replace = true } = options
  const count = sizeOf(shape)
  if (count > n && !(replace && n > 0))
    fail(
      'choice',
      `shape ${show(shape)} asks for ${count} of ${n} indices; ${n > 0 ? 'set replace to true' : 'n must be 1 or more'}`,
    )
  const fill = options.weights === undefined ? evenly(n, replace) : byWeights(n, replace, options.weights)
  return drawFrom('choice', random, shape, 'int32', from => {
    const out = allocate('choice', 'int32', shape) as Int32Array
    fill(from, out)
    return new Tensor('int32', out, [...shape])
  })
}

type Fill = (random: Stream, out: Int32Array) => void

function evenly(n: number, replace: boolean): Fill {
  return (random, out) => {
    if (replace) for (let i = 0; i < out.length; i++) out[i] = random.integer(n)
    else shuffled(random, n, out)
  }
}

function byWeights(n: number, replace: boolean, given: Tensor | NdarrayLike): Fill {
  const weights = convert(constants('choice', 'weights', given), 'float64', 'choice')
  if (weights.shape.length !== 1 || weights.size !== n)
    fail('choice', `weights of shape ${show(weights.shape)} for ${n} indices; give one weight an index`)
  const x = weights.data as Float64Array
  const sums = x.slice()
  if (n > 0) runningSum('choice', 'weights', sums, 0, n)
  return (random, out) => {
    if (replace) for (let i = 0; i < out.length; i++) out[i] = lookUp(random, sums, 0, n)
    else weighted(random, x, out)
  }
}

/** The first steps of a Fisher–Yates shuffle. Of a long row only the moved indices are stored. */
function shuffled(random: Stream, n: number, out: Int32Array): void {
  const sparse = out.length * 8 < n
  const moved = new Map<number, number>()
  const order = sparse ? undefined : allocate('choice', 'int32', [n])
  if (order) for (let i = 0; i < n; i++) order[i] = i
  const at = (i: number) => (order ? order[i] : (moved.get(i) ?? i))
  for (let i = 0; i < out.length; i++) {
    const j = i + random.integer(n - i)
    out[i] = at(j)
    if (order) order[j] = order[i]
    else moved.set(j, at(i))
  }
}

function weighted(random: Stream, weights: Float64Array, out: Int32Array): void {
  const times = weights.map(weight => (weight > 0 ? standardExponential(random) / weight : Infinity))
  const order = [...times.keys()].filter(i => weights[i] > 0)
  if (order.length < out.length)
    fail(
      'choice',
      `${out.length} indices without replacement need as many positive weights, not ${order.length}`,
    )
  order.sort((i, j) => times[i] - times[j] || i - j)
  for (let i = 0; i < out.length; i++) out[i] = order[i]
}
