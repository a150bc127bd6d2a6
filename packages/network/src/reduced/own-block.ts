/**
 * The neurons of one class on the patches of its own V features: a limit step of one class on a
 * table of its own, whose outputs are added into the slots of the samples that show the class.
 */

import type { Dataset } from '../data/dataset.ts'
import { type Features, featureIndex, viewOfFeature, viewsOf } from '../data/features.ts'
import { fromPanels, rowToPanels } from '../limit/panels.ts'
import type { OutputLayout } from '../objective/output-layout.ts'
import type { NetworkSettings } from '../settings/settings.ts'
import type { BlockStep } from './block-step/block-step.ts'
import { type BlockTable, blockTable } from './block-table.ts'
import type { FeatureRows } from './feature-rows.ts'
import type { ReducedStart } from './start.ts'

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
  const { neurons, views, feature } = shape
  ownFeatures(ofClass, shape).forEach((own, view) => {
    const { a, b } = start.block(ofClass, own)
    rowToPanels(a, 0, neurons, step.arrays.a, view, views)
    for (let p = 0, from = 0; p < feature.length; p++) {
      if (feature[p] !== view) continue
      rowToPanels(b, from, neurons, step.arrays.b, p, feature.length)
      from += neurons
    }
  })
}

/** a of class i on its own features at present, [V, m]. */
export const ownCorrelation = ({ shape }: BlockTable, step: BlockStep): Float64Array =>
  fromPanels(step.arrays.a, new Float64Array(shape.views * shape.neurons), shape.neurons)
