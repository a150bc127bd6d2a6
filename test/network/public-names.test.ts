/** The names that users can import. Every change of these lists is a change for users. */
import * as network from '@multiview/network'
import * as kernels from '@multiview/network/kernels'
import * as mixture from '@multiview/network/mixture'
import * as settings from '@multiview/network/settings'
import { expect, test } from 'vitest'
import { namesOf } from './public-names.ts'

test('the main entry exports at most 89 names', () => {
  expect(namesOf('index.ts').length).toBeLessThanOrEqual(89)
  expect(namesOf('index.ts')).toMatchInlineSnapshot(`
    [
      "Checkpointing",
      "Dataset",
      "DenseSettings",
      "DistillationSettings",
      "LimitRun",
      "LimitWeights",
      "Model",
      "Objective",
      "ReducedNetwork",
      "ReducedRun",
      "ReducedTeacher",
      "RegimeName",
      "RunNames",
      "SettingError",
      "SettingName",
      "Settings",
      "StepRule",
      "StudentRun",
      "ValidSettings",
      "autodiffModel",
      "averageModel",
      "averageOfWeights",
      "checkDefinition",
      "checkModel",
      "checkReducedSettings",
      "classOfFeature",
      "countEnsembleErrors",
      "countErrors",
      "countReducedErrors",
      "crossEntropy",
      "denseDefaults",
      "denseModel",
      "denseOutputs",
      "denseTrainingSetOf",
      "denseWeightsOf",
      "descend",
      "describeAllowed",
      "distillReducedModel",
      "drawDenseWeights",
      "drawGaussian",
      "drawNoiseCorrelation",
      "drawTestSet",
      "exportDenseRun",
      "exportLimitRun",
      "featureCount",
      "featureIndex",
      "findSetting",
      "findStepRule",
      "formulaInitialScale",
      "handicap",
      "kindsOf",
      "learnedBoth",
      "learnedEach",
      "learnedViews",
      "limitModel",
      "limitOf",
      "limitProof",
      "linearRule",
      "lotteryMargin",
      "lotteryWinners",
      "memberOutputs",
      "reducedPredictions",
      "regimeAt",
      "regimes",
      "sampleKinds",
      "settingNames",
      "settingTable",
      "startOf",
      "stepRule",
      "tangentFeatures",
      "tangentModel",
      "tangentOutputs",
      "totalViewStrength",
      "trainDenseModel",
      "trainLimitModel",
      "trainOnLabels",
      "trainOnTeacher",
      "trainReducedModel",
      "trainedNetwork",
      "trainingSetOf",
      "truncatedSoftmax",
      "validSettings",
      "validateSetting",
      "viewOfFeature",
      "viewPower",
      "viewStrength",
      "visibleLayout",
      "withDenseSettings",
      "withEnoughPatches",
    ]
  `)
})

test('the entry of kernels exports single steps', () => {
  expect(namesOf('kernels.ts')).toMatchInlineSnapshot(`
    [
      "CrossEntropy",
      "DenseActivation",
      "DenseShape",
      "DenseStep",
      "DenseThreads",
      "FreshErrors",
      "LimitStep",
      "LimitStepShape",
      "OutputGradient",
      "countFreshErrors",
      "crossEntropyGradient",
      "denseLoss",
      "denseStep",
      "denseStepPlain",
      "embed",
      "gramModel",
      "gramOf",
      "limitStep",
      "openDenseThreads",
      "serveDenseThreads",
    ]
  `)
})

test('the entry of settings', () => {
  expect(namesOf('settings.ts')).toMatchInlineSnapshot(`
    [
      "DenseSettings",
      "DistillationSettings",
      "RegimeName",
      "RunNames",
      "SettingError",
      "SettingName",
      "Settings",
      "ValidSettings",
      "checkModel",
      "checkReducedSettings",
      "denseDefaults",
      "describeAllowed",
      "findSetting",
      "findStepRule",
      "formulaInitialScale",
      "regimeAt",
      "regimes",
      "settingNames",
      "settingTable",
      "validSettings",
      "validateSetting",
      "withDenseSettings",
      "withEnoughPatches",
    ]
  `)
})

test('the entry of mixed samples', () => {
  expect(namesOf('mixture.ts')).toMatchInlineSnapshot(`
    [
      "GroupName",
      "MixedSample",
      "Mixture",
      "Places",
      "allPlaces",
      "fullBatchDescent",
      "mixPairs",
      "mixedLimitModel",
      "mixedPatches",
      "mixtureOf",
      "namesOf",
      "placesOf",
      "relativeEntropy",
      "trainOnObjective",
      "withConstantSum",
    ]
  `)
})

test.each([
  ['index.ts', network],
  ['kernels.ts', kernels],
  ['mixture.ts', mixture],
  ['settings.ts', settings],
])('every value of %s is in the list', (entry, values) => {
  expect(namesOf(entry)).toEqual(expect.arrayContaining(Object.keys(values)))
  expect(Object.keys(values).length).toBeGreaterThan(5)
})
