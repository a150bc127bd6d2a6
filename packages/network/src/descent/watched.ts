/** A model under training as a recorder sees it: as correlations with features and noise, whichever model it is. */

import type { Dataset } from '../data/dataset.ts'
import type { DenseDataset } from '../data/dense.ts'
import { featureCorrelations, patchCorrelations } from '../dense/correlations.ts'
import type { DenseModel } from '../dense/model.ts'
import type { LimitModel, LimitWeights } from '../limit/model.ts'

export interface Watched {
  /** k. */
  readonly classes: number
  /** [N] */
  readonly label: Int32Array
  /** [N+1] first row of each sample among the rows of b. */
  readonly firstRow: Int32Array
  /** The present a = ⟨w, v⟩ alone, [2k, k·m]. */
  featureCorrelation(): Float64Array
  /** The present a = ⟨w, v⟩ [2k, k·m] and b = ⟨w, ξ⟩ [rows, k·m], one row a patch. */
  correlations(): LimitWeights
  /** ‖∂L/∂w_i‖ over all neurons of class i, [k], at the outputs that `backward` was last called for. */
  gradientNorms(): Float64Array
}

/** A `limitModel`, or a `gainModel` where the data has gains. Rows are the patches that carry features, or all N·P. */
export const watchLimit = (
  model: LimitModel,
  data: Pick<Dataset, 'label' | 'settings' | 'firstPatch' | 'gains'>,
): Watched => ({
  classes: model.classes,
  label: data.label,
  firstRow: data.gains === undefined ? data.firstPatch : evenRows(data),
  featureCorrelation: model.featureCorrelation,
  correlations: model.weights,
  gradientNorms: model.gradientNorms,
})

/** Rows are all N·P patches. */
export const watchDense = (model: DenseModel, data: DenseDataset): Watched => ({
  classes: model.classes,
  label: data.label,
  firstRow: evenRows(data),
  featureCorrelation: () => featureCorrelations(data.features, model.weights(), data.settings.dimension),
  correlations: () => patchCorrelations(data, model.weights()),
  gradientNorms: model.gradientNorms,
})

const evenRows = ({ label, settings }: Pick<Dataset, 'label' | 'settings'>): Int32Array =>
  Int32Array.from({ length: label.length + 1 }, (_, n) => n * settings.patches)
