/** Every occurrence of a feature in a sample, with its patches summed up. */

import { pow } from '@multiview/tensor/math'
import type { Dataset } from '../dataset.ts'
import { classOfFeature, viewOfFeature } from '../features.ts'

export interface Occurrence {
  readonly sample: number
  readonly feature: number
  /** The role of the feature in the sample. */
  readonly role: 'own' | 'weak' | 'other'
  readonly isSingleView: boolean
  /** Σ z_p. */
  readonly total: number
  /** Σ z_p^q. */
  readonly powerTotal: number
  /** |P_v(X)|. */
  readonly patches: number
  readonly leastWeight: number
}

export const occurrencesOf = (data: Dataset, power: number): Occurrence[] => {
  const found: Occurrence[] = []
  for (let n = 0; n < data.size; n++) {
    const weights = new Map<number, number[]>()
    for (let row = data.firstPatch[n]; row < data.firstPatch[n + 1]; row++) {
      const feature = data.feature[row]
      weights.set(feature, [...(weights.get(feature) ?? []), data.weight[row]])
    }
    for (const [feature, z] of weights)
      found.push({
        sample: n,
        feature,
        role: roleOf(data, n, feature),
        isSingleView: data.presentView[n] !== 0,
        total: z.reduce((sum, of) => sum + of, 0),
        powerTotal: z.reduce((sum, of) => sum + pow(of, power), 0),
        patches: z.length,
        leastWeight: Math.min(...z),
      })
  }
  return found
}

const roleOf = (
  { label, presentView, settings }: Dataset,
  n: number,
  feature: number,
): Occurrence['role'] => {
  if (classOfFeature(feature, settings) !== label[n]) return 'other'
  return presentView[n] === 0 || presentView[n] === viewOfFeature(feature, settings) ? 'own' : 'weak'
}
