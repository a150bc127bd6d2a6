/**
 * The function of the outputs that descent minimizes. It knows labels or a teacher, but not the
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
