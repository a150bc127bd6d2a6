/** What a step rule is. Each rule is a file of this folder and a line of `index.ts`. */

/**
 * The models that can be trained: the limit model, the reduced model for many classes, and the
 * dense one in R^d.
 */
export const modelNames = ['limit', 'reduced', 'dense'] as const
export type ModelName = (typeof modelNames)[number]

/** The settings that rules read. */
export interface StepSettings {
  /** η. */
  readonly stepSize: number
  readonly stepTolerance: number
}

/** A step rule as a value of the setting `stepRule`, and all that is known of it. */
export interface StepRuleRecord<Name extends string> {
  readonly name: Name
  /** The settings that a run with this rule does not use. */
  readonly unusedSettings: readonly (keyof StepSettings)[]
  /** How it departs from the constant step of the paper, as a sentence for reports; null if not. */
  readonly departure: string | null
  /** The models that take it. */
  readonly models: readonly ModelName[]
  /** The rule for steps that all weights share; null if each class has steps of its own. */
  readonly commonStep: ((settings: StepSettings) => StepRule) | null
}

/**
 * Chooses each step that all weights share. It knows neither the weights nor what the loss means.
 *
 * Usage:
 * `const half: StepRule = { next: () => 0.5, state: () => new Float64Array(0), restore: () => {} }`
 */
export interface StepRule {
  /**
   * The step to take, given the loss before it and the step at which some neuron changes by 100%.
   */
  next(loss: number, relativeStep: () => number): number
  /** The state of the rule, as plain numbers. */
  state(): Float64Array
  /** Continues from a state that `state` returned. */
  restore(state: Float64Array): void
}
