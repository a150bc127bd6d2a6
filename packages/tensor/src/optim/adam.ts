import { fail } from '../array/error.ts'
import { checkOptions, type OptionKinds } from '../array/options.ts'
import { pow } from '../math/pow.ts'
import type { Tree } from '../transforms/tree.ts'
import {
  checkDecay,
  checkEpsilon,
  checkRate,
  checkState,
  type Optimizer,
  type Rate,
  rateAt,
  updateTree,
  zerosOf,
} from './optimizer.ts'

export interface AdamState {
  /** The number of steps so far. */
  readonly step: number
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
  return {
    init: params => ({ step: 0, mean: zerosOf(name, params), square: zerosOf(name, params) }),
    update(params, grads, state) {
      const { step, mean, square } = checkState(name, state)
      const rate = rateAt(name, learningRate, step)
      const kept = 1 - rate * weightDecay
      // Both averages start at 0. Dividing by the sum of their weights corrects this bias.
      const meanWeight = 1 - pow(beta1, step + 1)
      const squareWeight = 1 - pow(beta2, step + 1)
      const next = updateTree(name, params, grads, [mean, square], (n, out, p, pAt, g, gAt, [m, v]) => {
        for (let i = 0; i < n; i++) {
          const slope = g[gAt + i]
          const first = beta1 * m.old[m.at + i] + (1 - beta1) * slope
          const second = beta2 * v.old[v.at + i] + (1 - beta2) * slope * slope
          m.next[i] = first
          v.next[i] = second
          out[i] =
            p[pAt + i] * kept - (rate * (first / meanWeight)) / (Math.sqrt(second / squareWeight) + epsilon)
        }
      })
      return {
        params: next.params,
        state: { step: step + 1, mean: next.memories[0], square: next.memories[1] },
      }
    },
  }
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
  if (!(weightDecay >= 0 && weightDecay < Infinity))
    fail('adamW', `weightDecay is ${weightDecay}; it must be a finite number from 0`)
  return rule('adamW', options, weightDecay)
}
