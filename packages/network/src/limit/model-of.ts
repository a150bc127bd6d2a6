/** The limit model that fits a data set: with feature noise, or without. */

import type { Dataset } from '../data/dataset.ts'
import { unmixed } from '../data/mixture.ts'
import type { NetworkSettings } from '../settings/settings.ts'
import { mixedLimitModel } from './mixed-model.ts'
import { type LimitModel, type LimitWeights, limitModel } from './model.ts'

/**
 * `limitModel` for data without feature noise. With it all P patches count, each with a component
 * along every feature: `mixedLimitModel` on samples that are not mixed. Both start at a [V·k, k·m]
 * and b, one row for each length in `noiseLengths`.
 *
 * @throws SettingError for invalid network settings; RangeError when the weights do not fit the
 * data.
 */
export const limitModelOf = (data: Dataset, network: NetworkSettings, start: LimitWeights): LimitModel =>
  data.gains === undefined
    ? limitModel(data, network, start)
    : mixedLimitModel(data, unmixed(data), network, start)
