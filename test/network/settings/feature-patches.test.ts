import { regimes, type Settings, validSettings, withEnoughPatches } from '@multiview/network'
import { stream } from '@multiview/tensor'
import { describe, expect, test } from 'vitest'
import { drawTrainingSet } from '../../../packages/network/src/data/draw.ts'
import {
  meanFeaturePatches,
  mostFeaturePatches,
} from '../../../packages/network/src/settings/feature-patches.ts'
import { regimeWith } from '../settings.ts'

/** Patches with features of each sample. */
const drawn = (settings: Settings): number[] => {
  const { firstPatch, size } = drawTrainingSet(settings, stream(1))
  return Array.from({ length: size }, (_, n) => firstPatch[n + 1] - firstPatch[n])
}

const shapes: readonly Partial<Settings>[] = [
  {},
  { classes: 14 },
  { classes: 4, patchesPerFeature: 3 },
  { classes: 5, patchesPerFeature: 3, patchesPerOtherFeature: 2 },
]
const shaped = (changes: Partial<Settings>): Settings =>
  regimeWith({ otherFeatureRate: 2, patches: 200, ...changes })

describe('the patches of a sample that carry features', () => {
  test.each(shapes)('%j: at most as many as a sample has in which every feature is present', changes => {
    const settings = shaped(changes)
    const full = { ...settings, otherFeatureRate: settings.classes }
    expect(new Set(drawn(full))).toEqual(new Set([mostFeaturePatches(settings)]))
  })

  test.each(shapes)('%j: on average as many as drawn samples have', changes => {
    const settings = shaped({ ...changes, samples: 4000 })
    const counts = drawn(settings)
    const mean = counts.reduce((sum, each) => sum + each, 0) / counts.length
    const variance = counts.reduce((sum, each) => sum + (each - mean) ** 2, 0) / counts.length
    expect(Math.abs(mean - meanFeaturePatches(settings))).toBeLessThan(
      4 * Math.sqrt(variance / counts.length),
    )
  })

  test('are those of the own class alone if no other feature occurs', () => {
    const alone = shaped({ otherFeatureRate: 0, patchesPerFeature: 3 })
    expect([mostFeaturePatches(alone), meanFeaturePatches(alone)]).toEqual([6, 6])
    expect(new Set(drawn(alone))).toEqual(new Set([6]))
  })
})

describe('P', () => {
  test('grows with the classes, stays where it is enough, and does not change if the user set it', () => {
    const more = { ...regimes.limit, classes: 14 }
    expect(withEnoughPatches(more, {})).toEqual({ ...more, patches: 28 })
    expect(withEnoughPatches({ ...regimes.limit, classes: 6 }, {}).patches).toBe(20)
    expect(withEnoughPatches(more, { patches: 20 })).toBe(more)
    expect(() => validSettings(more)).toThrow('patches is 20; allowed: at least 28')
  })

  test('of every regime is enough', () => {
    for (const regime of Object.values(regimes)) expect(withEnoughPatches(regime, {})).toBe(regime)
  })
})
