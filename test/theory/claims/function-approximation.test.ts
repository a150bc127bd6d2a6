import { stream } from '@multiview/tensor'
import { describe, expect, test } from 'vitest'
import { type TaskOf, trained } from './fake-scheduler.ts'
import { judged } from './judged.ts'

const noise = stream(4, 'synthetic')

/** Models that differ in one number, so that the fake scheduler can recognise their Φ. */
const train = (task: TaskOf<'train'>) =>
  trained(task, {
    featureCorrelation: Float64Array.of(Number(task.names.initialization.split('/')[1])),
  })

const apart = (own: number, other: number) => (task: TaskOf<'approximation'>) => ({
  distance:
    (task.strengthsOf[0] === task.member.featureCorrelation[0] ? own : other) *
    (1 + noise.uniform(-0.1, 0.1)),
  multi: 0.1,
  single: 0.1,
  margin: 5,
  shown: { said: [0, 1], output: [0, 0.9] },
})

describe('function-approximation', () => {
  test('holds if the difference is a small part of the margin, and breaks for the Φ of another model', async () => {
    const claim = await judged('function-approximation', { train, approximation: apart(0.2, 1.5) })
    expect(claim.verdict).toBe('holds')
    expect(claim.measured.value).toBeCloseTo(0.04, 2)
    expect(claim.control.verdict).toBe('breaks')
  })

  test('fails if it is a large part', async () => {
    const claim = await judged('function-approximation', { train, approximation: apart(0.7, 1.5) })
    expect(claim.verdict).toBe('fails')
  })

  test('is inconclusive at the edge, and a control as near as the model does not break', async () => {
    const claim = await judged('function-approximation', { train, approximation: apart(0.5, 0.2) })
    expect(claim.verdict).toBe('inconclusive')
    expect(claim.control.verdict).toBe('does not break')
  })

  test('fails when a model misses a training sample', async () => {
    const claim = await judged('function-approximation', {
      train: task => ({ ...train(task), trainingErrors: task.names.initialization === '3/0' ? 1 : 0 }),
      approximation: apart(0.2, 1.5),
    })
    expect(claim.verdict).toBe('fails')
  })
})
