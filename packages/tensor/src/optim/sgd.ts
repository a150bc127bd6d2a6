import { fail } from '../array/error.ts'
import { checkOptions, type OptionKinds } from '../array/options.ts'
import type { Tensor } from '../array/tensor.ts'
import type { Tree } from '../transforms/tree.ts'
import { type Optimizer, optimizerOf } from './optimizer.ts'
import { checkDecay, checkRate, type Rate } from './rate.ts'
import { momentumRule } from './rules.ts'

export type SgdState = {
  /** The number of steps so far, an int32 tensor (0-d). */
  readonly step: Tensor
  /**
   * The decaying sum of the gradients, in the structure of the parameters; absent without momentum.
   */
  readonly velocity?: Tree
}

const KINDS: OptionKinds = { learningRate: '', momentum: 'number', nesterov: 'boolean' }

/**
 * Gradient descent: w ← w − η·g. With Polyak's momentum β it is v ← β·v + g, w ← w − η·v. With
 * `nesterov` it is w ← w − η·(g + β·v) for this v.
 *
 * @param options.learningRate η, a number of at least 0 or a function of the step, counted from 0.
 * @param options.momentum β in [0, 1), 0 by default. With 0 the state is only the number of steps.
 * @throws TensorError for options outside their range, and for `nesterov` without momentum.
 * @example
 * const plain = sgd({ learningRate: 0.5 })
 * const w = tensor([1, 2])
 * plain.update(w, w, plain.init(w)).params.toArray() // [0.5, 1]
 *
 * const heavy = sgd({ learningRate: 0.5, momentum: 0.9 })
 * let { params, state } = heavy.update(w, w, heavy.init(w))
 * heavy.update(params, tensor([0, 0]), state).params.toArray() // [0.04999999999999999, 0.09999999999999998]
 */
export function sgd(options: {
  readonly learningRate: Rate
  readonly momentum?: number
  readonly nesterov?: boolean
}): Optimizer<SgdState> {
  checkOptions('sgd', options, KINDS)
  const { learningRate, momentum = 0, nesterov = false } = options
  checkRate('sgd', learningRate)
  checkDecay('sgd', 'momentum', momentum)
  if (nesterov && momentum === 0) fail('sgd', 'nesterov is true without momentum; give a momentum above 0')
  return optimizerOf('sgd', momentum > 0 ? [momentumRule(momentum, nesterov)] : [], learningRate)
}
