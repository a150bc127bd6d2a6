import { compact, convert } from '../array/convert.ts'
import { allocate } from '../array/dtype.ts'
import { fail, show } from '../array/error.ts'
import { checkOptions } from '../array/options.ts'
import { checkShape, type Shape, sizeOf } from '../array/shape.ts'
import { type NdarrayLike, Tensor } from '../array/tensor.ts'
import { exp } from '../math/exp.ts'
import { drawFrom } from './draw-from.ts'
import type { RandomSource } from './key.ts'
import { checkSource, constants, spread } from './parameters.ts'
import type { Stream } from './stream.ts'
import { drawnInside } from './with-operands.ts'

export interface CategoricalOptions {
  /**
   * The logarithms of the weights, with the categories along the last axis; −∞ for a category that
   * never occurs.
   */
  readonly logits?: Tensor | NdarrayLike
  /** The weights. A category has the probability weight / sum of the weights. */
  readonly probabilities?: Tensor | NdarrayLike
}

/**
 * Categories 0 … k − 1 drawn by their weights: an int32 tensor of a shape. The last axis of the
 * weights is that of the categories; the other axes broadcast to the shape. Each element, in C
 * order, takes one uniform, which is looked up in the cumulative sum of its weights.
 *
 * @throws TensorError unless exactly one of logits and probabilities is given; for weights that are
 * negative or not finite, or that sum to 0.
 * @example
 * categorical(stream(1, 'words'), [5], { probabilities: tensor([0, 1, 0]) }).toArray() // [1, 1, 1, 1, 1]
 * categorical(stream(1), [10, 2], { logits: tensor([[0, 1], [2, 0]]) }).shape // [10, 2]
 */
export function categorical(
  random: RandomSource,
  shape: Shape,
  options: CategoricalOptions,
): Tensor<'int32'> {
  checkSource('categorical', random)
  checkShape('categorical', shape)
  checkOptions('categorical', options, { logits: '', probabilities: '' })
  const inside = drawnInside('categorical', random, options, (key, found) => categorical(key, shape, found))
  if (inside) return inside
  const { logits, probabilities } = options
  if ((logits === undefined) === (probabilities === undefined))
    fail('categorical', 'takes either logits or probabilities; give exactly one of them')
  const name = logits === undefined ? 'probabilities' : 'logits'
  const x = convert(constants('categorical', name, logits ?? probabilities), 'float64', 'categorical')
  const last = x.shape.length - 1
  if (last < 0 || x.shape[last] === 0)
    fail('categorical', `${name} of shape ${show(x.shape)} name no category along the last axis`)
  const rows = x.shape.slice(0, last)
  const k = x.shape[last]
  const sums = x.data as Float64Array
  for (let at = 0; at < x.size; at += k) {
    if (logits !== undefined) exponentials(sums, at, k)
    runningSum('categorical', name, sums, at, k)
  }
  // The place at which the weights of each element start.
  const starts = allocate('categorical', 'int32', rows)
  for (let row = 0; row < starts.length; row++) starts[row] = row
  const places = spread('categorical', name, new Tensor('int32', starts as Int32Array, rows), shape)
  const row = compact(places, 'categorical')
  return drawFrom('categorical', random, shape, 'int32', from => {
    const out = allocate('categorical', 'int32', shape)
    for (let i = 0; i < sizeOf(shape); i++) out[i] = lookUp(from, sums, row.data[row.offset + i] * k, k)
    return new Tensor('int32', out as Int32Array, [...shape])
  })
}

/** Turns logits into weights, of which the largest is 1. */
function exponentials(x: Float64Array, at: number, k: number): void {
  let most = -Infinity
  for (let i = at; i < at + k; i++) {
    if (!(x[i] < Infinity)) fail('categorical', `a logit is ${x[i]}; it must be finite or -Infinity`)
    if (x[i] > most) most = x[i]
  }
  for (let i = at; i < at + k; i++) x[i] = most === -Infinity ? 0 : exp(x[i] - most)
}

/** Replaces weights by their cumulative sum. */
export function runningSum(operation: string, name: string, x: Float64Array, at: number, k: number): void {
  let sum = 0
  for (let i = at; i < at + k; i++) {
    if (!(x[i] >= 0 && x[i] < Infinity))
      fail(operation, `${name} hold ${x[i]}; each must be finite and not negative`)
    x[i] = sum += x[i]
  }
  if (!(sum > 0 && sum < Infinity))
    fail(operation, `${name} sum to ${sum}; the sum must be finite and positive`)
}

/**
 * Draws a uniform number below the total. Returns the first place, counted from `at`, whose
 * cumulative sum is above it.
 */
export function lookUp(random: Stream, sums: Float64Array, at: number, k: number): number {
  // The product stays below the total, since the uniform number is at most 1 − 2⁻⁵³.
  const share = random.double() * sums[at + k - 1]
  let low = at
  let high = at + k - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sums[middle] > share) high = middle
    else low = middle + 1
  }
  return low - at
}
