/**
 * The neurons of one class on the patches of its own V features: a limit step of one class on a
 * table of its own, whose outputs are added into the slots of the samples that show the class.
 */

import type { Dataset } from '../data/dataset.ts'
import { type Features, featureIndex, viewOfFeature, viewsOf } from '../data/features.ts'
import { fromPanels, toPanels } from '../limit/panels.ts'
import type { OutputLayout } from '../objective/output-layout.ts'
import type { NetworkSettings } from '../settings/settings.ts'
import type { BlockStep } from './block-step/block-step.ts'
import { type BlockTable, blockTable } from './block-table.ts'
import type { FeatureRows } from './feature-rows.ts'
import type { ReducedStart } from './start.ts'
import { joined } from './state.ts'

/** The table of class i: its features are 0 to V − 1 there. */
export const ownTable = (
  data: Dataset,
  rows: FeatureRows,
  network: NetworkSettings,
  layout: OutputLayout,
  ofClass: number,
): BlockTable => {
  const { settings } = data
  const patches = ownFeatures(ofClass, settings).flatMap(feature => [...rows.ofFeature[feature]])
  return blockTable(data, rows, network, layout, Int32Array.from(patches).sort(), {
    neurons: network.neurons,
    featureOf: row => viewOfFeature(data.feature[row], settings) - 1,
    classOf: [ofClass],
  })
}

const ownFeatures = (ofClass: number, settings: Pick<Features, 'views'>): number[] =>
  viewsOf(settings).map(view => featureIndex(ofClass, view, settings))

/** Puts the initial weights of class i into the arrays of its step. */
export const loadOwn = (
  { shape }: BlockTable,
  step: BlockStep,
  start: ReducedStart,
  ofClass: number,
): void => {
  const blocks = ownFeatures(ofClass, shape).map(feature => start.block(ofClass, feature))
  const m = shape.neurons
  const a = joined(blocks.map(block => block.a))
  const b = new Float64Array(shape.feature.length * m)
  const next = blocks.map(() => 0)
  shape.feature.forEach((view, p) => {
    const from = next[view]++ * m
    b.set(blocks[view].b.subarray(from, from + m), p * m)
  })
  toPanels(a, m, step.arrays.a)
  toPanels(b, m, step.arrays.b)
}

/** a of class i on its own features at present, [V, m]. */
export const ownCorrelation = ({ shape }: BlockTable, step: BlockStep): Float64Array =>
  fromPanels(step.arrays.a, new Float64Array(shape.views * shape.neurons), shape.neurons)
