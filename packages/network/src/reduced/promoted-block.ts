/**
 * Promoted neurons on the patches of one feature: a limit step whose classes are single neurons.
 */

import type { Dataset } from '../data/dataset.ts'
import { fromPanels, toPanels } from '../limit/panels.ts'
import { lanes } from '../limit/step/plain.ts'
import type { OutputLayout } from '../objective/output-layout.ts'
import type { NetworkSettings } from '../settings/settings.ts'
import type { BlockStep } from './block-step/block-step.ts'
import { blockSteps } from './block-step/step.ts'
import { type Block, type BlockTable, blockTable } from './block-table.ts'
import type { FeatureRows } from './feature-rows.ts'
import type { PromotedUnit } from './off-class.ts'

/** Neurons of one feature, at most as many as a panel holds. */
export interface PromotedGroup {
  readonly feature: number
  readonly units: PromotedUnit[]
}

/** A block for each group, with the weights of its units. */
export const blocksOf = (
  data: Dataset,
  rows: FeatureRows,
  network: NetworkSettings,
  layout: OutputLayout,
  groups: readonly PromotedGroup[],
): Block[] => {
  const tables = groups.map(group => promotedTable(data, rows, network, layout, group))
  const steps = blockSteps(tables.map(({ shape }) => shape))
  return groups.map((group, g) => {
    const block = { ...tables[g], step: steps[g] }
    loadUnits(group, block)
    return block
  })
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

const promotedTable = (
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

const loadUnits = ({ units }: PromotedGroup, { shape, step }: Block): void => {
  const width = shape.classes
  const patches = shape.feature.length
  const a = new Float64Array(shape.views * width * width)
  const b = new Float64Array(patches * width)
  units.forEach((unit, lane) => {
    a[lane] = unit.a
    for (let p = 0; p < patches; p++) b[p * width + lane] = unit.b[p]
  })
  toPanels(a, width, step.arrays.a)
  toPanels(b, width, step.arrays.b)
}

/** The names of the neurons of a group, for `namedUnits`. */
export const unitNames = ({ units }: PromotedGroup): Int32Array =>
  Int32Array.from(units.flatMap(({ ofClass, neuron, feature }) => [ofClass, neuron, feature]))

/** Neurons of these names, with weights not yet set. */
export const namedUnits = (rows: FeatureRows, names: Int32Array): PromotedUnit[] =>
  Array.from({ length: names.length / 3 }, (_, at) => {
    const [ofClass, neuron, feature] = names.subarray(3 * at, 3 * at + 3)
    return { ofClass, neuron, feature, a: 0, b: new Float64Array(rows.ofFeature[feature].length) }
  })

export const presentUnits = (
  { units }: PromotedGroup,
  { shape }: BlockTable,
  step: BlockStep,
): PromotedUnit[] => {
  const width = shape.classes
  const patches = shape.feature.length
  const a = fromPanels(step.arrays.a, new Float64Array(shape.views * width * width), width)
  const b = fromPanels(step.arrays.b, new Float64Array(patches * width), width)
  return units.map((unit, lane) => ({
    ...unit,
    a: a[lane],
    b: Float64Array.from({ length: patches }, (_, p) => b[p * width + lane]),
  }))
}
