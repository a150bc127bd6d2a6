/** Mixed samples in R^d: the patches themselves are mixed. */

import { checkMixture, type Mixture } from '../data/mixture.ts'
import type { Patches } from '../data/patches.ts'

/**
 * Mixed samples as patches, for `denseModel`, `gramModel` and `denseNetwork`: a preactivation is
 * linear in its patch. All have as many patches as the one that has most; the others are filled
 * with patches of zeros, which add nothing.
 *
 * @param mixture its rows are the N·P patches, row n·P + p.
 * @throws RangeError when the mixture does not fit the data.
 * @example
 * const settings = { ...regimes.dense, dimension: 24, samples: 10 }
 * const data = denseTrainingSetOf(settings, { seed: 1, dataset: 'a' })
 * const mixture = mixPairs(allPlaces(10, 20), data.label, 10, [[0, 1], [2, 3]])
 * mixedPatches(data, mixture).x.length // 960
 */
export const mixedPatches = ({ x, size, settings }: Patches, mixture: Mixture): Patches => {
  const { dimension, classes, patches } = settings
  checkMixture(mixture, classes, size * patches, 'mixedPatches')
  const { firstPatch, firstReference, row, weight } = mixture
  let most = 1
  for (let n = 0; n < mixture.size; n++) most = Math.max(most, firstPatch[n + 1] - firstPatch[n])
  const mixed = new Float64Array(mixture.size * most * dimension)
  for (let n = 0; n < mixture.size; n++)
    for (let s = firstPatch[n]; s < firstPatch[n + 1]; s++) {
      const to = (n * most + s - firstPatch[n]) * dimension
      for (let e = firstReference[s]; e < firstReference[s + 1]; e++)
        for (let c = 0; c < dimension; c++) mixed[to + c] += weight[e] * x[row[e] * dimension + c]
    }
  return { settings: { classes, dimension, patches: most }, size: mixture.size, x: mixed }
}
