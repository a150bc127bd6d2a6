/** The limit model that fits a data set: with feature noise, or without. */

import type { Dataset } from '../data/dataset.ts'
import type { NetworkSettings } from '../settings/settings.ts'
import { gainModel } from './gain-model.ts'
import { type LimitModel, type LimitWeights, limitModel } from './model.ts'

/**
 * `gainModel` for data with feature noise, else the faster `limitModel`. Both start at a [V·k, k·m]
 * and b, one row for each length in `noiseLengths`.
 *
 * @throws SettingError for invalid network settings; RangeError when the weights do not fit the
 * data.
 */
export const limitModelOf = (data: Dataset, network: NetworkSettings, start: LimitWeights): LimitModel =>
  data.gains === undefined ? limitModel(data, network, start) : gainModel(data, data.gains, network, start)

/**
 * ‖ξ_p‖ of the patches that b has rows for: all [N·P] with feature noise, else those that carry a
 * feature, [Q].
 */
export const noiseLengths = ({ gains, noiseNorm }: Dataset): Float64Array => gains?.noiseNorm ?? noiseNorm
