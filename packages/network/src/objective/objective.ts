/**
 * What descent minimizes: a function of the outputs, which knows labels or a teacher and nothing of
 * weights.
 *
 * Usage:
 * `const square: Objective = { evaluate: (f, g) => { g.set(f); return 0.5 * f.reduce((sum, x) => sum + x * x, 0) } }`
 */
export interface Objective {
  /**
   * The loss L at the outputs F [N, k], and ∂L/∂F written into `outputGradient` [N, k].
   */
  evaluate(outputs: Float64Array, outputGradient: Float64Array): number
}
