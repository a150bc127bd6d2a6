import { stream } from '@multiview/tensor'
import { describe, expect, test } from 'vitest'
import type { TaskOf } from './fake-laboratory.ts'
import { judged } from './judged.ts'

const noise = stream(1, 'synthetic')

describe('ensemble-law', () => {
  const halving = (task: TaskOf<'partition'>) => ({
    errors: task.sizes.map(size => 2 ** -size * (1 + noise.uniform(-0.3, 0.4))),
  })

  test('holds for errors that halve, and breaks where they stay', async () => {
    const claim = await judged('ensemble-law', {
      partition: task =>
        task.testSet.includes('shared')
          ? { errors: task.sizes.map(() => 0.5 + noise.uniform(-0.05, 0.05)) }
          : halving(task),
    })
    expect(claim.verdict).toBe('holds')
    expect(claim.conditions).toHaveLength(5)
    expect(claim.control.verdict).toBe('breaks')
  })

  test('fails when the error at one size is off, and names the size', async () => {
    const claim = await judged('ensemble-law', {
      partition: task => ({
        errors: halving(task).errors.map((error, at) => (at === 2 ? 1.4 * error : error)),
      }),
    })
    expect(claim.verdict).toBe('fails')
    expect(claim.conditions.filter(condition => !condition.met).map(condition => condition.name)).toEqual([
      'L = 3: the interval of error / prediction contains 1',
    ])
  })

  test('is inconclusive when the draws are too few for the width that was asked for', async () => {
    const claim = await judged('ensemble-law', {
      partition: task => ({ errors: task.sizes.map(size => 2 ** -size * (1 + noise.uniform(-1, 1))) }),
    })
    expect(claim.measured).toMatchObject({ low: null, high: null })
    expect(claim.verdict).toBe('inconclusive')
  })

  test('a control that halves like the claim does not break', async () => {
    expect((await judged('ensemble-law', { partition: halving })).control.verdict).toBe('does not break')
  })
})
