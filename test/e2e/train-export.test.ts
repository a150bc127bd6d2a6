/** `multiview train --export`: a program that shares no code with it replays what it writes. */

import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { regimes } from '@multiview/network'
import { beforeAll, describe, expect, test } from 'vitest'
import { folder, multiview } from './command.ts'
import { type Exported, readExport, readTrajectory, replayer, type State } from './replay.ts'

const sets = (...assignments: string[]): string[] => assignments.flatMap(each => ['--set', each])

interface Run {
  readonly name: string
  readonly args: string[]
  /** How many steps are replayed from the start; all unless given. */
  readonly replayed?: number
}

const runs: Run[] = [
  {
    name: 'the limit model in its regime',
    args: ['--model', 'limit', '--regime', 'limit', '--seed', '7'],
    replayed: 100,
  },
  {
    name: 'the limit model with constant steps and split features',
    args: [
      ...['--model', 'limit', '--seed', '3'],
      ...sets('k=4', 's=1', 'N=30', 'm=3', 'C_p=2', 'weightSplit=random', 'q=3', 'σ_0=0.05'),
      ...sets('stepRule=constant', 'η=0.5', 'maxSteps=300'),
    ],
  },
  {
    name: 'the limit model with feature noise',
    args: [
      ...['--model', 'limit', '--seed', '5'],
      ...sets('k=4', 's=1', 'N=30', 'P=8', 'm=3', 'γ=0.03', 'q=3', 'σ_0=0.02'),
    ],
  },
  {
    name: 'the dense model',
    args: [
      ...['--model', 'dense', '--regime', 'dense', '--seed', '2'],
      ...sets(
        'k=4',
        's=1',
        'N=30',
        'P=8',
        'm=3',
        'd=300',
        'q=6',
        'ϱ=1',
        'μ=0.125',
        'σ_0=0.1',
        'featureBasis=random',
      ),
    ],
  },
]

const largest = (values: ArrayLike<number>): number => {
  let most = 0
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]))
  return most
}
/** The largest difference, relative to the largest element, of each array of a state. */
const distances = (a: State, b: State): number[] =>
  a.map((values, s) => largest(values.map((x, i) => x - b[s][i])) / largest(b[s]))

describe.each(runs)('$name', ({ args, replayed }) => {
  let run: Exported
  let replay: ReturnType<typeof replayer>
  let eta: ArrayLike<number>
  let losses: ArrayLike<number>

  beforeAll(async () => {
    const cwd = folder()
    const outcome = await multiview(['train', ...args, '--export', 'run', '--quiet'], cwd)
    expect(outcome).toMatchObject({ status: 0, err: '' })
    run = readExport(join(cwd, 'run'))
    replay = replayer(run)
    eta = run.arrays.eta
    losses = run.arrays.loss
  })

  test('one step from every snapshot agrees to 1e-11: the loss and the weights', () => {
    const steps = Array.from(run.arrays.snapshotStep)
    const pairs = steps.flatMap((step, c) => (steps[c + 1] === step + 1 ? [c] : []))
    expect(pairs.length).toBeGreaterThanOrEqual(8)
    expect(steps[pairs[0]]).toBe(0)
    expect(steps[pairs[pairs.length - 1]]).toBeGreaterThan(run.manifest.steps / 2)
    for (const c of pairs) {
      const { loss, next } = replay.step(replay.snapshot(c), eta[steps[c]])
      expect(Math.abs(loss / losses[steps[c]] - 1)).toBeLessThan(1e-11)
      for (const distance of distances(next, replay.snapshot(c + 1))) expect(distance).toBeLessThan(1e-11)
    }
  })

  test('from the start, up to 200 losses before the first rise agree to 1e-9; what is learned is the same', () => {
    let state = replay.first()
    expect(distances(state, replay.snapshot(0)).every(distance => distance === 0)).toBe(true)
    let compared = 0
    let risen = false
    for (let t = 0; t < Math.min(replayed ?? run.manifest.steps, run.manifest.steps); t++) {
      const { loss, next } = replay.step(state, eta[t])
      risen ||= t > 0 && losses[t] > losses[t - 1]
      if (t < 200 && !risen) {
        compared++
        expect(Math.abs(loss / losses[t] - 1)).toBeLessThan(1e-9)
      }
      state = next
    }
    expect(compared).toBeGreaterThan(20)
    expect(replay.errors(replay.last())).toBe(run.manifest.trainingErrors)
    if (replayed !== undefined) return
    expect(replay.errors(state)).toBe(run.manifest.trainingErrors)
    expect(replay.views(state)).toEqual(replay.views(replay.last()))
  })
})

