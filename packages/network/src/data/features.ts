/**
 * How the features v_{j,ℓ} of k classes with V views each are numbered: those of a class follow
 * each other, V·j + ℓ − 1. Classes j are counted from 0, views ℓ from 1.
 *
 * The paper has V = 2, 2j + ℓ − 1, and says that more views are possible.
 */

import type { DataSettings } from '../settings/settings.ts'

/** The part of the settings that numbers the features. */
export type Features = Pick<DataSettings, 'classes' | 'views'>

/**
 * V·k, the number of features.
 *
 * @example
 * featureCount({ classes: 10, views: 2 }) // 20
 */
export const featureCount = ({ classes, views }: Features): number => classes * views

/** The name of an axis of features in an export: `2k` for two views. */
export const featureAxis = ({ views }: Pick<Features, 'views'>): string => `${views}k`

/**
 * The number of feature v_{j,ℓ}.
 *
 * @example
 * featureIndex(4, 2, { views: 2 }) // 9
 */
export const featureIndex = (classIndex: number, view: number, { views }: Pick<Features, 'views'>): number =>
  views * classIndex + view - 1

/**
 * The class j of a feature.
 *
 * @example
 * classOfFeature(9, { views: 2 }) // 4
 */
export const classOfFeature = (feature: number, { views }: Pick<Features, 'views'>): number =>
  Math.floor(feature / views)

/**
 * The view ℓ of a feature, from 1 on.
 *
 * @example
 * viewOfFeature(9, { views: 2 }) // 2
 */
export const viewOfFeature = (feature: number, { views }: Pick<Features, 'views'>): number =>
  1 + (feature % views)

/** The factor of a view on the own weight: one of V, or the one of all. */
export const factorOf = (view: number, { viewFactors }: Pick<DataSettings, 'viewFactors'>): number =>
  viewFactors[viewFactors.length === 1 ? 0 : view - 1]

/**
 * All views ℓ of a class, 1 to V.
 *
 * @example
 * viewsOf({ views: 3 }) // [1, 2, 3]
 */
export const viewsOf = ({ views }: Pick<Features, 'views'>): number[] =>
  Array.from({ length: views }, (_, at) => at + 1)
