/**
 * Checks drawn samples against Definition 1 (paper.md §1), property by property: what they show, what the definition with these
 * settings asks, and whether it is met. For data of any origin; settings that no data can satisfy show as well.
 */

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
  /** q, whose power sums Σ z_p^q the definition bounds. */
  readonly power: number
  /** Whether this is a training set; of a stratified test set labels and views are not checked. */
  readonly isTrainingSet?: boolean
  /** The chance that one property of a right data set is named by bad luck; 1e-6 unless given. */
  readonly level?: number
}

/** Every property of a data set in the limit. */
export const checkDefinition = (data: Dataset, options: DefinitionOptions): PropertyCheck[] => [
  ...checkTable(data, options),
  ...checkNoise(data, levelOf(options)),
]

/** Every property of a data set in R^d. */
export const checkDenseDefinition = (data: DenseDataset, options: DefinitionOptions): PropertyCheck[] => [
  ...checkTable(data.table, options),
  ...checkDenseNoise(data, levelOf(options)),
]

/** The properties that are not met. */
export const complaintsOf = (checks: readonly PropertyCheck[]): PropertyCheck[] =>
  checks.filter(({ met }) => !met)

const levelOf = ({ level = 1e-6 }: DefinitionOptions): number => level

const checkTable = (data: Dataset, options: DefinitionOptions): PropertyCheck[] => {
  const { power, isTrainingSet = true } = options
  const level = levelOf(options)
  const occurrences = occurrencesOf(data, power)
  return [
    ...(isTrainingSet ? checkKinds(data, level) : []),
    ...checkPresence(data, occurrences, level),
    ...checkWeights(data, occurrences, power, level),
  ]
}
