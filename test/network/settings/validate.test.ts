import {
  describeAllowed,
  findSetting,
  regimes,
  SettingError,
  type SettingName,
  settingNames,
  settingTable,
  validateSetting,
  validSettings,
} from '@multiview/network'
import { stream } from '@multiview/tensor'
import { describe, expect, test } from 'vitest'
import { drawTrainingSet } from '../../../packages/network/src/data/draw.ts'
import { drawFeatureCorrelation } from '../../../packages/network/src/limit/model.ts'
import { regimeWith } from '../settings.ts'

const names: SettingName[] = settingNames

/** The error message that is required. */
const refusal = (name: SettingName, shown: string): string =>
  `${name} is ${shown}; allowed: ${describeAllowed(settingTable[name])}.`

const refuse = (name: SettingName, value: unknown, shown: string): void => {
  expect(() => validateSetting(name, value)).toThrow(
    new SettingError(name, value, describeAllowed(settingTable[name])),
  )
  expect(() => validateSetting(name, value)).toThrow(refusal(name, shown))
}

describe.each(names)('%s', name => {
  const record = settingTable[name]

  test('refuses NaN, infinities, missing values and strings, naming setting, value and what is allowed', () => {
    refuse(name, Number.NaN, 'NaN')
    refuse(name, Number.POSITIVE_INFINITY, 'Infinity')
    refuse(name, Number.NEGATIVE_INFINITY, '-Infinity')
    refuse(name, undefined, 'undefined')
    refuse(name, null, 'null')
    refuse(name, '7', '"7"')
  })

  if (record.kind === 'choice')
    test('takes each of its choices and no other', () => {
      for (const choice of record.choices) validateSetting(name, choice)
      refuse(name, 'quickly', '"quickly"')
    })
  else {
    const as = (value: number): unknown =>
      record.kind === 'range' ? [value, value] : record.kind === 'list' ? [1, value, 1] : value
    const shown = (value: number): string => {
      const given = as(value)
      return Array.isArray(given) ? `[${given.join(', ')}]` : String(value)
    }
    const step = record.kind === 'integer' ? 1 : 1e-9 * Math.max(1, record.high)

    test('takes the ends of its range where they belong to it, and refuses them where they do not', () => {
      for (const [end, included] of [
        [record.low, record.lowIncluded !== false],
        [record.high, record.highIncluded !== false],
      ] as const)
        if (included) validateSetting(name, as(end))
        else refuse(name, as(end), shown(end))
    })

    test('refuses what lies just below or just above', () => {
      refuse(name, as(record.low - step), shown(record.low - step))
      refuse(name, as(record.high + step), shown(record.high + step))
    })

    test('takes what lies between', () => {
      validateSetting(name, as(record.low + step))
      validateSetting(name, as(record.high - step))
    })

    if (record.kind === 'integer')
      test('refuses numbers that are not whole', () =>
        refuse(name, record.low + 0.5, String(record.low + 0.5)))

    if (record.kind === 'list')
      test('takes lists of any length but 0', () => {
        validateSetting(name, [1])
        validateSetting(name, [1, 0.5, 2, 1])
        refuse(name, [], '[]')
        refuse(name, ['1'], '[1]')
        refuse(name, [1, Number.NaN], '[1, NaN]')
        refuse(name, 1, '1')
      })

    if (record.kind === 'range')
      test('refuses a pair in the wrong order, of another length, or of anything but numbers', () => {
        refuse(name, [1, 0.5], '[1, 0.5]')
        refuse(name, [1], '[1]')
        refuse(name, [0, 1, 2], '[0, 1, 2]')
        refuse(name, [0, Number.NaN], '[0, NaN]')
        refuse(name, ['0', '1'], '[0, 1]')
        refuse(name, 0.5, '0.5')
      })
  }
})

test('the ranges are those of the theory: k and q from 2, μ inside (0, 1)', () => {
  refuse('classes', 1, '1')
  refuse('power', 1.99, '1.99')
  refuse('singleViewFraction', 0, '0')
  refuse('singleViewFraction', 1, '1')
  expect(refusal('singleViewFraction', '1')).toBe('singleViewFraction is 1; allowed: a number in (0, 1).')
  expect(refusal('classes', '1')).toBe('classes is 1; allowed: an integer in [2, 100000].')
})

test('settings that do not fit each other are refused', () => {
  expect(() => validSettings(regimeWith({ otherFeatureRate: 10.5 }))).toThrow(
    'otherFeatureRate is 10.5; allowed: at most classes = 10, since s/k is a probability.',
  )
  expect(() => validSettings(regimeWith({ patches: 5, patchesPerFeature: 3 }))).toThrow(
    'patches is 5; allowed: at least 60, so that a sample can hold every feature.',
  )
})

test('a name that is not a setting is refused, with the names of the settings', () => {
  const settings = { ...regimes.limit, learningRate: 1 }
  expect(() => validSettings(settings)).toThrow(
    /^learningRate: there is no such setting; choose from classes, views, patches, /,
  )
})

test('a missing setting is refused', () => {
  const { neurons: _, ...rest } = regimes.limit
  expect(() => validSettings(rest as typeof regimes.limit)).toThrow('neurons is undefined')
})

test('an error knows the setting that it is about', () => {
  try {
    validateSetting('power', 1)
    expect.unreachable()
  } catch (error) {
    expect(error).toBeInstanceOf(SettingError)
    expect((error as SettingError).setting).toBe('power')
    expect((error as SettingError).name).toBe('SettingError')
  }
})

test('drawing checks the settings that it uses', () => {
  expect(() => drawTrainingSet(regimeWith({ classes: 1 }), stream(1))).toThrow('classes is 1')
  expect(() => drawFeatureCorrelation(10, regimeWith({ neurons: 0 }), stream(1))).toThrow('neurons is 0')
})

test('every regime is valid', () => {
  for (const regime of Object.values(regimes)) validSettings(regime)
})

test('settings are found by field name, symbol and other spellings, and none of these names two settings', () => {
  for (const name of names) {
    expect(findSetting(name)).toBe(name)
    const { symbol, spellings = [] } = settingTable[name]
    for (const word of symbol === '' ? spellings : [symbol, ...spellings])
      expect(findSetting(word)).toBe(name)
  }
  expect(findSetting('ϱ')).toBe('threshold')
  for (const [name, words] of Object.entries({
    // U+00B5, the micro sign of keyboards, beside U+03BC, the Greek letter.
    singleViewFraction: ['\u00b5', '\u03bc', 'mu'],
    initialScale: ['sigma_0', 'sigma0', 'σ0', 'σ_0'],
    weakViewWeight: ['rho', 'ρ'],
    threshold: ['varrho', 'ϱ'],
    featureNoise: ['gamma', 'γ'],
    singleViewOtherWeight: ['Gamma', 'Γ'],
    stepSize: ['eta', 'η'],
    temperature: ['tau', 'τ'],
    noiseNorm: ['xi', 'ξ', '‖ξ‖'],
    teacherScale: ['theta', 'Theta', 'Θ', 'Θ~(1)'],
    distillationRate: ["eta'/eta", "η'/η", 'η′/η'],
    patchesPerFeature: ['Cp', 'C_p'],
  }))
    for (const word of words) expect(findSetting(word), word).toBe(name)
  expect(findSetting('')).toBeUndefined()
  expect(findSetting('toString')).toBeUndefined()
})
