/**
 * What records read of a model in training: its correlations with features and noise. Every model
 * has them.
 */

/** Correlations of all neurons c = i·m + r; `LimitWeights` says how they are laid out. */
export interface Correlations {
  /** a = ⟨w, v⟩, [V·k, k·m]. */
  readonly featureCorrelation: Float64Array
  /** b = ⟨w, ξ⟩, [rows, k·m], one row per patch. */
  readonly noiseCorrelation: Float64Array
}

export interface Watched {
  /** k. */
  readonly classes: number
  /** V. */
  readonly views: number
  /** [N] */
  readonly label: Int32Array
  /** [N+1] first row of each sample among the rows of b. */
  readonly firstRow: Int32Array
  /** The present a = ⟨w, v⟩ alone, [V·k, k·m]. */
  featureCorrelation(): Float64Array
  /** The present a = ⟨w, v⟩ [V·k, k·m] and b = ⟨w, ξ⟩ [rows, k·m], one row per patch. */
  correlations(): Correlations
  /**
   * ‖∂L/∂w_i‖ over all neurons of class i, [k], at the outputs that `backward` was last called for.
   */
  gradientNorms(): Float64Array
}

/** The first row of each sample, [N+1], if all P patches of every sample have one. */
export const rowsOfAllPatches = (samples: number, patches: number): Int32Array =>
  Int32Array.from({ length: samples + 1 }, (_, n) => n * patches)
