/** Training samples by what the network must do to fit them: learn a feature, or memorize noise. */

import type { Dataset } from '../data/dataset.ts'
import type { View } from './lottery.ts'

/**
 * A multi-view sample, a single-view sample that shows the view that its class has learned, or a
 * single-view sample that lacks it. The last kind is fitted through its own noise.
 */
export type SampleKind = 'multi-view' | 'learned view' | 'lacks learned view'

/**
 * All kinds of training samples.
 *
 * @example
 * sampleKinds.length // 3
 */
export const sampleKinds = ['multi-view', 'learned view', 'lacks learned view'] as const

/**
 * The kind of every sample, given the view that each class learns, [k].
 *
 * @example
 * const data = { label: new Int32Array([0, 0]), presentView: new Int32Array([0, 2]) }
 * kindsOf(data, [1]) // ["multi-view", "lacks learned view"]
 */
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
