/** Promoted neurons on the patches of one feature: a limit step whose classes are single neurons. */

import type { Dataset } from '../../data/dataset.ts'
import { type OutputLayout, slotOf } from '../../objective/output-layout.ts'
import type { NetworkSettings } from '../../settings/settings.ts'
import { lanes } from '../limit-step-plain.ts'
import type { FeatureRows } from './feature-rows.ts'
import type { PromotedUnit } from './off-class.ts'
import type { BlockTable } from './own-block.ts'

/** Neurons of one feature, at most as many as a panel holds. */
export interface PromotedGroup {
  readonly feature: number
  readonly units: PromotedUnit[]
}

/** Sorts neurons into groups of one feature. */
export const groupsOf = (units: readonly PromotedUnit[]): PromotedGroup[] => {
  const groups: PromotedGroup[] = []
  for (const unit of units) {
    const open = groups.find(({ feature, units }) => feature === unit.feature && units.length < lanes)
    if (open) open.units.push(unit)
    else groups.push({ feature: unit.feature, units: [unit] })
  }
  return groups
}

export const promotedTable = (
  data: Dataset,
  rows: FeatureRows,
  network: NetworkSettings,
  layout: OutputLayout,
  { feature, units }: PromotedGroup,
): BlockTable => {
  const patches = rows.ofFeature[feature]
  const samples: number[] = []
  const firstPatch: number[] = []
  patches.forEach((row, p) => {
    const n = rows.sampleOf[row]
    if (samples.at(-1) === n) return
    samples.push(n)
    firstPatch.push(p)
  })
  return {
    shape: {
      classes: lanes,
      neurons: 1,
      power: network.power,
      threshold: network.threshold,
      firstPatch: Int32Array.from([...firstPatch, patches.length]),
      feature: new Int32Array(patches.length),
      weight: Float64Array.from(patches, row => data.weight[row]),
      noiseSquared: Float64Array.from(patches, row => data.noiseNorm[row] * data.noiseNorm[row]),
    },
    slot: Int32Array.from(
      samples.flatMap(n =>
        Array.from({ length: lanes }, (_, lane) =>
          lane < units.length ? slotOf(layout, n, units[lane].ofClass) : -1,
        ),
      ),
    ),
  }
}
