import { checkOptions } from '../array/options.ts'
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

export interface MomentumState {
  /** Steps taken so far. */
  readonly step: number
  /** The decaying sum of the gradients, in the structure of the parameters. */
  readonly velocity: Tree
}

/**
 * Gradient descent with Polyak's momentum: v ← β·v + g, w ← w − η·v; with `nesterov`, w ← w − η·(g + β·v).
 *
 * @param options.learningRate η, a number from 0 or a function of the step, counted from 0.
 * @param options.decay β in [0, 1), 0.9 unless said.
 * @throws TensorError for options outside their range.
 * @example
 * const opt = momentum({ learningRate: 0.1, decay: 0.5 })
 * const w = tensor([1])
 * opt.update(w, tensor([2]), opt.init(w)).params.toArray() // [0.8]
 */
export function momentum(options: {
  readonly learningRate: Rate
  readonly decay?: number
  readonly nesterov?: boolean
}): Optimizer<MomentumState> {
  checkOptions('momentum', options, { learningRate: '', decay: 'number', nesterov: 'boolean' })
  const { learningRate, decay = 0.9, nesterov = false } = options
  checkRate('momentum', learningRate)
  checkDecay('momentum', 'decay', decay)
  return {
    init: params => ({ step: 0, velocity: zerosOf('momentum', params) }),
    update(params, grads, state) {
      const { step, velocity } = checkState('momentum', state)
      const rate = rateAt('momentum', learningRate, step)
      const next = updateTree('momentum', params, grads, [velocity], (n, out, p, pAt, g, gAt, [v]) => {
        for (let i = 0; i < n; i++) {
          const speed = decay * v.old[v.at + i] + g[gAt + i]
          v.next[i] = speed
          out[i] = p[pAt + i] - rate * (nesterov ? g[gAt + i] + decay * speed : speed)
        }
      })
      return { params: next.params, state: { step: step + 1, velocity: next.memories[0] } }
    },
  }
}
