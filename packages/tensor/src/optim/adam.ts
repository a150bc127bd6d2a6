import { checkOptions, type OptionKinds } from '../array/options.ts'
import type { Tensor } from '../array/tensor.ts'
import type { Tree } from '../transforms/tree.ts'
import { type Optimizer, optimizerOf } from './optimizer.ts'
import { checkDecay, checkEpsilon, checkRate, checkWeightDecay, type Rate } from './rate.ts'
import { adamRule } from './rules.ts'

export type AdamState = {
  /** The number of steps so far, an int32 tensor (0-d). */
  readonly step: Tensor
  /**
   * The exponential moving averages of the gradients and of their squares, in the structure of the
   * parameters.
   */
  readonly mean: Tree
  readonly square: Tree
}

interface AdamOptions {
  readonly learningRate?: Rate
  readonly beta1?: number
  readonly beta2?: number
  readonly epsilon?: number
}

const KINDS: OptionKinds = { learningRate: '', beta1: 'number', beta2: 'number', epsilon: 'number' }

/** Adam with weights that decrease by the learning rate times `weightDecay` at each step. */
function rule(name: string, options: AdamOptions, weightDecay: number): Optimizer<AdamState> {
  const { learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options
  checkRate(name, learningRate)
  checkDecay(name, 'beta1', beta1)
  checkDecay(name, 'beta2', beta2)
  checkEpsilon(name, epsilon)
  return optimizerOf(name, [adamRule(beta1, beta2, epsilon)], learningRate, weightDecay)
}

/**
 * Adam (D. P. Kingma and J. Ba, 2015, arXiv:1412.6980, algorithm 1). Step t, counted from 1, is m ←
 * β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², w ← w − η·m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵗ), v̂ =
 * v/(1 − β₂ᵗ).
 *
 * @param options.learningRate η, a number of at least 0 or a function of the step, counted from 0;
 * 0.001 by default.
 * @param options.beta1 β₁ in [0, 1), 0.9 by default.
 * @param options.beta2 β₂ in [0, 1), 0.999 by default.
 * @param options.epsilon ε > 0, 1e-8 by default.
 * @throws TensorError for options outside their range.
 * @example
 * const opt = adam({ learningRate: 0.1 })
 * let w = tensor([1, -1])
 * let state = opt.init(w)
 * for (let i = 0; i < 100; i++) ({ params: w, state } = opt.update(w, w.mul(2), state))
 */
export function adam(options: AdamOptions = {}): Optimizer<AdamState> {
  checkOptions('adam', options, KINDS)
  return rule('adam', options, 0)
}

/**
 * Adam with decoupled weight decay (I. Loshchilov and F. Hutter, 2019, arXiv:1711.05101, algorithm
 * 2): as {@link adam}, and each step also subtracts η·λ·w from w.
 *
 * @param options.learningRate η, a number of at least 0 or a function of the step, counted from 0;
 * 0.001 by default. β₁, β₂ and ε are those of adam.
 * @param options.weightDecay λ, a finite number of at least 0, 0.01 by default.
 * @throws TensorError for options outside their range.
 * @example
 * const opt = adamW({ learningRate: 0.1, weightDecay: 0.5 })
 * const w = tensor([2])
 * opt.update(w, tensor([0]), opt.init(w)).params.toArray() // [1.9]
 */
export function adamW(options: AdamOptions & { readonly weightDecay?: number } = {}): Optimizer<AdamState> {
  checkOptions('adamW', options, { ...KINDS, weightDecay: 'number' })
  const { weightDecay = 0.01 } = options
  checkWeightDecay('adamW', weightDecay)
  return rule('adamW', options, weightDecay)
}
