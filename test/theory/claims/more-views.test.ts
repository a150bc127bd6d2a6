/** The claim on more than two views, with invented results, and the refusals of all others. */

import { featureCount, SettingError } from '@multiview/network'
import { stream } from '@multiview/tensor'
import { checkRequest, claims, presets } from '@multiview/theory'
import { describe, expect, test } from 'vitest'
import { type Answers, type TaskOf, trained } from './fake-scheduler.ts'
import { judged } from './judged.ts'

const isUnequal = ({ viewFactors }: TaskOf<'train'>['settings']): boolean => viewFactors.length > 1

interface Invented {
  /** The error of an ensemble of L networks with V views. */
  readonly error?: (members: number, views: number) => number
  /** How often view 1 wins where it is stronger. */
  readonly strongWins?: number
  readonly trainingErrors?: number
  /** How much the errors of the data sets scatter. */
  readonly scatter?: number
}

const answers = ({
  error = (members, views) => ((views - 1) / views) ** members,
  strongWins = 0.55,
  trainingErrors = 0,
  scatter = 0.005,
}: Invented = {}): Answers => ({
  train: task => {
    const { settings, names } = task
    const { views } = settings
    const random = stream(1, names.initialization)
    const strength = new Float64Array(featureCount(settings))
    for (let i = 0; i < settings.classes; i++) {
      const isStrong = isUnequal(settings) && random.double() < strongWins
      const others = isUnequal(settings) ? 1 + random.integer(views - 1) : random.integer(views)
      strength[views * i + (isStrong ? 0 : others)] = 1
    }
    return trained(task, { finalStrength: strength, initialStrength: strength, trainingErrors })
  },
  partition: ({ settings, sizes, testSet }) => ({
    errors: sizes.map(
      members => error(members, settings.views) + scatter * ((Number(testSet.split(' ').at(-1)) % 5) - 2),
    ),
  }),
})

const unmet = ({ conditions }: Awaited<ReturnType<typeof judged>>): string[] =>
  conditions.filter(({ met }) => !met).map(({ name }) => name)

describe('more-views', () => {
  test('holds where ensembles err by the law of V, and breaks with two views', async () => {
    const claim = await judged('more-views', answers())
    expect([claim.verdict, unmet(claim)]).toEqual(['holds', []])
    expect(claim.measured.value).toBeCloseTo(1, 2)
    expect(claim.measured.n).toBe(40)
    expect(claim.control.verdict).toBe('breaks')
    expect(claim.control.measured.value).toBeCloseTo((3 / 4) ** 3, 1)
    expect(claim.predicted).toBeGreaterThan(0.9)
    expect(claim.predicted).toBeLessThan(1.1)
    expect(claim.setting.views).toBe(3)
  })

  test('fails where three views behave like two, for one network or for ensembles', async () => {
    const likeTwo = await judged('more-views', answers({ error: members => 2 ** -members }))
    expect(likeTwo.verdict).toBe('fails')
    const alone = await judged(
      'more-views',
      answers({ error: (members, views) => (members === 1 ? 0.5 : ((views - 1) / views) ** members) }),
    )
    expect(alone.verdict).toBe('fails')
    expect(unmet(alone)).toEqual([
      'error over ((V−1)/V)^L, one network',
      'error over ((V−1)/V)^L, one network, unequal strengths',
    ])
    const fourLikeThree = await judged(
      'more-views',
      answers({ error: (members, views) => ((Math.min(views, 3) - 1) / Math.min(views, 3)) ** members }),
    )
    expect(unmet(fourLikeThree)).toEqual(['error over ((V−1)/V)^L, ensembles of three, one view more'])
  })

  test('fails where a stronger view wins no more often than another one', async () => {
    const claim = await judged('more-views', answers({ strongWins: 1 / 3 }))
    expect(claim.verdict).toBe('fails')
    expect(unmet(claim)).toEqual([
      'share of the classes that learned the strong view, over what the lottery expects',
    ])
  })

  test('fails where a network errs in training, and says nothing where errors scatter', async () => {
    expect((await judged('more-views', answers({ trainingErrors: 1 }))).verdict).toBe('fails')
    const claim = await judged('more-views', answers({ scatter: 0.1 }))
    expect(claim.verdict).toBe('inconclusive')
  })
})

describe('--set views=3', () => {
  const request = (id: string, views: number) => () =>
    checkRequest({
      preset: presets.beyond,
      claims: claims.filter(claim => claim.id === id || claim.id === 'more-views'),
      seed: 1,
      chosen: { views },
      version: 'test',
    })
  /** The lemma draws no data. */
  const others = claims.map(({ id }) => id).filter(id => id !== 'more-views' && id !== 'lemma-tensor-power')

  test.each(others)('is refused by %s in one sentence', id => {
    expect(request(id, 3)).toThrow(
      new SettingError('views', 3, `2 in the claim ${id}, which is about two views`),
    )
  })

  test('is taken by more-views, which refuses two', () => {
    expect(request('more-views', 4)).not.toThrow()
    expect(request('lemma-tensor-power', 3)).not.toThrow()
    expect(request('more-views', 2)).toThrow('views is 2; allowed: at least 3 for this claim')
  })
})
