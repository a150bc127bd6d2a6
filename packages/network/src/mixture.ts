/**
 * @multiview/network/mixture: training samples that are mixed from others, for the limit model and
 * in R^d, their soft labels, training on any objective, and the settings of full-batch descent.
 */

export { withConstantSum } from './data/constant-sum.ts'
export {
  allPlaces,
  type MixedSample,
  type Mixture,
  mixPairs,
  mixtureOf,
  type Places,
} from './data/mixture.ts'
export { placesOf } from './data/places.ts'
export { mixedPatches } from './dense/mixed.ts'
export { trainOnObjective } from './descent/train-on-labels.ts'
export { mixedLimitModel } from './limit/mixed-model.ts'
export { relativeEntropy } from './objective/relative-entropy.ts'
export { fullBatchDescent } from './settings/full-batch.ts'
export { type GroupName, namesOf } from './settings/names.ts'
