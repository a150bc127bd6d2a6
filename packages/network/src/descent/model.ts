import type { OutputLayout } from '../objective/output-layout.ts'

/** Some weights of a model, and their change at unit step. */
export interface WeightPart {
  readonly weights: Float64Array
  readonly change: Float64Array
}

/**
 * The interface of a model for `descend`. A model knows its weights and outputs, but not the loss:
 * the objective turns outputs into ∂L/∂F, and `backward` turns that into a change of the weights.
 *
 * Usage: `const model: Model = limitModel(data, settings, start)`
 */
export interface Model {
  /** k. */
  readonly classes: number
  /** N, the samples it is trained on. */
  readonly size: number
  /** The layout of the outputs; without it they are [N, k]. */
  readonly layout?: OutputLayout
  /** F_i(X_n) at the present weights, [N, k]; the array is reused by the next call. */
  outputs(): Float64Array
  /**
   * Computes −∇L, the change of the weights at unit step, from ∂L/∂F [N, k] at the outputs computed
   * last. The weights stay as they are.
   */
  backward(outputGradient: Float64Array): void
  /**
   * The step at which some neuron's largest preactivation would change by 100%: the least, over
   * neurons, of its largest |preactivation| over its largest |change of a preactivation at unit
   * step|. Infinite if no preactivation changes.
   */
  relativeStep(): number
  /** Moves the weights by `step` times the change that `backward` computed. */
  advance(step: number): void
  /**
   * The arrays of all weights and of the change that `backward` computed, between `backward` and
   * `advance`. Momentum and weight decay alter the change in place; a model without `parts` has
   * neither.
   */
  parts?(): readonly WeightPart[]
  /** A copy of all weights as plain data, for a checkpoint; a run without it cannot be resumed. */
  state?(): Float64Array[]
  /** Sets the weights to those of a `state`. @throws RangeError for those of another model. */
  restore?(state: readonly Float64Array[]): void
}

/** `state` and `restore` of a model whose weights are these arrays. */
export const stateOf = (weights: readonly Float64Array[]): Required<Pick<Model, 'state' | 'restore'>> => ({
  state: () => weights.map(each => each.slice()),
  restore: state => {
    if (state.length !== weights.length || state.some((from, at) => from.length !== weights[at].length))
      throw new RangeError(
        `the checkpoint has ${lengthsOf(state)} weights; this model has ${lengthsOf(weights)}. ` +
          'It is of a run with other settings: start anew.',
      )
    weights.forEach((into, at) => {
      into.set(state[at])
    })
  },
})

const lengthsOf = (weights: readonly Float64Array[]): string =>
  weights.map(({ length }) => length).join(' and ') || 'no'
