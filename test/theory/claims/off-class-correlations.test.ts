import { regimes } from '@multiview/network'
import { stream } from '@multiview/tensor'
import { describe, expect, test } from 'vitest'
import type { TaskOf } from './fake-scheduler.ts'
import { judged } from './judged.ts'

const random = stream(6, 'synthetic')
const { classes, neurons, initialScale } = regimes.limit
const largestAtStart = initialScale * Math.sqrt(2 * Math.log(2 * classes * classes * neurons))

interface Reach {
  /** In units of the largest correlation expected at the start. */
  up: number
  down?: number
  ofControl?: number
  losing?: number
}

const reaching =
  ({ up, down = 1, ofControl = 500, losing = 0.3 }: Reach) =>
  ({ shuffledLabels }: TaskOf<'anatomy'>) => ({
    steps: 1,
    trainingErrors: 0,
    // View 1 of every class is far ahead, and in the lottery-winning set.
    initialStrength: Float64Array.from(
      { length: 2 * classes },
      (_, v) => (v % 2 === 0 ? 2 : 0.2) * initialScale,
    ),
    finalStrength: Float64Array.from({ length: 2 * classes }, (_, v) =>
      v % 2 === 0 ? 5 : losing * largestAtStart,
    ),
    largestOffClass: (shuffledLabels ? ofControl : up) * largestAtStart * (1 + random.uniform(-0.1, 0.1)),
    leastCorrelation: -down * largestAtStart * (1 + random.uniform(-0.1, 0.1)),
    label: new Int32Array(0),
    presentView: new Int32Array(0),
    ownNoise: new Float64Array(0),
    otherNoise: new Float64Array(0),
    remembered: new Float64Array(0),
    throughView: new Float64Array(0),
  })

const judgedWith = (reach: Reach) => judged('off-class-correlations', { anatomy: reaching(reach) })

describe('off-class-correlations', () => {
  test('holds if nothing moves far, and breaks if labels say nothing of features', async () => {
    const claim = await judgedWith({ up: 1 })
    expect(claim.verdict).toBe('holds')
    expect(claim.measured).toMatchObject({ value: 1, high: 1 })
    expect(claim.control.verdict).toBe('breaks')
  })

  test('fails for a correlation that grows, to either side', async () => {
    expect((await judgedWith({ up: 3 })).verdict).toBe('fails')
    expect((await judgedWith({ up: 1, down: 3 })).verdict).toBe('fails')
  })

  test('fails if losing views grow', async () => {
    const claim = await judgedWith({ up: 1, losing: 100 })
    expect(claim.verdict).toBe('fails')
    expect(claim.conditions.filter(condition => !condition.met)).toHaveLength(1)
  })

  test('is inconclusive if one model in five has one that grows', async () => {
    let models = 0
    const claim = await judged('off-class-correlations', {
      anatomy: task => reaching({ up: !task.shuffledLabels && models++ % 5 === 0 ? 3000 : 1 })(task),
    })
    expect(claim.measured.value).toBeCloseTo(0.8, 1)
    expect(claim.verdict).toBe('inconclusive')
  })

  test('a control that stays as small does not break', async () => {
    expect((await judgedWith({ up: 1, ofControl: 1 })).control.verdict).toBe('does not break')
  })
})
