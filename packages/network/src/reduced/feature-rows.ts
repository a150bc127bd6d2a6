/** The table of patches by feature: which rows carry it, and in which samples. */

import type { Dataset } from '../data/dataset.ts'
import { featureCount } from '../data/features.ts'

export interface FeatureRows {
  /** [V·k] the rows of each feature, increasing. */
  readonly ofFeature: readonly Int32Array[]
  /** [Q] the sample of each row. */
  readonly sampleOf: Int32Array
}

export const featureRows = ({ settings, size, firstPatch, feature }: Dataset): FeatureRows => {
  const ofFeature: number[][] = Array.from({ length: featureCount(settings) }, () => [])
  const sampleOf = new Int32Array(feature.length)
  for (let n = 0; n < size; n++)
    for (let p = firstPatch[n]; p < firstPatch[n + 1]; p++) {
      ofFeature[feature[p]].push(p)
      sampleOf[p] = n
    }
  return { ofFeature: ofFeature.map(rows => Int32Array.from(rows)), sampleOf }
}
