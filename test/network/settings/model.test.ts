/** Which settings the model of a run accepts. */
import { checkModel, regimes, SettingError, stepRule, validSettings } from '@multiview/network'
import { expect, test } from 'vitest'
import { stepRuleNamed, stepRuleNames } from '../../../packages/network/src/step-rule/index.ts'
import { modelNames } from '../../../packages/network/src/step-rule/rule.ts'

const ofModel = { limit: regimes.limit, reduced: regimes.theorems, dense: regimes.dense }

test('every model takes the step rules that say so, and no others', () => {
  for (const model of modelNames)
    for (const name of stepRuleNames) {
      const check = () => validSettings({ ...ofModel[model], stepRule: name })
      const { models } = stepRuleNamed(name)
      if (models.includes(model)) expect(check).not.toThrow()
      else expect(check).toThrow(`needs model=${models.join(' or model=')}`)
    }
})

test('the limit and dense models do not take multirate, nor the reduced one common steps', () => {
  expect(() => validSettings({ ...regimes.limit, stepRule: 'multirate' })).toThrow(
    new SettingError(
      'stepRule',
      'multirate',
      'adaptive or constant in model limit; stepRule multirate needs model=reduced',
    ),
  )
  expect(() => validSettings({ ...regimes.theorems, stepRule: 'adaptive' })).toThrow(
    'allowed: multirate in model reduced; stepRule adaptive needs model=limit or model=dense',
  )
  expect(() => stepRule(regimes.theorems)).toThrow(
    'allowed: adaptive or constant in the limit and dense models, whose weights share one step',
  )
})

test('every model takes more than two views', () => {
  for (const regime of Object.values(ofModel))
    expect(() => checkModel({ ...regime, views: 3, viewFactors: [1.2, 1, 1] })).not.toThrow()
})

test('the noise of the reduced model is counted for one class at a time', () => {
  const large = {
    ...regimes.theorems,
    classes: 1000,
    samples: 12_000,
    patches: 2000,
    otherFeatureRate: 5,
  }
  expect(() => checkModel(large)).not.toThrow()
  expect(() => checkModel({ ...large, model: 'limit' })).toThrow(
    /^samples is 12000; allowed: a smaller value, or smaller other settings: /,
  )
})
