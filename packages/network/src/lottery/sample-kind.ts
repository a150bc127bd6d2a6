/** Training samples by what the network must do to fit them (paper.md §3, memorisation), and records split so. */

import type { Dataset } from '../data/dataset.ts'
import type { View } from './lottery.ts'

/**
 * A multi-view sample, or a single-view one that shows the view that its class has learned, or one that lacks it: the
 * last are fitted through their own noise.
 */
export type SampleKind = 'multi-view' | 'learned view' | 'lacks learned view'

export const sampleKinds = ['multi-view', 'learned view', 'lacks learned view'] as const

/** The kind of every sample, given the view that each class learns, [k]. */
export const kindsOf = (
  { label, presentView }: Pick<Dataset, 'label' | 'presentView'>,
  learned: readonly View[],
): SampleKind[] =>
  Array.from(label, (own, n) =>
    presentView[n] === 0
      ? 'multi-view'
      : presentView[n] === learned[own]
        ? 'learned view'
        : 'lacks learned view',
  )

/** What there is to say of a number that every sample of one kind has. */
export interface KindSummary {
  readonly count: number
  /** NaN where there is no such sample, as are the others. */
  readonly mean: number
  readonly least: number
  readonly largest: number
}

/** A quantity of a record, [N], by kind of sample: noise correlations, losses or margins. */
export const summaryByKind = (
  values: Float64Array,
  kinds: readonly SampleKind[],
): Record<SampleKind, KindSummary> =>
  Object.fromEntries(
    sampleKinds.map(kind => [kind, summaryOf(values.filter((_, n) => kinds[n] === kind))]),
  ) as Record<SampleKind, KindSummary>

const summaryOf = (values: Float64Array): KindSummary =>
  values.length === 0
    ? { count: 0, mean: Number.NaN, least: Number.NaN, largest: Number.NaN }
    : {
        count: values.length,
        mean: values.reduce((sum, value) => sum + value, 0) / values.length,
        least: values.reduce((least, value) => Math.min(least, value)),
        largest: values.reduce((largest, value) => Math.max(largest, value)),
      }