const tiny = ['k=4', 's=1', 'N=24', 'm=4']
const numbersIn = (array: ArrayLike<number>): number[] => Array.from(array)

describe('the trajectory', () => {
  test.each([
    ['limit', [...tiny, 'P=8', 'maxSteps=1200', 'targetLoss=0.000001', 'stepTolerance=0.02']],
    ['dense', [...tiny, 'P=8', 'd=40', 'maxSteps=30']],
    ['reduced', tiny],
    ['student', [...tiny, 'L=3']],
    ['student', [...tiny, 'L=3', 'V=3', 'viewFactors=1.2,1,1']],
    ['self-student', tiny],
  ])(
    'of a %s model has its loss and strengths, from the start to the end, in three forms',
    async (model, set) => {
      const cwd = folder()
      const args = ['train', '--model', model, '--export', 'run', '--quiet', ...sets(...set)]
      const outcome = await multiview(args, cwd)
      expect(outcome).toMatchObject({ status: 0, err: '' })
      const views = set.includes('V=3') ? [1, 2, 3] : [1, 2]
      const features = 4 * views.length
      const { manifest, arrays } = readExport(join(cwd, 'run'))
      const {
        trajectoryStep: step,
        trajectoryLoss: loss,
        trajectoryStrength: all,
      } = readTrajectory(join(cwd, 'run'))
      const rows = numbersIn(step).map((_, row) => numbersIn(all).slice(features * row, features * (row + 1)))
      expect(step[0]).toBe(0)
      expect(step[step.length - 1]).toBe(manifest.steps)
      expect(step.length).toBe(model === 'limit' ? 1 + manifest.steps / 4 : 1 + manifest.steps)

      /** Λ of each view from a [k, m, 2k]. */
      const strengths = (a: ArrayLike<number>): number[] =>
        Array.from({ length: 8 }, (_, v) =>
          Math.max(0, ...Array.from({ length: 4 }, (_, r) => a[(Math.floor(v / 2) * 4 + r) * 8 + v])),
        )
      if (model === 'limit') {
        expect(rows[0]).toEqual(strengths(arrays.a0))
        expect(rows.at(-1)).toEqual(strengths(arrays.a))
        numbersIn(step).forEach((at, row) => {
          if (at < manifest.steps) expect(loss[row]).toBe(arrays.loss[at])
        })
      } else if (model !== 'dense') {
        expect(manifest.arrays.find(({ name }) => name === 'own')?.axes).toEqual([`${views.length}k`, 'm'])
        if (model !== 'self-student') expect(rows[0]).toEqual(numbersIn(arrays.strength0))
        expect(rows.at(-1)).toEqual(numbersIn(arrays.strength))
        expect(numbersIn(arrays.strength)).toEqual(
          Array.from({ length: features }, (_, v) =>
            Math.max(0, ...numbersIn(arrays.own).slice(4 * v, 4 * (v + 1))),
          ),
        )
      }
      const table = readFileSync(join(cwd, 'run', 'trajectory.csv'), 'utf8')
        .trimEnd()
        .split('\n')
      expect(table[0]).toBe(
        `step,loss,${[0, 1, 2, 3].flatMap(i => views.map(view => `class_${i}_view_${view}`)).join()}`,
      )
      expect(table.slice(1).map(line => line.split(',').map(Number))).toEqual(
        rows.map((row, at) => [step[at], loss[at], ...row]),
      )
      expect(readFileSync(join(cwd, 'run', 'trajectory.svg'), 'utf8')).toMatch(/^<svg[\s\S]*<path/)
    },
  )

  test('of a student ends with both views of each class of which its ensemble had both, and says that it matched', async () => {
    const cwd = folder()
    const args = [
      'train',
      '--model',
      'student',
      '--export',
      'run',
      '--quiet',
      ...sets('k=8', 's=2', 'N=96', 'L=6'),
    ]
    await multiview(args, cwd)
    const { manifest, arrays } = readExport(join(cwd, 'run'))
    expect(manifest).toMatchObject({ model: 'student', regime: 'theorems', matched: true, trainingErrors: 0 })
    const strong = numbersIn(arrays.strength).filter(strength => strength > 0.5)
    expect(strong.length).toBeGreaterThan(12)
  })
})

