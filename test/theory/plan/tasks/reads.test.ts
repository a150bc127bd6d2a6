/**
 * The settings that each kind of task declares as read are those that change its result, or that
 * it refuses to take at another value.
 */

import { regimes, type SettingName } from '@multiview/network'
import { stream } from '@multiview/tensor'
import { encode, execute, type Task } from '@multiview/theory'
import { expect, test } from 'vitest'
import { areRead, kindNames } from '../../../../packages/theory/src/plan/tasks/index.ts'

/** Sizes at which every setting matters. */
const shape = {
  classes: 3,
  patches: 20,
  samples: 12,
  singleViewFraction: 0.25,
  otherFeatureRate: 1.5,
  patchesPerFeature: 2,
  patchesPerOtherFeature: 1,
  neurons: 3,
  power: 3,
  threshold: 0.3,
  members: 2,
  initialScale: 0.1,
  maxSteps: 50,
  targetLoss: 0.05,
  weakViewWeight: [0.2, 0.3] as const,
}
const noiseless = { ...regimes.limit, ...shape, targetMargin: 3 }
/** For the kinds whose models have feature noise. */
const limit = { ...noiseless, featureNoise: 0.02 }
const inRd = { ...regimes.dense, ...shape, dimension: 16, noiseSpan: 'all' as const, targetMargin: 3 }
const reduced = { ...regimes.theorems, ...shape, maxSteps: 80 }
/** Some outputs lie between bounds that depend on the start. */
const tested = { ...reduced, initialScale: 0.01 }

const names = { seed: 1, dataset: 'd', initialization: 'i' }
const fresh = { seed: 1, testSet: 't', singlePerCell: 40, multiPerClass: 30 }
const normal = (name: string, size: number): Float64Array =>
  stream(3, name)
    .fillNormal(new Float64Array(size))
    .map(each => 0.4 * each)
/** Networks whose correlations are random, so that they err on half of all samples. */
const members = ['i', 'j'].map(initialization => ({
  initialization,
  featureCorrelation: normal(initialization, 6 * 9),
}))
const networks = ['i', 'j'].map(name => ({
  own: normal(name, 6 * 3),
  promoted: new Float64Array(0),
  largestIdle: 0,
}))
const teacher = execute({ kind: 'train-reduced', settings: reduced, names })
const other = execute({ kind: 'train-reduced', settings: reduced, names: { ...names, initialization: 'j' } })

const samples: { readonly [Kind in Task['kind']]?: Extract<Task, { kind: Kind }> } = {
  train: { kind: 'train', settings: limit, names, raceInterval: 0 },
  'measure-errors': { kind: 'measure-errors', settings: limit, ...fresh, members },
  partition: { kind: 'partition', settings: limit, ...fresh, members, sizes: [1, 2], partitions: 2 },
  approximation: {
    kind: 'approximation',
    settings: limit,
    seed: 1,
    testSet: 't',
    perCell: 4,
    member: members[0],
    strengthsOf: members[1].featureCorrelation,
  },
  'dense-and-limit': { kind: 'dense-and-limit', settings: inRd, names, limitInitialization: 'j' },
  'dense-errors': {
    kind: 'dense-errors',
    settings: inRd,
    ...fresh,
    members: [{ dataset: 'd', initialization: 'i' }],
  },
  growth: { kind: 'growth', settings: noiseless, names, beyond: 3 },
  anatomy: { kind: 'anatomy', settings: noiseless, names, shuffledLabels: false },
  average: { kind: 'average', settings: noiseless, seed: 1, dataset: 'd', initializations: ['i', 'j'] },
  tangent: {
    kind: 'tangent',
    settings: { ...noiseless, initialScale: 0.3 },
    seed: 1,
    dataset: 'd',
    initializations: ['i', 'j'],
    singlePerCell: 50,
    multiPerClass: 50,
  },
  gaussian: {
    kind: 'gaussian',
    settings: noiseless,
    dimension: 6,
    samples: 20,
    testSamples: 600,
    seed: 1,
    dataset: 'd',
  },
  mixed: {
    kind: 'mixed',
    settings: noiseless,
    names,
    samples: 'midpoints',
    pairs: 5,
    viewSum: 0,
    testPerCell: 60,
  },
  margins: {
    kind: 'margins',
    settings: noiseless,
    names,
    smallFraction: 0.3,
    smallMargin: 0.5,
    testPerClass: 60,
  },
  'train-reduced': { kind: 'train-reduced', settings: reduced, names },
  distill: {
    kind: 'distill',
    settings: reduced,
    names,
    teacher: teacher.outputs,
    afterTraining: true,
    duration: 1,
    moments: 1,
  },
  'self-distill': {
    kind: 'self-distill',
    settings: reduced,
    names,
    own: teacher.outputs,
    other: other.outputs,
    trainingSteps: teacher.steps,
  },
  'measure-reduced-errors': {
    kind: 'measure-reduced-errors',
    settings: tested,
    ...fresh,
    ensembles: [networks],
  },
  'reduced-partition': {
    kind: 'reduced-partition',
    settings: tested,
    ...fresh,
    members: networks,
    sizes: [1, 2],
    partitions: 2,
  },
  disagreement: { kind: 'disagreement', settings: tested, ...fresh, networks },
}

