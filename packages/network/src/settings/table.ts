/** One record a setting: its symbol, what it is in words, what values it takes. Validation, `--set` and reports read it. */

import type { DenseSettings, DistillationSettings, Settings } from './settings.ts'

interface Common {
  /** The paper's symbol; '' where the paper has none. */
  readonly symbol: string
  readonly meaning: string
}

interface NumberSetting extends Common {
  readonly kind: 'number' | 'integer' | 'range'
  readonly low: number
  readonly high: number
  /** Whether the ends themselves are allowed; both are unless this says otherwise. */
  readonly lowIncluded?: boolean
  readonly highIncluded?: boolean
}

interface ChoiceSetting extends Common {
  readonly kind: 'choice'
  readonly choices: readonly string[]
}

export type SettingRecord = NumberSetting | ChoiceSetting

const integer = (symbol: string, meaning: string, low: number, high: number): SettingRecord => ({
  kind: 'integer',
  symbol,
  meaning,
  low,
  high,
})
const positive = (symbol: string, meaning: string, high = 1e6): SettingRecord => ({
  kind: 'number',
  symbol,
  meaning,
  low: 0,
  high,
  lowIncluded: false,
})
const weights = (symbol: string, meaning: string): SettingRecord => ({
  kind: 'range',
  symbol,
  meaning,
  low: 0,
  high: 1e6,
})

export const settingTable: {
  readonly [Name in keyof (Settings & DenseSettings & DistillationSettings)]: SettingRecord
} = {
  classes: integer('k', 'number of classes', 2, 100_000),
  patches: integer('P', 'patches of a sample', 2, 1e9),
  samples: integer('N', 'samples of a training set', 1, 1e8),
  singleViewFraction: {
    kind: 'number',
    symbol: 'μ',
    meaning: 'fraction of single-view samples',
    low: 0,
    high: 1,
    lowIncluded: false,
    highIncluded: false,
  },
  trainingDraw: {
    kind: 'choice',
    symbol: '',
    meaning: 'labels and present views of a training set',
    choices: ['independent', 'even'],
  },
  otherFeatureRate: {
    kind: 'number',
    symbol: 's',
    meaning: 'a feature of another class is present with probability s/k',
    low: 0,
    high: 1e5,
  },
  patchesPerFeature: integer('C_p', 'patches of one present feature', 1, 1e6),
  patchesPerOtherFeature: integer(
    '',
    'patches of a feature of another class; 0 stands for as many as an own one has',
    0,
    1e6,
  ),
  weightSplit: {
    kind: 'choice',
    symbol: '',
    meaning: 'how a feature’s total weight splits over its patches',
    choices: ['even', 'random', 'first'],
  },
  ownWeight: weights('Σz own', 'total weight of an own feature'),
  weakViewWeight: weights('ρ', 'total weight of the view that a single-view sample shows only weakly'),
  otherWeight: weights('Σz other', 'total weight of another class’s feature in a multi-view sample'),
  singleViewOtherWeight: weights('Γ', 'total weight of another class’s feature in a single-view sample'),
  featureNoise: { kind: 'number', symbol: 'γ', meaning: 'upper end of the feature noise', low: 0, high: 1 },
  noiseNorm: { kind: 'number', symbol: '‖ξ‖', meaning: 'length of a patch’s noise', low: 0, high: 1e6 },
  neurons: integer('m', 'neurons of one class', 1, 100_000),
  power: { kind: 'number', symbol: 'q', meaning: 'power of the smoothed ReLU', low: 2, high: 64 },
  threshold: positive('ϱ', 'threshold of the smoothed ReLU'),
  initialScale: positive('σ_0', 'standard deviation of an initial weight', 1e3),
  stepRule: {
    kind: 'choice',
    symbol: '',
    meaning: 'rule that chooses the step',
    choices: ['adaptive', 'constant', 'multirate'],
  },
  stepSize: positive('η', 'step of the constant rule'),
  stepTolerance: positive('', 'relative change of a neuron in an adaptive step', 1),
  targetLoss: positive('', 'mean cross-entropy at which training ends', 1e3),
  members: integer('L', 'models of an ensemble', 1, 10_000),
  maxSteps: integer('T', 'steps after which training ends at the latest', 0, 1e9),
  targetMargin: {
    kind: 'number',
    symbol: '',
    meaning: 'margin of every training sample at which training ends, 0 for no such end',
    low: 0,
    high: 1e6,
  },
  temperature: positive('τ', 'temperature of the truncated softmax', 1e3),
  distillationRate: positive('η′/η', 'rate of distillation beside that of descent'),
  teacherScale: positive('', 'factor of the teacher’s average'),
  targetReach: {
    kind: 'number',
    symbol: '',
    meaning: 'share of what the teacher sees that the student reaches when distillation ends',
    low: 0,
    high: 1,
  },
  dimension: integer('d', 'dimension of a patch (dense model)', 4, 1e7),
  featureBasis: {
    kind: 'choice',
    symbol: '',
    meaning: 'orthonormal basis that the features come from (dense model)',
    choices: ['axes', 'random'],
  },
  noiseSpan: {
    kind: 'choice',
    symbol: '',
    meaning: 'where noise lies (dense model)',
    choices: ['all', 'off features'],
  },
  backgroundNoiseNorm: {
    kind: 'number',
    symbol: '',
    meaning: 'length of the noise of a patch without a feature (dense model)',
    low: 0,
    high: 1e6,
  },
}

export type SettingName = keyof (Settings & DenseSettings & DistillationSettings)

export const settingNames = Object.keys(settingTable) as SettingName[]

/** The setting that a field name or a symbol of the paper names, if any. */
export const findSetting = (nameOrSymbol: string): SettingName | undefined =>
  settingNames.find(
    name =>
      name === nameOrSymbol ||
      (settingTable[name].symbol !== '' && settingTable[name].symbol === nameOrSymbol),
  )
