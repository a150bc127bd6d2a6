/** No verdict rests on test samples that the bounds of the reduced model leave open. */

import { regimes, trainReducedModel } from '@multiview/network'
import {
  checkRequest,
  checkSweep,
  execute,
  inlinePool,
  presets,
  scheduler,
  sweep,
  verify,
} from '@multiview/theory'
import { describe, expect, test } from 'vitest'
import { Impossible } from '../../../packages/theory/src/plan/impossible.ts'
import { fakeScheduler, partitioned, testedReduced } from './fake-scheduler.ts'
import { claimNamed, judged, onlyClaim } from './judged.ts'

const unmet = ({ conditions }: Awaited<ReturnType<typeof judged>>) => conditions.filter(({ met }) => !met)

test('theorem-1-single from σ_0 = 0.025 is inconclusive, and says why', async () => {
  const claim = claimNamed('theorem-1-single')
  const draws = { models: 2, controls: 1, isShareRequired: true, testPerCell: 5, testPerClass: 5 }
  const request = checkRequest({
    preset: presets.quick,
    claims: [{ ...claim, sizes: { quick: { regime: 'theorems', draws } } }],
    seed: 3,
    chosen: { initialScale: 0.025, classes: 4, otherFeatureRate: 1.5, neurons: 20 },
    version: 'test',
  })
  const found = onlyClaim(await verify(request, scheduler(inlinePool(), null)))
  expect(found.verdict).toBe('inconclusive')
  expect(found.measured).toMatchObject({ value: null, low: null, high: null })
  expect(found.reason).toMatch(
    /^Nothing was measured: the bounds of the reduced model leave \d+% of the test samples open, .* choose a smaller initialScale\./,
  )
  const [{ name, measured, decided }] = unmet(found)
  expect(name).toBe('share of test samples that the bounds of the reduced model leave open')
  expect(measured).toBeGreaterThan(0.1)
  expect(decided).toBe(false)
})

describe('open samples', () => {
  /** Networks of theorem-1-single; of the 4,000 single-view samples of each some are open. */
  const theorem1 = (single: number, undecided: number) =>
    judged('theorem-1-single', {
      'measure-reduced-errors': task =>
        testedReduced(
          task,
          task.settings.power === 2
            ? { single: 0, multi: 0 }
            : { single: single + (task.testSet.endsWith('1') ? 1 : 0), multi: 0, undecided },
        ),
    })

  test('few count both ways', async () => {
    const [asErrors, asRight, open] = await Promise.all([
      theorem1(1962, 0),
      theorem1(1957, 0),
      theorem1(1962, 5),
    ])
    expect([asErrors.verdict, asRight.verdict, open.verdict]).toEqual(['holds', 'fails', 'inconclusive'])
    expect(open.measured).toMatchObject({
      value: asErrors.measured.value,
      low: asRight.measured.low,
      high: asErrors.measured.high,
    })
    expect(open.reason).toMatch(/ reaches across 0\.49/)
  })

  test('few change no verdict that does not rest on them', async () => {
    expect((await theorem1(2000, 5)).verdict).toBe('holds')
    expect((await theorem1(1900, 5)).verdict).toBe('fails')
  })

  test.each([
    [4000, 2000],
    [4000, 4000],
    [2000, 40],
  ])('%d errors of which %d are open leave the claim inconclusive', async (single, undecided) => {
    const claim = await theorem1(single - 1, undecided)
    expect(claim.verdict).toBe('inconclusive')
    expect(unmet(claim)).toHaveLength(1)
  })

  test.each(['theorem-2-ensemble', 'ensemble-law'])('%s does not fail for errors that are open', async id => {
    const answers = (isOpen: boolean) => ({
      'measure-reduced-errors': (task: Parameters<typeof testedReduced>[0]) => {
        const single = 2 * task.settings.classes * task.singlePerCell
        return testedReduced(task, { single, multi: 0, undecided: isOpen ? single : 0 })
      },
      'reduced-partition': ({ sizes, testSet }: { sizes: readonly number[]; testSet: string }) =>
        partitioned(
          sizes.map(() => 0.9 + 0.01 * Number(testSet.at(-1))),
          isOpen ? 1 : 0,
        ),
    })
    const verdictOf = async (isOpen: boolean) =>
      (await judged(id, answers(isOpen), 'quick', { classes: 8 })).verdict
    expect(await verdictOf(false)).toBe('fails')
    expect(await verdictOf(true)).toBe('inconclusive')
  })

  test('a cell of a sweep has no error where they are many, and limits of both ways where few', async () => {
    const swept = async (undecided: number) => {
      const request = checkSweep({
        regime: 'theorems',
        over: [],
        seed: 1,
        models: 8,
        version: 'test',
        settings: { ...regimes.theorems, members: 1 },
        fixed: [],
      })
      const found = await sweep(
        request,
        fakeScheduler({
          distill: () => {
            throw new Impossible('no student')
          },
          'measure-reduced-errors': task =>
            testedReduced(task, { single: task.testSet.endsWith('1') ? 4008 : 4000, multi: 0, undecided }),
        }),
      )
      return found.cells[0].measured.single
    }
    const [none, few] = await Promise.all([swept(0), swept(8)])
    if ('failure' in none || 'failure' in few) throw new Error('the cell has no error')
    expect(few).toMatchObject({ value: none.value, high: none.high })
    expect(few.low).toBeCloseTo((none.low ?? 0) - 0.001, 12)
    expect(few.exact?.low).toBeLessThan(none.exact?.low ?? 0)
    expect(few.exact?.high).toBe(none.exact?.high)
    expect(await swept(4000)).toEqual({
      failure: expect.stringMatching(/^the bounds of the reduced model leave 33% of the test samples open/),
    })
  })
})

test('the tasks count open samples by kind, and both ways', () => {
  const settings = { ...regimes.theorems, classes: 4, otherFeatureRate: 1.5, samples: 48, neurons: 6 }
  const network = trainReducedModel(
    { ...settings, initialScale: 1e-3 },
    { seed: 1, dataset: 'd', initialization: 'a' },
  )
  const open = { ...network, largestIdle: 5 }
  const fresh = { settings, seed: 1, testSet: 'fresh', singlePerCell: 3, multiPerClass: 5 }
  expect(execute({ kind: 'measure-reduced-errors', ...fresh, ensembles: [[open]] })).toEqual([
    { singleErrors: 24, singles: 24, multiErrors: 20, multis: 20, singleUndecided: 24, multiUndecided: 20 },
  ])
  const partition = { ...fresh, members: [open, open], sizes: [1, 2], partitions: 3 }
  const { errors, ...counts } = execute({ kind: 'reduced-partition', ...partition })
  for (const error of errors) expect(error).toBeCloseTo(6, 12)
  expect(counts).toEqual({ errorsIfRight: [0, 0], undecided: 9 * 44, compared: 9 * 44 })
})
