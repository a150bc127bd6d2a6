/** A run that is stopped anywhere and resumes from its checkpoint ends with the same bits. */

import {
  averageModel,
  type Checkpointing,
  crossEntropy,
  descend,
  type StepRule,
  trainDenseModel,
  trainLimitModel,
} from '@multiview/network'
import { describe, expect, test } from 'vitest'
import type { DescentCheckpoint, DescentOptions } from '../../../packages/network/src/descent/descend.ts'
import type { LimitCheckpoint } from '../../../packages/network/src/limit/train.ts'
import { adaptiveStep } from '../../../packages/network/src/step-rule/adaptive.ts'
import { constantStep } from '../../../packages/network/src/step-rule/constant.ts'
import { smallDense } from '../dense/small.ts'
import { smallWith } from '../settings.ts'
import { data, modelNames, models } from './models.ts'

const rules: [string, () => StepRule][] = [
  ['constant steps', () => constantStep(0.3)],
  // So large that the loss sometimes rises. Then the rule must save its factor and the last loss.
  ['adaptive steps', () => adaptiveStep(0.9)],
]
const last = 40

const resuming = <S>(state: S): Checkpointing<S> => ({
  resumeFrom: structuredClone(state),
  isDue: () => false,
  save: () => {},
})

describe.each(modelNames)('%s', name => {
  test.each(rules)('%s', (_, rule) => {
    const options = { targetLoss: 0, maxSteps: last }
    const objective = crossEntropy(data.label, 3)
    const states: DescentCheckpoint[] = []
    const { model } = models[name]()
    const whole = descend(model, objective, {
      ...options,
      rule: rule(),
      checkpoint: {
        isDue: () => true,
        save: state => states.push(state),
      },
      record: () => {},
    })
    const end = model.weights()
    expect(states.length).toBe(whole.steps + 1)
    expect(whole.steps).toBeGreaterThan(15)
    for (const state of states) {
      const again = models[name]().model
      const run = descend(again, objective, { ...options, rule: rule(), checkpoint: resuming(state) })
      expect(run).toEqual(whole)
      expect(again.weights()).toEqual(end)
    }
  })
})

test('an average resumes with the weights of its members', () => {
  const average = () => averageModel([models.limit().model, models.limit().model])
  const states: DescentCheckpoint[] = []
  const run = (checkpoint?: Checkpointing<DescentCheckpoint>) =>
    descend(average(), crossEntropy(data.label, 3), {
      rule: constantStep(0.3),
      targetLoss: 0,
      maxSteps: 9,
      checkpoint,
    })
  const whole = run({ isDue: step => step === 5, save: state => states.push(state) })
  expect(run(resuming(states[0]))).toEqual(whole)
})

test('weights of another model are refused', () => {
  const states: DescentCheckpoint[] = []
  const options = { rule: constantStep(0.3), targetLoss: 0, maxSteps: 1 }
  const objective = crossEntropy(data.label, 3)
  descend(models.limit().model, objective, {
    ...options,
    checkpoint: { isDue: () => true, save: state => states.push(state) },
  })
  expect(() =>
    descend(models.dense().model, objective, { ...options, checkpoint: resuming(states[0]) }),
  ).toThrow(/^the checkpoint has \d+ and \d+ weights; this model has \d+\. /)
})

test('the adaptive run did see its loss rise, so that the state of the rule matters', () => {
  const run = (options: Partial<DescentOptions>) =>
    descend(models.limit().model, crossEntropy(data.label, 3), {
      rule: adaptiveStep(0.9),
      targetLoss: 0,
      maxSteps: last,
      ...options,
    })
  const { losses } = run({})
  const rises = Array.from(losses).filter((loss, t) => t > 0 && loss > losses[t - 1])
  expect(rises.length).toBeGreaterThan(0)
})

const names = { seed: 1, dataset: 'a', initialization: 'b' }

describe('a training run', () => {
  const limit = smallWith({ maxSteps: 50, targetLoss: 1e-9 })
  const dense = smallDense({ maxSteps: 50, targetLoss: 1e-9 })

  test.each([
    ['limit', trainLimitModel as never, limit],
    ['dense', trainDenseModel as never, dense],
  ] as [string, (...of: unknown[]) => { steps: number }, object][])(
    '%s: resumes from any of its checkpoints, the race included',
    (_, train, settings) => {
      const saved: LimitCheckpoint[] = []
      const options = { raceInterval: 5 }
      const checkpoint: Checkpointing<LimitCheckpoint> = {
        isDue: step => step > 0 && step % 4 === 0,
        save: state => saved.push(state),
      }
      const whole = train(settings, names, { ...options, checkpoint })
      const { steps } = whole
      expect(steps).toBeGreaterThan(8)
      expect(saved.map(({ steps, flow }) => (flow.losses.length === steps ? steps : NaN))).toEqual(
        Array.from({ length: Math.floor(steps / 4) }, (_, c) => 4 * (c + 1)),
      )
      expect(train(settings, names, options)).toEqual(whole)
      for (const state of saved)
        expect(train(settings, names, { ...options, checkpoint: resuming(state) })).toEqual(whole)
    },
  )

  test('without a due checkpoint no state is copied', () => {
    const never = {
      isDue: () => false,
      save: () => {
        throw new Error('saved')
      },
    }
    expect(trainLimitModel(limit, names, { checkpoint: never })).toEqual(trainLimitModel(limit, names))
  })
})
