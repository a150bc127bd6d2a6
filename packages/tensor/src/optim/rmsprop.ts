import { checkOptions } from '../array/options.ts'
import type { Tensor } from '../array/tensor.ts'
import type { Tree } from '../transforms/tree.ts'
import { type Optimizer, optimizerOf } from './optimizer.ts'
import { checkDecay, checkEpsilon, checkRate, type Rate } from './rate.ts'
import { momentumRule, rmsRule } from './rules.ts'

export type RmspropState = {
  /** The number of steps so far, an int32 tensor (0-d). */
  readonly step: Tensor
  /**
   * The exponential moving averages of the squares of the gradients, in the structure of the
   * parameters.
   */
  readonly square: Tree
  /** The decaying sum of the steps, in the same structure; absent without momentum. */
  readonly velocity?: Tree
}

/**
 * RMSprop (T. Tieleman and G. Hinton, 2012, Lecture 6.5 of Neural Networks for Machine Learning): v
 * ← α·v + (1 − α)·g², w ← w − η·g/(√v + ε). With momentum μ: b ← μ·b + g/(√v + ε), w ← w − η·b.
 *
 * @param options.learningRate η, a number of at least 0 or a function of the step, counted from 0;
 * 0.01 by default.
 * @param options.alpha α in [0, 1), 0.99 by default.
 * @param options.epsilon ε > 0, 1e-8 by default.
 * @param options.momentum μ in [0, 1), 0 by default.
 * @throws TensorError for options outside their range.
 * @example
 * const opt = rmsprop({ learningRate: 0.1, alpha: 0.75, epsilon: 1e-18 })
 * const w = tensor([1, -3])
 * opt.update(w, tensor([7, -5]), opt.init(w)).params.toArray() // [0.8, -2.8]
 */
export function rmsprop(
  options: {
    readonly learningRate?: Rate
    readonly alpha?: number
    readonly epsilon?: number
    readonly momentum?: number
  } = {},
): Optimizer<RmspropState> {
  checkOptions('rmsprop', options, {
    learningRate: '',
    alpha: 'number',
    epsilon: 'number',
    momentum: 'number',
  })
  const { learningRate = 0.01, alpha = 0.99, epsilon = 1e-8, momentum = 0 } = options
  checkRate('rmsprop', learningRate)
  checkDecay('rmsprop', 'alpha', alpha)
  checkDecay('rmsprop', 'momentum', momentum)
  checkEpsilon('rmsprop', epsilon)
  const rules = [rmsRule(alpha, epsilon), ...(momentum > 0 ? [momentumRule(momentum, false)] : [])]
  return optimizerOf('rmsprop', rules, learningRate)
}
