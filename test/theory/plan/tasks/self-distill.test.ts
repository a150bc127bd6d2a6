import { distillReducedModel, regimes, trainReducedModel } from '@multiview/network'
import { execute } from '@multiview/theory'
import { describe, expect, test } from 'vitest'
import { selfDistill } from '../../../../packages/theory/src/plan/tasks/self-distill.ts'

const names = { seed: 1, dataset: 'd', initialization: 'i' }

describe.each([
  ['reduced', 'multirate'],
  ['limit', 'adaptive'],
] as const)('a network taught twice, of model %s', (model, stepRule) => {
  const settings = {
    ...regimes.theorems,
    classes: 3,
    otherFeatureRate: 1,
    samples: 36,
    neurons: 6,
    initialScale: 1e-3,
    targetReach: 0.5,
    model,
    stepRule,
  }
  const own = trainReducedModel(settings, names)
  const { outputs: other } = trainReducedModel(settings, { ...names, initialization: 'j' })
  const task = {
    kind: 'self-distill',
    settings,
    names,
    other,
    own: own.outputs,
    trainingSteps: own.steps,
  } as const
  const taught = (outputs: Float64Array, notBefore: number) =>
    distillReducedModel(settings, names, outputs, {
      afterTraining: true,
      duration: 1,
      moments: 1,
      notBefore,
    })
  const both = execute(task)

  test('has the bits of two runs that train on the labels each', () => {
    expect(both.byOther.isDone).toBe(true)
    expect(both.byOther).toEqual(taught(other, 0))
    expect(both.byItself).toEqual(taught(own.outputs, both.byOther.time))
  })

  test('trains on the labels once', () => {
    let starts = 0
    const counted = {
      isDue: (step: number) => {
        if (step === 0) starts++
        return false
      },
      save: () => {},
    }
    execute(task, () => {}, counted as never)
    // One training and two distillations.
    expect(starts).toBe(3)
  })

  test('resumes from any of its checkpoints with the same bits', () => {
    const states: unknown[] = []
    const kept = { isDue: (step: number) => step % 7 === 0, save: (state: unknown) => states.push(state) }
    execute(task, () => {}, kept as never)
    expect(states.length).toBeGreaterThan(3)
    for (const at of [0, Math.floor(states.length / 2), states.length - 1]) {
      const resumeFrom = structuredClone(states[at])
      expect(execute(task, () => {}, { resumeFrom, isDue: () => false, save: () => {} } as never)).toEqual(
        both,
      )
    }
  })

  test('is taken from a file only whole', () => {
    const isResult = (value: unknown) => selfDistill.isResult?.({ ...task, settings }, value)
    expect(isResult(both)).toBe(true)
    expect(isResult({ byOther: both.byOther })).toBe(false)
    expect(isResult({ ...both, byItself: { ...both.byItself, own: 'text' } })).toBe(false)
  })
})
