/** The claim on momentum, on synthetic results and in the requests that it takes. */

import type { ResultOf } from '@multiview/theory'
import { checkRequest, presets } from '@multiview/theory'
import { describe, expect, test } from 'vitest'
import type { TaskOf } from './fake-scheduler.ts'
import { claimNamed, judged } from './judged.ts'

type Margins = TaskOf<'margins'>
type Result = ResultOf<Margins>

/** Results by the kind of training; networks differ a little. */
const answering =
  (part: (kind: 'momentum' | 'plain' | 'longer', task: Margins) => Partial<Result> = () => ({})) =>
  (task: Margins): Result => {
    const { momentum, stepSize } = task.settings
    const kind = momentum > 0 ? 'momentum' : stepSize > 1 ? 'longer' : 'plain'
    return {
      steps: 1,
      loss: 0,
      trainingErrors: 0,
      smallError: (kind === 'momentum' ? 0 : 0.5) + 0.01 * (Number(task.names.dataset) % 2),
      largeError: 0,
      smallNoise: 3,
      ...part(kind, task),
    }
  }

describe('momentum', () => {
  test('holds if momentum learns small margins and plain descent does not', async () => {
    const steps = new Set<number>()
    const claim = await judged('momentum', {
      margins: answering((_, { settings }) => {
        steps.add(settings.stepSize)
        return {}
      }),
    })
    expect(claim.verdict).toBe('holds')
    expect(claim.measured).toMatchObject({ n: 60 })
    expect(claim.control).toMatchObject({ verdict: 'breaks', measured: { n: 24 } })
    expect([...steps].map(step => Number(step.toPrecision(10)))).toEqual([0.1, 10])
  })

  test.each<[string, Parameters<typeof answering>[0], string]>([
    ['networks with momentum err', kind => (kind === 'momentum' ? { smallError: 0.3 } : {}), 'fails'],
    [
      'one of them leaves a training sample wrong',
      kind => (kind === 'momentum' ? { trainingErrors: 1 } : {}),
      'fails',
    ],
    ['they err on large margins', kind => (kind === 'momentum' ? { largeError: 0.4 } : {}), 'fails'],
    ['longer steps alone do it', kind => (kind === 'longer' ? { smallError: 0.01 } : {}), 'fails'],
    [
      'plain descent learns small margins',
      kind => (kind === 'plain' ? { smallError: 0.01 } : {}),
      'inconclusive',
    ],
  ])('does not hold if %s', async (_, part, verdict) => {
    expect((await judged('momentum', { margins: answering(part) })).verdict).toBe(verdict)
  })
})

describe('requests', () => {
  const request = (id: string, chosen: object) =>
    checkRequest({ preset: presets.beyond, claims: [claimNamed(id)], seed: 1, chosen, version: 'test' })

  test('the claim takes another momentum, but none at 0 and none with adaptive steps', () => {
    const claim = claimNamed('momentum')
    expect(request('momentum', { momentum: 0.9 }).settingsOf(claim).momentum).toBe(0.9)
    expect(() => request('momentum', { momentum: 0 })).toThrow(
      /^momentum is 0; allowed: above 0 for this claim/,
    )
    expect(() => request('momentum', { stepRule: 'adaptive' })).toThrow(
      /^momentum is 0.99; allowed: 0 with stepRule adaptive/,
    )
  })

  test.each([
    ['batchSize', 5],
    ['momentum', 0.5],
    ['weightDecay', 0.5],
    ['labelSmoothing', 0.5],
  ])('%s is refused by other claims', (name, value) => {
    expect(() => request('view-removal', { [name]: value, stepRule: 'constant' })).toThrow(
      `${name}: none of the selected claims uses this setting; remove it.`,
    )
  })
})
