/**
 * The neurons of one class on the patches of its own two features: a limit step of one class on a
 * table of its own, whose outputs are added into the slots of the samples that show the class.
 */

import type { Dataset } from '../data/dataset.ts'
import { fromPanels, toPanels } from '../limit/panels.ts'
import type { LimitStep } from '../limit/step/plain.ts'
import type { OutputLayout } from '../objective/output-layout.ts'
import type { NetworkSettings } from '../settings/settings.ts'
import { type BlockTable, blockTable } from './block-table.ts'
import type { FeatureRows } from './feature-rows.ts'
import type { BlockWeights, ReducedStart } from './start.ts'

/** The table of class i: its two features are 0 and 1 there. */
export const ownTable = (
  data: Dataset,
  rows: FeatureRows,
  network: NetworkSettings,
  layout: OutputLayout,
  ofClass: number,
): BlockTable => {
  const [first, second] = [rows.ofFeature[2 * ofClass], rows.ofFeature[2 * ofClass + 1]]
  return blockTable(data, rows, network, layout, Int32Array.from([...first, ...second]).sort(), {
    neurons: network.neurons,
    featureOf: row => data.feature[row] - 2 * ofClass,
    classOf: [ofClass],
  })
}

/** Puts the initial weights of class i into the arrays of its step. */
export const loadOwn = (
  { shape }: BlockTable,
  step: LimitStep,
  start: ReducedStart,
  ofClass: number,
): void => {
  const blocks: [BlockWeights, BlockWeights] = [
    start.block(ofClass, 2 * ofClass),
    start.block(ofClass, 2 * ofClass + 1),
  ]
  const m = shape.neurons
  const a = new Float64Array(2 * m)
  a.set(blocks[0].a)
  a.set(blocks[1].a, m)
  const b = new Float64Array(shape.feature.length * m)
  const next = [0, 0]
  shape.feature.forEach((view, p) => {
    const from = next[view]++ * m
    b.set(blocks[view].b.subarray(from, from + m), p * m)
  })
  toPanels(a, m, step.arrays.a)
  toPanels(b, m, step.arrays.b)
}

/** a of class i on its own features at present, [2, m]. */
export const ownCorrelation = ({ shape }: BlockTable, step: LimitStep): Float64Array =>
  fromPanels(step.arrays.a, new Float64Array(2 * shape.neurons), shape.neurons)
