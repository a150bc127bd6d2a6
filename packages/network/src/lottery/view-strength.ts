/**
 * How strongly class i has learned its view ℓ, by its best neuron or by all of them. Each function
 * takes a, [V·k, k·m], and returns [V·k], view ℓ of class i at V·i + ℓ − 1.
 */

import { classOfFeature } from '../data/features.ts'

/**
 * Λ_{i,ℓ} = max_r [⟨w_{i,r}, v_{i,ℓ}⟩]^+.
 *
 * @example
 * const a = new Float64Array([1, -1, 2, 0, 0, 5, 0, 3])
 * [...viewStrength(a, 2, 1)] // [1, 2, 5, 3]
 */
export const viewStrength = (
  featureCorrelation: Float64Array,
  classes: number,
  neurons: number,
): Float64Array => overNeurons(featureCorrelation, classes, neurons, Math.max)

/**
 * Φ_{i,ℓ} = Σ_r [⟨w_{i,r}, v_{i,ℓ}⟩]^+: at the end F_i(X) is about Σ_ℓ Φ_{i,ℓ} Z_{i,ℓ}(X).
 *
 * @example
 * const a = new Float64Array([1, -1, 2, 0, 0, 5, 0, 3])
 * [...totalViewStrength(a, 2, 1)] // [1, 2, 5, 3]
 */
export const totalViewStrength = (
  featureCorrelation: Float64Array,
  classes: number,
  neurons: number,
): Float64Array => overNeurons(featureCorrelation, classes, neurons, (total, value) => total + value)

const overNeurons = (
  featureCorrelation: Float64Array,
  classes: number,
  neurons: number,
  combine: (so: number, positivePart: number) => number,
): Float64Array => {
  const width = classes * neurons
  const features = featureCorrelation.length / width
  const views = features / classes
  return Float64Array.from({ length: features }, (_, feature) => {
    const own = feature * width + classOfFeature(feature, { views }) * neurons
    let result = 0
    for (let r = 0; r < neurons; r++) result = combine(result, Math.max(0, featureCorrelation[own + r]))
    return result
  })
}
