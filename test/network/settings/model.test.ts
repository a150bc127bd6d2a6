/** Which settings the model of a run accepts. */
import { checkModel, regimes, SettingError, stepRule } from '@multiview/network'
import { expect, test } from 'vitest'

const multirate = 'multirate' as const

test('only the reduced model takes the step rule multirate', () => {
  expect(() => checkModel({ ...regimes.distillation, stepRule: multirate })).not.toThrow()
  for (const regime of [regimes.quick, regimes.dense])
    for (const check of [checkModel, stepRule])
      expect(() => check({ ...regime, stepRule: multirate })).toThrow(
        new SettingError(
          'stepRule',
          multirate,
          'adaptive or constant in the limit and dense models; only the reduced model, that of distillation, has multirate',
        ),
      )
})

test('every model takes more than two views', () => {
  for (const regime of [regimes.quick, regimes.dense, regimes.distillation])
    expect(() => checkModel({ ...regime, views: 3, viewFactors: [1.2, 1, 1] })).not.toThrow()
})

test('every model takes the rules with a common step', () => {
  for (const regime of [regimes.quick, regimes.dense, regimes.distillation])
    for (const rule of ['adaptive', 'constant'] as const)
      expect(() => checkModel({ ...regime, stepRule: rule })).not.toThrow()
})

test('the noise of the reduced model is counted for one class at a time', () => {
  const large = {
    ...regimes.distillation,
    classes: 1000,
    samples: 12_000,
    patches: 2000,
    otherFeatureRate: 5,
  }
  expect(() => checkModel(large)).not.toThrow()
  const { temperature: _, ...limit } = large
  expect(() => checkModel(limit)).toThrow(
    /^samples is 12000; allowed: a smaller value, or smaller other settings: /,
  )
})
