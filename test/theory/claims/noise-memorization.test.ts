import { stream } from '@multiview/tensor'
import { checkRequest, levelIn, presets } from '@multiview/theory'
import { describe, expect, test } from 'vitest'
import type { TaskOf } from './fake-scheduler.ts'
import { claimNamed, judged } from './judged.ts'

const random = stream(5, 'synthetic')
/** Samples: ten multi-view samples of every class, and one single-view sample of each view. */
const perClass = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2]

interface Memory {
  /**
   * The probability that a sample without the learned view is memorised, and the probability for
   * other samples.
   */
  lacking: number
  others: number
  /** The share of the memorised noise in the neuron of the weak view. */
  through: number
  sameViews?: boolean
}

const remembering =
  ({ lacking, others, through, sameViews = false }: Memory) =>
  ({ settings: { classes } }: TaskOf<'anatomy'>) => {
    const learned = Array.from({ length: classes }, () => (sameViews ? 1 : 1 + random.integer(2)))
    const samples = learned.flatMap((view, label) =>
      perClass.map(presentView => ({ label, presentView, view })),
    )
    const lacks = samples.map(({ presentView, view }) => presentView !== 0 && presentView !== view)
    return {
      steps: 1,
      trainingErrors: 0,
      initialStrength: new Float64Array(2 * classes),
      finalStrength: Float64Array.from(learned.flatMap(view => (view === 1 ? [5, 0] : [0, 5]))),
      largestOffClass: 0,
      leastCorrelation: 0,
      label: Int32Array.from(samples, ({ label }) => label),
      presentView: Int32Array.from(samples, ({ presentView }) => presentView),
      ownNoise: Float64Array.from(lacks, each => (random.bernoulli(each ? lacking : others) ? 6 : 0.1)),
      otherNoise: new Float64Array(samples.length),
      remembered: new Float64Array(samples.length).fill(1),
      throughView: Float64Array.from(
        samples.flatMap(({ view }) => {
          const share = through * random.uniform(0.98, 1.02)
          return view === 1 ? [share, 0] : [0, share]
        }),
      ),
    }
  }

const judgedWith = (memory: Memory) => judged('noise-memorization', { anatomy: remembering(memory) })

describe('noise-memorization', () => {
  test('holds if exactly what lacks the learned view is memorised, and breaks for the views of another model', async () => {
    const claim = await judgedWith({ lacking: 0.99, others: 0.01, through: 0.97 })
    expect(claim.verdict).toBe('holds')
    expect(claim.control.measured.value).toBeLessThan(0.85)
    expect(claim.control.verdict).toBe('breaks')
  })

  test('fails if half of it is not, and if as many others are', async () => {
    expect((await judgedWith({ lacking: 0.6, others: 0.01, through: 0.97 })).verdict).toBe('fails')
    expect((await judgedWith({ lacking: 1, others: 0.4, through: 0.97 })).verdict).toBe('fails')
  })

  test('fails if it is remembered through other neurons', async () => {
    expect((await judgedWith({ lacking: 0.99, others: 0.01, through: 0.5 })).verdict).toBe('fails')
  })

  test('is inconclusive near the bound', async () => {
    expect((await judgedWith({ lacking: 0.905, others: 0.01, through: 0.97 })).verdict).toBe('inconclusive')
  })

  test('has limits from the binomial if all models say the same, and they are too wide to hold', async () => {
    const claim = await judgedWith({ lacking: 1, others: 0, through: 0.97 })
    expect(claim.measured.value).toBe(1)
    // A share of 1 − (1 − level)^(1/n) may differ.
    const { level, n, low } = claim.measured
    expect(level).toBe(levelIn('standard'))
    expect(low).toBeCloseTo((1 - levelIn('standard')) ** (1 / n), 9)
    expect(claim.verdict).toBe('inconclusive')
  })

  test('is inconclusive, and says why, if the samples of some model all know the learned view', async () => {
    const claim = await judged('noise-memorization', {
      anatomy: task => {
        const result = remembering({ lacking: 0.99, others: 0.01, through: 0.97 })(task)
        return task.names.dataset === 'anatomy 3'
          ? { ...result, presentView: result.presentView.map(() => 0) }
          : result
      },
    })
    expect(claim.verdict).toBe('inconclusive')
    expect(claim.reason).toBe(
      'There is no interval: the training samples of 1 of 16 models all lack the learned view, or none does; take more samples.',
    )
  })

  test('refuses settings without a single-view sample before anything runs', () => {
    const claim = claimNamed('noise-memorization')
    const request = { preset: presets.full, claims: [claim], seed: 1, version: 'test' }
    const few = { classes: 3, otherFeatureRate: 1.5, singleViewFraction: 0.25 }
    expect(() => checkRequest({ ...request, chosen: { ...few, samples: 1 } })).toThrow(
      'samples is 1; allowed: at least 2 for this claim, so that a training sample is single-view.',
    )
    expect(() => checkRequest({ ...request, chosen: { ...few, samples: 2 } })).not.toThrow()
  })

  test('a control does not break if all models learn the same views', async () => {
    const claim = await judgedWith({ lacking: 0.99, others: 0.01, through: 0.97, sameViews: true })
    expect(claim.control.verdict).toBe('does not break')
  })
})
