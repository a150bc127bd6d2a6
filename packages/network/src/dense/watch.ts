/** The dense model as records see it. */

import type { DenseDataset } from '../data/dense.ts'
import { rowsOfAllPatches, type Watched } from '../descent/watched.ts'
import { featureCorrelations, patchCorrelations } from './correlations.ts'
import type { DenseModel } from './model.ts'

/** Rows are all N·P patches. */
export const watchDense = (model: DenseModel, data: DenseDataset): Watched => ({
  classes: model.classes,
  label: data.label,
  firstRow: rowsOfAllPatches(data.size, data.settings.patches),
  featureCorrelation: () => featureCorrelations(data.features, model.weights(), data.settings.dimension),
  correlations: () => patchCorrelations(data, model.weights()),
  gradientNorms: model.gradientNorms,
})