const withoutNumPy = spawnSync('python3', ['-c', 'import numpy']).status !== 0

test.skipIf(withoutNumPy)('the example in Python reads an export, and repeats its steps', async () => {
  const cwd = folder()
  await multiview(['train', '--quiet', '--export', 'run', ...sets(...tiny, 'P=8', 'q=3')], cwd)
  const program = fileURLToPath(new URL('../../examples/read-export.py', import.meta.url))
  const { stdout, stderr } = spawnSync('python3', [program, 'run'], { cwd, encoding: 'utf8' })
  expect(stderr).toBe('')
  const [views, , steps] = stdout.split('\n')
  const run = readExport(join(cwd, 'run'))
  expect(views).toBe(`views learned ${replayer(run).views(replayer(run).last()).join(' ')}`)
  expect(Number(/^\d+ steps repeated, largest relative difference (\S+)$/.exec(steps)?.[1])).toBeLessThan(
    1e-12,
  )
})

describe('the export', () => {
  const small = ['train', '--quiet', ...sets('k=3', 's=1', 'N=6', 'P=6', 'm=2', 'maxSteps=20')]

  test('has every array that its readers know by name, in the shape that the settings say', async () => {
    const cwd = folder()
    await multiview([...small, '--export', 'limit'], cwd)
    await multiview([...small, '--model', 'dense', '--set', 'd=9', '--export', 'dense'], cwd)
    const axes = (name: string): Record<string, string> => {
      const { arrays } = readExport(join(cwd, name)).manifest
      return Object.fromEntries(arrays.map(array => [array.name, `${array.dtype} ${array.axes.join(',')}`]))
    }
    expect(axes('limit')).toEqual({
      label: 'int32 N',
      single: 'int32 N',
      presentView: 'int32 N',
      feature: 'int32 N,P',
      weight: 'float64 N,P',
      noiseNorm: 'float64 N,P',
      a0: 'float64 k,m,2k',
      b0: 'float64 k,m,N,P',
      eta: 'float64 T',
      loss: 'float64 T',
      a: 'float64 k,m,2k',
      b: 'float64 k,m,N,P',
      snapshotStep: 'int32 C',
      aSnapshot: 'float64 C,k,m,2k',
      bSnapshot: 'float64 C,k,m,N,P',
    })
    expect(axes('dense')).toEqual({
      label: 'int32 N',
      single: 'int32 N',
      x: 'float64 N,P,d',
      features: 'float64 2k,d',
      w0: 'float64 k,m,d',
      eta: 'float64 T',
      loss: 'float64 T',
      w: 'float64 k,m,d',
      snapshotStep: 'int32 C',
      wSnapshot: 'float64 C,k,m,d',
    })
    const { manifest, arrays } = readExport(join(cwd, 'limit'))
    expect(manifest.settings).toEqual({
      ...regimes.limit,
      ...{ classes: 3, otherFeatureRate: 1, samples: 6, patches: 6, neurons: 2, maxSteps: 20 },
    })
    for (const { axes, shape } of manifest.arrays)
      expect(shape).toEqual(
        axes.map(axis => ({ N: 6, P: 6, k: 3, m: 2, '2k': 6, T: 20, C: arrays.snapshotStep.length })[axis]),
      )
  })

  test('is the same, byte for byte, a second time, and replaces the first', async () => {
    const cwd = folder()
    const contents = () =>
      Object.fromEntries(
        readdirSync(join(cwd, 'run')).map(name => [
          name,
          readFileSync(join(cwd, 'run', name)).toString('base64'),
        ]),
      )
    await multiview([...small, '--export', 'run'], cwd)
    const first = contents()
    await multiview(['train', '--quiet', '--set', 'maxSteps=1', '--export', 'run'], cwd)
    expect(contents()).not.toEqual(first)
    await multiview([...small, '--export', 'run'], cwd)
    expect(contents()).toEqual(first)
  })
})

