import { fail } from '../array/error.ts'
import { checkOptions, type OptionKinds } from '../array/options.ts'
import type { Tree } from '../transforms/tree.ts'
import {
  checkDecay,
  checkRate,
  checkState,
  type Optimizer,
  type Rate,
  rateAt,
  updateTree,
  zerosOf,
} from './optimizer.ts'

export interface SgdState {
  /** The number of steps so far. */
  readonly step: number
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
  return {
    init: params => (momentum > 0 ? { step: 0, velocity: zerosOf('sgd', params) } : { step: 0 }),
    update(params, grads, state) {
      const { step, velocity } = checkState('sgd', state)
      const rate = rateAt('sgd', learningRate, step)
      if (momentum === 0) {
        const next = updateTree('sgd', params, grads, [], (n, out, p, pAt, g, gAt) => {
          for (let i = 0; i < n; i++) out[i] = p[pAt + i] - rate * g[gAt + i]
        })
        return { params: next.params, state: { step: step + 1 } }
      }
      const speeds =
        velocity ??
        fail('sgd', 'the state has no velocity; give what init or the last update of this optimizer returned')
      const next = updateTree('sgd', params, grads, [speeds], (n, out, p, pAt, g, gAt, [v]) => {
        for (let i = 0; i < n; i++) {
          const speed = momentum * v.old[v.at + i] + g[gAt + i]
          v.next[i] = speed
          out[i] = p[pAt + i] - rate * (nesterov ? g[gAt + i] + momentum * speed : speed)
        }
      })
      return { params: next.params, state: { step: step + 1, velocity: next.memories[0] } }
    },
  }
}
