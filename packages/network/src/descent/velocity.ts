/**
 * Momentum and weight decay, as PyTorch's SGD has them (without dampening): v ← βv − ∇L − λw from v
 * = 0, and a step is w ← w + ηv. PyTorch's buffer is −v.
 *
 * The limit model needs no weights for this. Its correlations a = ⟨w, v⟩ and b = ⟨w, ξ⟩ are linear
 * in w, so that the same recursion holds for them.
 */

import type { Model, WeightPart } from './model.ts'

export interface Velocity {
  /** Turns the change that `backward` computed, −∇L, into the velocity of the step. */
  renew(parts: readonly WeightPart[]): void
  /** A copy of the velocity of the last step, one array for each part; none at β = 0. */
  state(): Float64Array[]
  /** Continues from a state that `state` returned. */
  restore(state: readonly Float64Array[]): void
}

/** The recursion with β = `momentum` and λ = `weightDecay`. */
export const velocityOf = (momentum: number, weightDecay: number): Velocity => {
  let velocity: Float64Array[] = []
  return {
    renew: parts => {
      if (weightDecay !== 0)
        for (const { weights, change } of parts)
          for (let c = 0; c < change.length; c++) change[c] -= weightDecay * weights[c]
      if (momentum === 0) return
      if (velocity.length === 0) velocity = parts.map(({ change }) => new Float64Array(change.length))
      parts.forEach(({ change }, part) => {
        const v = velocity[part]
        for (let c = 0; c < v.length; c++) {
          v[c] = momentum * v[c] + change[c]
          change[c] = v[c]
        }
      })
    },
    state: () => velocity.map(v => v.slice()),
    restore: state => {
      velocity = state.map(v => v.slice())
    },
  }
}

/** The weights of a model and their change. @throws Error for a model that does not show them. */
export const partsOf = (model: Model): readonly WeightPart[] => {
  const parts = model.parts?.()
  if (parts === undefined)
    throw new Error('descend: this model does not show its parts, so it has no velocity.')
  return parts
}

/**
 * The factor that weight decay leaves of a weight that no gradient has moved, after some steps of
 * constant size: of the initial correlations with fresh noise, for instance.
 *
 * @example
 * startLeft({ momentum: 0, weightDecay: 0.1, stepSize: 1 }, 2) // 0.81
 */
export const startLeft = (
  { momentum, weightDecay, stepSize }: { momentum: number; weightDecay: number; stepSize: number },
  steps: number,
): number => {
  let left = 1
  let velocity = 0
  if (weightDecay !== 0)
    for (let step = 0; step < steps; step++) {
      velocity = momentum * velocity - weightDecay * left
      left += stepSize * velocity
    }
  return left
}
