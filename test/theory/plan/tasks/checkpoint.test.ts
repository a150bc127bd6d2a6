/** Tasks that record more than the descent: from each checkpoint they resume to the same bits. */

import { regimes } from '@multiview/network'
import { execute, type Task } from '@multiview/theory'
import { expect, test } from 'vitest'
import { kept, resuming } from '../../../network/reduced/checkpoints.ts'

const settings = {
  ...regimes.limit,
  ...{ classes: 4, otherFeatureRate: 2, samples: 48, initialScale: 0.005, maxSteps: 600 },
}
const names = { seed: 1, dataset: 'd', initialization: 'i' }

test.each<Task>([
  { kind: 'train', settings, names, raceInterval: 7 },
  { kind: 'average', settings, seed: 1, dataset: 'd', initializations: ['i', 'j'] },
  { kind: 'growth', settings, names, beyond: 3 },
  { kind: 'anatomy', settings, names, shuffledLabels: false },
])('$kind', task => {
  const { whole, checkpoints } = kept<object, unknown>(20, checkpoint =>
    execute(task, () => {}, checkpoint as never),
  )
  expect(checkpoints.length).toBeGreaterThan(2)
  for (const state of checkpoints) {
    let first = Number.NaN
    const note = (step: number): void => {
      if (Number.isNaN(first)) first = step
    }
    expect(execute(task, note, resuming(state) as never)).toEqual(whole)
    expect(first).toBeGreaterThanOrEqual(20)
  }
})
