import { checkOptions } from '../array/options.ts'
import { checkRate, checkState, type Optimizer, type Rate, rateAt, updateTree } from './optimizer.ts'

export interface GradientDescentState {
  /** Steps taken so far. */
  readonly step: number
}

/**
 * Gradient descent: w ← w − η·g.
 *
 * @param options.learningRate η, a number from 0 or a function of the step, counted from 0.
 * @throws TensorError for a rate that is negative or not finite.
 * @example
 * const opt = gradientDescent({ learningRate: 0.5 })
 * const w = tensor([1, 2])
 * opt.update(w, w, opt.init(w)).params.toArray() // [0.5, 1]
 */
export function gradientDescent(options: { readonly learningRate: Rate }): Optimizer<GradientDescentState> {
  checkOptions('gradientDescent', options, { learningRate: '' })
  const { learningRate } = options
  checkRate('gradientDescent', learningRate)
  return {
    init: () => ({ step: 0 }),
    update(params, grads, state) {
      const { step } = checkState('gradientDescent', state)
      const rate = rateAt('gradientDescent', learningRate, step)
      const next = updateTree('gradientDescent', params, grads, [], (n, out, p, pAt, g, gAt) => {
        for (let i = 0; i < n; i++) out[i] = p[pAt + i] - rate * g[gAt + i]
      })
      return { params: next.params, state: { step: step + 1 } }
    },
  }
}
