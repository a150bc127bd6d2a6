import { stream } from '@multiview/tensor'
import { describe, expect, test } from 'vitest'
import type { TaskOf } from './fake-scheduler.ts'
import { judged } from './judged.ts'

const random = stream(7, 'synthetic')

interface Course {
  /** The time of arrival of every class, divided by the tensor-power time. */
  factor: number
  /** The slope of log error against log t. */
  slope?: number
  arrived?: number
}

/**
 * Arrivals at the tensor-power time of random initial correlations, times a factor, and an error
 * that falls by a power of t.
 */
const course =
  ({ factor, slope = -1, arrived }: Course) =>
  ({ settings, beyond }: TaskOf<'growth'>) => {
    const { classes, samples, power, threshold, initialScale } = settings
    const initialStrength = Float64Array.from(
      { length: 2 * classes },
      () => initialScale * Math.exp(0.5 * random.normal()),
    )
    const viewPower = new Float64Array(2 * classes).fill(samples / classes)
    const rate = (1 - 1 / classes) / classes / threshold ** (power - 1)
    const arrival = Float64Array.from({ length: classes }, (_, i) => {
      const start = Math.max(initialStrength[2 * i], initialStrength[2 * i + 1])
      const time = (start ** (2 - power) - threshold ** (2 - power)) / (power - 2) / rate
      return time * factor * (1 + random.uniform(-0.1, 0.1))
    })
    const last = Math.max(...arrival)
    const time =
      beyond > 1 ? Float64Array.from({ length: 30 }, (_, at) => last * 1.13 ** at) : Float64Array.of(last)
    return {
      initialStrength,
      viewPower,
      arrival,
      arrived: arrived ?? classes,
      time,
      multiViewError: time.map(t => t ** slope * (1 + random.uniform(-0.05, 0.05))),
    }
  }

const judgedWith = (of: Course) => judged('growth-phases', { growth: course(of) })

describe('growth-phases', () => {
  test('holds at the tensor-power time and for 1/t, and breaks for the start of another model', async () => {
    const claim = await judgedWith({ factor: 1 })
    expect(claim.verdict).toBe('holds')
    expect(claim.measured.value).toBeCloseTo(1, 0)
    expect(claim.control.verdict).toBe('breaks')
  })

  test.each([0.4, 2.5])('fails at %d times that time', async factor => {
    expect((await judgedWith({ factor })).verdict).toBe('fails')
  })

  test('is inconclusive at twice the time', async () => {
    expect((await judgedWith({ factor: 2 })).verdict).toBe('inconclusive')
  })

  test.each([-0.6, -1.5])('fails if the error falls with the power %d of t', async slope => {
    const claim = await judgedWith({ factor: 1, slope })
    expect(claim.verdict).toBe('fails')
    expect(claim.conditions.filter(condition => !condition.met).map(condition => condition.name)).toEqual([
      expect.stringMatching(/^slope of log multi-view error/),
    ])
  })

  test('fails if a class never arrives', async () => {
    expect((await judgedWith({ factor: 1, arrived: 9 })).verdict).toBe('fails')
  })
})
