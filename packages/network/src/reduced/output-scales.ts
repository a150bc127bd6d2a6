/** How much a push on each output of a block counts. */

import type { BlockTable } from './block-table.ts'

/**
 * The factor with which a push on each output of a block counts: z_max Σ_p z_p + ‖ξ‖²_max over the
 * patches of its sample.
 */
export const outputScales = ({ shape, slot }: BlockTable): Float64Array => {
  const { firstPatch, weight, noiseSquared } = shape
  const samples = firstPatch.length - 1
  const width = slot.length / samples
  const most = weight.reduce((a, z) => Math.max(a, z), 0)
  const mostNoise = noiseSquared.reduce((a, z) => Math.max(a, z), 0)
  const scale = new Float64Array(slot.length)
  for (let n = 0; n < samples; n++) {
    let sum = 0
    for (let p = firstPatch[n]; p < firstPatch[n + 1]; p++) sum += weight[p]
    scale.fill(most * sum + mostNoise, n * width, (n + 1) * width)
  }
  return scale
}
