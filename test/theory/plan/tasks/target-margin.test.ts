/** `targetMargin` ends every training on labels, whichever task runs it. */
import { regimes, type Settings } from '@multiview/network'
import { execute, type Task } from '@multiview/theory'
import { expect, test } from 'vitest'

const small: Settings = {
  ...regimes.limit,
  classes: 3,
  otherFeatureRate: 1,
  samples: 36,
  neurons: 3,
  members: 1,
  targetLoss: 1e-6,
}
const names = { seed: 6, dataset: 'd', initialization: 'i' }
const group = { seed: 6, dataset: 'd', initializations: ['i', 'j'] }
const testSet = { singlePerCell: 1, multiPerClass: 1 }

const tasks: Record<string, (settings: Settings) => Task> = {
  train: settings => ({ kind: 'train', settings, names, raceInterval: 0 }),
  anatomy: settings => ({ kind: 'anatomy', settings, names, shuffledLabels: false }),
  average: settings => ({ kind: 'average', settings, ...group }),
  growth: settings => ({ kind: 'growth', settings, names, beyond: 1000 }),
  tangent: settings => ({ kind: 'tangent', settings, ...group, ...testSet }),
  gaussian: settings => ({
    kind: 'gaussian',
    settings: { ...settings, neurons: 12, initialScale: 0.01, maxSteps: 3000 },
    dimension: 5,
    samples: 20,
    testSamples: 3,
    seed: 6,
    dataset: 'd',
  }),
}

/** Steps of descent that a task takes, over all models that it trains. */
const stepsOf = (task: Task): number => {
  let steps = 0
  execute(task, step => {
    if (step > 0) steps++
  })
  return steps
}

test.each(Object.entries(tasks))('%s', (_, task) => {
  const whole = stepsOf(task({ ...small, maxSteps: 600 }))
  const ended = stepsOf(task({ ...small, maxSteps: 600, targetMargin: 0.1 }))
  expect(ended).toBeGreaterThan(0)
  expect(ended).toBeLessThan(whole)
})
