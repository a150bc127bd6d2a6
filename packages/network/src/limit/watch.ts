/** What records read of the limit model. */

import type { Dataset } from '../data/dataset.ts'
import { rowsOfAllPatches, type Watched } from '../descent/watched.ts'
import type { LimitModel } from './model.ts'

/**
 * A limit model on the samples of a data set that are not mixed. Rows are the patches that carry
 * features, or all N·P.
 */
export const watchLimit = (
  model: LimitModel,
  data: Pick<Dataset, 'label' | 'settings' | 'firstPatch' | 'gains'>,
): Watched => ({
  classes: model.classes,
  views: data.settings.views,
  label: data.label,
  firstRow:
    data.gains === undefined ? data.firstPatch : rowsOfAllPatches(data.label.length, data.settings.patches),
  featureCorrelation: model.featureCorrelation,
  correlations: model.weights,
  gradientNorms: model.gradientNorms,
})
