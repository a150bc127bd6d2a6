/** Promoted neurons on the patches of one feature: a limit step whose classes are single neurons. */

import type { Dataset } from '../../data/dataset.ts'
import type { OutputLayout } from '../../objective/output-layout.ts'
import type { NetworkSettings } from '../../settings/settings.ts'
import { lanes } from '../limit-step-plain.ts'
import { type BlockTable, blockTable } from './block-table.ts'
import type { FeatureRows } from './feature-rows.ts'
import type { PromotedUnit } from './off-class.ts'

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
): BlockTable =>
  blockTable(data, rows, network, layout, rows.ofFeature[feature], {
    neurons: 1,
    featureOf: () => 0,
    classOf: Array.from({ length: lanes }, (_, lane) => units[lane]?.ofClass ?? -1),
  })