test.each([
  [[], '--export is missing; name the folder to write to.'],
  [['--model', 'wide', '--export', 'run'], '--model is "wide"; choose '],
  [['--regime', 'slow', '--export', 'run'], '--regime is "slow"; choose one of theorems, limit, dense'],
  [['--set', 'd=64', '--export', 'run'], '--set dimension is a setting of the dense model'],
  [['--set', 'γ=2', '--export', 'run'], '--set γ is "2"; it must be a number in [0, 1].'],
  [
    ['--set', 'σ_0=formula', '--set', 'q=2', '--export', 'run'],
    'power is 2; allowed: more than 2 for the initial scale',
  ],
  [
    ['--regime', 'paper', '--export', 'run'],
    '--regime paper is not run: at k = 10 its asymptotic formulas do not give the data of Definition 1 (ρ is below Γ: measured 0.9772, required below 0.4',
  ],
  [['--set', 'N=15000', '--export', 'run'], '--export would write an array of up to 3.58 GiB'],
  [['--model', 'dense', '--set', 'd=12', '--export', 'run'], 'dimension is 12; allowed: more than 20'],
  [
    ['--model', 'student', '--set', 'd=64', '--export', 'run'],
    '--set dimension is a setting of the dense model',
  ],
  [
    ['--model', 'student', '--regime', 'limit', '--export', 'run'],
    '--regime limit has no settings of distillation, which --model student needs; take theorems',
  ],
  [
    ['--model', 'reduced', '--set', 'L=2', '--export', 'run'],
    '--set members: a training run with these settings',
  ],
  [['--export', 'taken'], '--export taken holds notes.txt, which is not an export of multiview'],
  [['--export', 'taken/notes.txt'], '--export taken/notes.txt cannot be written (ENOTDIR)'],
])('train %j is refused in one line', async (args, line) => {
  const cwd = folder()
  mkdirSync(join(cwd, 'taken'))
  writeFileSync(join(cwd, 'taken', 'notes.txt'), 'mine')
  const { status, out, err } = await multiview(['train', ...args], cwd)
  expect(err).toContain(`multiview: ${line}`)
  expect(err.trimEnd().split('\n').length).toBe(1)
  expect({ status, out }).toEqual({ status: 2, out: '' })
})

test('the initial scale by formula is that of the k and q that are set, and the manifest has its value', async () => {
  const cwd = folder()
  const args = sets('k=16', 's=1', 'N=6', 'm=2', 'maxSteps=1', 'initialScale=formula', 'q=3')
  await multiview(['train', '--quiet', ...args, '--export', 'run'], cwd)
  expect(readExport(join(cwd, 'run')).manifest.settings.initialScale).toBeCloseTo(1 / 16, 15)
})

test('the paper’s regime runs once what is named is set', async () => {
  const cwd = folder()
  const args = sets('ρ=0.1,0.1', 'P=40', 'γ=0', 's=1', 'T=1')
  const { status } = await multiview(
    ['train', '--quiet', '--regime', 'paper', ...args, '--export', 'run'],
    cwd,
  )
  expect(status).toBe(0)
})

test('--help has an example', async () => {
  const { status, out } = await multiview(['train', '--help'], folder())
  expect(status).toBe(0)
  expect(out).toContain('$ multiview train --model limit --regime limit --seed 7 --export run7')
})