/** Another value of each setting that a factor does not change enough, or that is not a number. */
const others: Partial<Record<SettingName, unknown>> = {
  views: 3,
  trainingDraw: 'independent',
  weightSplit: 'random',
  viewFactors: [1, 0.5],
  featureNoise: 0.1,
  stepRule: 'constant',
  maxSteps: 4,
  targetMargin: 0.05,
  batchSize: 5,
  momentum: 0.5,
  weightDecay: 0.1,
  labelSmoothing: 0.1,
  featureBasis: 'random',
  noiseSpan: 'off features',
  mask: 'none',
  targetReach: 0.3,
}
/**
 * Settings that only the constant rule reads, and what the reduced model refuses for every task.
 */
const ofConstant = ['stepSize', 'momentum', 'batchSize', 'weightDecay', 'labelSmoothing']
/** The limit model takes these in place of the reduced one. */
const common = { model: 'limit', stepRule: 'adaptive' }

const changed = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(each => 3 * each) : 2 * (value as number)

const resultOf = (task: Task): string => {
  try {
    return encode(execute(task))
  } catch (error) {
    return String(error)
  }
}

const tasks = Object.values(samples) as Task[]

test('there is a sample of each kind', () => {
  expect(Object.keys(samples).sort()).toEqual([...kindNames].sort())
})

test.each(tasks.map(task => [task.kind, task] as const))('%s', (kind, task) => {
  // Every task checks its model together with its step rule.
  const settings = Object.entries(task.settings ?? {})
  const isReduced = settings.some(([, value]) => value === 'reduced')
  const results = new Map<string, string>()
  const withSettings = (changes: object): string => {
    const all = { ...Object.fromEntries(settings), ...changes }
    const key = JSON.stringify(all)
    const result = results.get(key) ?? resultOf({ ...task, settings: all } as Task)
    results.set(key, result)
    return result
  }
  const tried = settings.filter(([name]) => name !== 'model')
  const read = tried.flatMap(([name, value]) => {
    const isCommon = isReduced && (name === 'stepRule' || ofConstant.includes(name))
    const rule = {
      ...(isCommon && common),
      ...(ofConstant.includes(name) && { stepRule: 'constant' }),
    }
    const another = others[name as SettingName] ?? changed(value)
    return withSettings({ ...rule, [name]: another }) === withSettings(rule) ? [] : [name]
  })
  const declared = tried.flatMap(([name]) =>
    areRead([kind], task.settings ?? noiseless, name as SettingName) ? [name] : [],
  )
  expect(read).toEqual(declared)
})
