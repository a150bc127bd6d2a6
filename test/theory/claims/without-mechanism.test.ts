/**
 * Claims at settings outside the theory, or at which networks cannot be trained. These are real
 * runs of very small networks.
 */

import { descend, type SettingName } from '@multiview/network'
import {
  type Claim,
  type ClaimSettings,
  checkRequest,
  inlinePool,
  presets,
  type Report,
  scheduler,
  settingsOf,
  sizeIn,
  verify,
} from '@multiview/theory'
import { describe, expect, test } from 'vitest'
import { constantStep } from '../../../packages/network/src/step-rule/constant.ts'
import { usesSetting } from '../../../packages/theory/src/claims/uses.ts'
import { claimNamed, judged, onlyClaim } from './judged.ts'

/** The settings that the claim uses: others would be refused. */
const used = (claim: Claim, settings: Partial<ClaimSettings>): Partial<ClaimSettings> => {
  const all = { ...settingsOf(claim, presets.quick, settings), ...settings }
  return Object.fromEntries(
    Object.entries(settings).filter(([name]) => usesSetting(claim, all, name as SettingName)),
  )
}

/** The claim in a report of preset quick, with fewer draws. */
const run = async (
  id: string,
  draws: Readonly<Record<string, unknown>>,
  chosen: Partial<ClaimSettings>,
): Promise<Report['claims'][number]> => {
  const claim = claimNamed(id)
  const quick = sizeIn(claim, 'quick')
  const small: Claim = {
    ...claim,
    sizes: { ...claim.sizes, quick: { ...quick, draws: { ...(quick.draws as object), ...draws } } },
  }
  const findings = await verify(
    checkRequest({
      preset: presets.quick,
      claims: [small],
      seed: 1,
      chosen: used(claim, { classes: 6, samples: 60, members: 2, ...chosen }),
      version: 'test',
    }),
    scheduler(inlinePool(), null),
  )
  const found = onlyClaim(findings)
  if (found.reason !== null) expect(found.reason).toMatch(/^[A-Z][^\n]{20,600}\.$/)
  return found
}

const ensembles = { ensembles: 1, singles: 2_400 }
const models = { models: 8, controls: 8, testPerCell: 20, testPerClass: 20 }

describe('theorem-2-ensemble', () => {
  test.each<[string, Partial<ClaimSettings>]>([
    [
      'at q = 2, where every network knows both views',
      { power: 2, model: 'limit', stepRule: 'adaptive', otherFeatureRate: 2 },
    ],
    ['without features of other classes, where nothing can fail', { otherFeatureRate: 0 }],
  ])('is inconclusive %s: its control does not break', async (_, chosen) => {
    const claim = await run('theorem-2-ensemble', { ...ensembles, singles: 48_000 }, chosen)
    // By its interval alone the claim would hold.
    expect(claim.measured.high).toBeLessThan(0.001)
    expect(claim.conditions.every(({ met }) => met)).toBe(true)
    expect(claim.control.verdict).toBe('does not break')
    expect(claim.verdict).toBe('inconclusive')
    expect(claim.reason).toMatch(/^The control does not break: /)
  })
})

describe('where nothing can be measured', () => {
  test.each([
    ['theorem-1-single', models],
    ['theorem-2-ensemble', ensembles],
    ['ensemble-law', {}],
    ['lottery-winning-set', {}],
    ['growth-phases', {}],
    ['dense-to-limit', {}],
    ['gaussian-control', {}],
    ['kernel-regime', {}],
    ['off-class-correlations', {}],
  ])('%s is inconclusive if training did not start', async (id, draws) => {
    const claim = await run(id, draws, { maxSteps: 0 })
    expect(claim.verdict).toBe('inconclusive')
    expect(claim.measured).toMatchObject({ value: null, low: null, high: null, n: 0 })
    expect(claim.control.verdict).toBe('does not break')
    expect(claim.reason).toMatch(
      /^Nothing was measured: training did not start, since maxSteps is 0\. This run has .*maxSteps = 0 in place of [\d\u202f]+;/,
    )
  })

  test('an interval that too few draws do not give is inconclusive, with the number that it takes', async () => {
    const claim = await run('theorem-1-single', { ...models, models: 3 }, { otherFeatureRate: 2 })
    expect(claim.measured).toMatchObject({ low: null, high: null, n: 3 })
    expect(claim.verdict).toBe('inconclusive')
    expect(claim.reason).toMatch(
      /^There is no interval: got 3 draws, needs at least 8\. This run has classes = 6 in place of 40/,
    )
  })

  test('the lemma, which trains nothing, holds all the same', async () => {
    expect((await run('lemma-tensor-power', {}, { maxSteps: 0 })).verdict).toBe('holds')
  })
})

describe('a constant step of 1e6', () => {
  test.each([
    ['theorem-1-single', models],
    ['theorem-2-ensemble', { ...ensembles, singles: 240 }],
  ])('does not let %s hold', async (id, draws) => {
    const claim = await run(id, draws, { model: 'limit', stepRule: 'constant', stepSize: 1e6, maxSteps: 200 })
    expect(claim.verdict).not.toBe('holds')
  })

  test('is recognized as such by the error that a descent throws', async () => {
    const explode = (): never => {
      const nothing = new Float64Array(1)
      const model = {
        size: 1,
        classes: 1,
        outputs: () => nothing,
        backward: () => {},
        relativeStep: () => 1,
        advance: () => {},
      }
      const rule = constantStep(1)
      descend(model, { evaluate: () => Number.NaN }, { rule, targetLoss: 0, maxSteps: 9 })
      throw new Error('the loss is not finite, and nothing was thrown')
    }
    const claim = await judged('theorem-1-single', { 'train-reduced': explode })
    expect(claim.verdict).toBe('inconclusive')
    expect(claim.reason).toBe('Nothing was measured: the loss is NaN after 0 steps; take a smaller step.')
  })

  test('leaves other errors of a task what they are', async () => {
    const teach = () => {
      throw new RangeError('patches is 2; allowed: at least 4')
    }
    await expect(judged('theorem-1-single', { 'train-reduced': teach })).rejects.toThrow('patches is 2')
  })

  test('whose loss diverges leaves nothing to measure, with the same words whichever task failed first', async () => {
    const outcomes = await Promise.all(
      [(j: number) => j, (j: number) => 10 - j].map(async delay => {
        const findings = await verify(
          checkRequest({
            preset: presets.quick,
            claims: [claimNamed('theorem-1-single')],
            seed: 1,
            chosen: {},
            version: 'test',
          }),
          {
            ...scheduler(inlinePool(), null),
            run: async task => {
              const j = Number((task as { names: { dataset: string } }).names.dataset.split(' ').at(-1))
              await new Promise(resolve => setTimeout(resolve, delay(j % 10)))
              throw new RangeError(
                `descend: the loss is NaN after ${3 + (j % 5)} steps; take a smaller step.`,
              )
            },
          },
        )
        return findings.claims[0]
      }),
    )
    expect(outcomes[0]).toEqual(outcomes[1])
    const [{ verdict, reason, measured }] = outcomes
    expect(verdict).toBe('inconclusive')
    expect(reason).toBe('Nothing was measured: the loss is NaN after 3 steps; take a smaller step.')
    expect(measured).toMatchObject({ value: null, n: 0 })
  })
})
