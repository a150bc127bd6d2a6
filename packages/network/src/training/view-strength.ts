/**
 * Λ_{i,ℓ} = max_r [⟨w_{i,r}, v_{i,ℓ}⟩]^+ (paper.md §3): how strongly class i has learned its view ℓ.
 *
 * @param featureCorrelation a, [2k, k·m]
 * @returns [2k], view ℓ of class i at 2i + ℓ − 1
 */
export const viewStrength = (
  featureCorrelation: Float64Array,
  classes: number,
  neurons: number,
): Float64Array => {
  const width = classes * neurons
  return Float64Array.from({ length: 2 * classes }, (_, feature) => {
    const own = feature * width + Math.floor(feature / 2) * neurons
    let largest = 0
    for (let r = 0; r < neurons; r++) largest = Math.max(largest, featureCorrelation[own + r])
    return largest
  })
}
