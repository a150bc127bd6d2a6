/** The limit model on data whose patches have given gains. */

import type { LimitWeights } from '@multiview/network'
import type { Dataset, PatchGains } from '../../../packages/network/src/data/dataset.ts'
import type { LimitModel } from '../../../packages/network/src/limit/model.ts'
import { limitModelOf } from '../../../packages/network/src/limit/model-of.ts'
import type { NetworkSettings } from '../../../packages/network/src/settings/settings.ts'

export const modelWithGains = (
  data: Dataset,
  gains: PatchGains,
  network: NetworkSettings,
  start: LimitWeights,
): LimitModel => limitModelOf({ ...data, gains }, network, start)
