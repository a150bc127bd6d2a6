/** How many patches of a sample carry a feature, and so how many patches P a sample needs. */

import type { DataSettings } from './settings.ts'

type Presence = Pick<
  DataSettings,
  'classes' | 'views' | 'otherFeatureRate' | 'patchesPerFeature' | 'patchesPerOtherFeature'
>

const count = (settings: Presence, othersPresent: number): number => {
  const { classes, views, patchesPerFeature, patchesPerOtherFeature } = settings
  return (
    views * patchesPerFeature +
    views * (classes - 1) * othersPresent * (patchesPerOtherFeature || patchesPerFeature)
  )
}

/**
 * The largest possible number: every feature of every class is present. Without features of other
 * classes, only the own ones are present.
 */
export const mostFeaturePatches = (settings: Presence): number =>
  count(settings, settings.otherFeatureRate > 0 ? 1 : 0)

/**
 * The mean number: each other feature is present with probability s/k.
 *
 * @example
 * meanFeaturePatches(regimes.limit) // 11
 */
export const meanFeaturePatches = (settings: Presence): number =>
  count(settings, settings.otherFeatureRate / settings.classes)

/**
 * The settings with at least as many patches as a sample can need. A P that the user chose stays as
 * it is; `validSettings` refuses it if it is too small.
 *
 * @param chosen what the user set
 * @example
 * withEnoughPatches({ ...regimes.limit, classes: 12 }, {}).patches // 24
 */
export const withEnoughPatches = <S extends DataSettings>(settings: S, chosen: { patches?: unknown }): S =>
  chosen.patches === undefined && settings.patches < mostFeaturePatches(settings)
    ? { ...settings, patches: mostFeaturePatches(settings) }
    : settings
