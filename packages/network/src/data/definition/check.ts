/**
 * Checks samples against Definition 1 of the paper (arXiv 2012.09816) and against their own
 * settings, property by property. The data may come from anywhere; settings that no data can
 * satisfy are found, too.
 */

import type { NetworkSettings } from '../../settings/settings.ts'
import type { Dataset } from '../dataset.ts'
import type { DenseDataset } from '../dense.ts'
import { checkDenseNoise } from './dense-noise.ts'
import { checkKinds } from './kinds.ts'
import { checkNoise } from './noise.ts'
import { occurrencesOf } from './occurrences.ts'
import { checkPresence } from './presence.ts'
import type { PropertyCheck } from './property.ts'
import { checkWeights } from './weights.ts'

export interface DefinitionOptions {
  /** Whether this is a training set; labels and views of a stratified test set are not checked. */
  readonly isTrainingSet?: boolean
  /**
   * The probability that the check names a property of correct data by chance; 1e-6 unless given.
   */
  readonly level?: number
}

/**
 * The properties of the definition that a data set violates, each with what was measured and what
 * is required; none for data that satisfies the definition.
 *
 * @param settings q, whose power sums Σ z_p^q the definition bounds.
 * @example
 * const data = trainingSetOf(regimes.limit, { seed: 1, dataset: 'a' })
 * checkDefinition(data, regimes.limit).map(({ property }) => property) // []
 */
export const checkDefinition = (
  data: Dataset | DenseDataset,
  { power }: Pick<NetworkSettings, 'power'>,
  { isTrainingSet = true, level = 1e-6 }: DefinitionOptions = {},
): PropertyCheck[] => {
  const table = 'table' in data ? data.table : data
  const occurrences = occurrencesOf(table, power)
  return [
    ...(isTrainingSet ? checkKinds(table, level) : []),
    ...checkPresence(table, occurrences, level),
    ...checkWeights(table, occurrences, power, level),
    ...('table' in data ? checkDenseNoise(data, level) : checkNoise(data, level)),
  ].filter(({ met }) => !met)
}
