/**
 * Some of the patches as a limit step of their own, with the slots of its outputs. Every block of
 * neurons is built on such a table.
 */

import type { Dataset } from '../data/dataset.ts'
import type { LimitStepShape } from '../limit/step/plain.ts'
import { type OutputLayout, slotOf } from '../objective/output-layout.ts'
import type { NetworkSettings } from '../settings/settings.ts'
import type { BlockStep } from './block-step/block-step.ts'
import type { FeatureRows } from './feature-rows.ts'

/** A limit step on some of the patches, and the slots that its outputs are added into. */
export interface BlockTable {
  readonly shape: LimitStepShape
  /** [samples of the table] */
  readonly samples: Int32Array
  /** The class of each output of a sample; −1 for outputs of idle neurons. */
  readonly classOf: readonly number[]
  /** The slot of each of the step's outputs; −1 where there is none. */
  readonly slot: Int32Array
}

/** A table and the step on it. */
export interface Block extends BlockTable {
  readonly step: BlockStep
}

/**
 * @param patches rows of the data set's table, increasing.
 * @param featureOf what the step takes for a row's feature.
 * @param classOf the class of each output of a sample.
 */
export const blockTable = (
  data: Dataset,
  rows: FeatureRows,
  { power, threshold }: NetworkSettings,
  layout: OutputLayout,
  patches: Int32Array,
  {
    neurons,
    featureOf,
    classOf,
  }: {
    readonly neurons: number
    readonly featureOf: (row: number) => number
    readonly classOf: readonly number[]
  },
): BlockTable => {
  const samples: number[] = []
  const firstPatch: number[] = []
  patches.forEach((row, p) => {
    const n = rows.sampleOf[row]
    if (samples.at(-1) === n) return
    samples.push(n)
    firstPatch.push(p)
  })
  const table: BlockTable = {
    shape: {
      classes: classOf.length,
      views: data.settings.views,
      neurons,
      power,
      threshold,
      firstPatch: Int32Array.from([...firstPatch, patches.length]),
      feature: Int32Array.from(patches, featureOf),
      weight: Float64Array.from(patches, row => data.weight[row]),
      noiseSquared: Float64Array.from(patches, row => data.noiseNorm[row] * data.noiseNorm[row]),
    },
    samples: Int32Array.from(samples),
    classOf,
    slot: new Int32Array(samples.length * classOf.length),
  }
  layOut(table, layout)
  return table
}

/** Finds the slots of a table's outputs in a layout. */
export const layOut = ({ samples, classOf, slot }: BlockTable, layout: OutputLayout): void => {
  samples.forEach((n, at) => {
    classOf.forEach((ofClass, lane) => {
      slot[at * classOf.length + lane] = ofClass < 0 ? -1 : slotOf(layout, n, ofClass)
    })
  })
}
