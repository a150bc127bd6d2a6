/** The task that compares networks in pairs, against predictions of each by itself. */

import { reducedPredictions, regimes, trainReducedModel } from '@multiview/network'
import { execute } from '@multiview/theory'
import { expect, test } from 'vitest'
import { chunksOf } from '../../../../packages/theory/src/plan/tasks/fresh-samples.ts'

const settings = {
  ...regimes.theorems,
  classes: 4,
  otherFeatureRate: 1.5,
  samples: 48,
  neurons: 6,
  initialScale: 1e-3,
}
const networks = ['a', 'b', 'c'].map(initialization =>
  trainReducedModel(settings, { seed: 1, dataset: 'd', initialization }),
)
const fresh = { settings, seed: 1, testSet: 'fresh', singlePerCell: 30, multiPerClass: 20 }

test('counts errors of networks and differences of all pairs, in units of μ', () => {
  const found = execute({ kind: 'disagreement', ...fresh, networks })
  const shareOf = (kind: 'single' | 'multi') => {
    const chunks = [...chunksOf(fresh, kind, 200)]
    const labels = chunks.flatMap(({ data }) => [...data.label])
    const [a, b, c] = networks.map(network =>
      chunks.flatMap(({ data }) => [...reducedPredictions(settings, network, data)]),
    )
    const share = (x: readonly number[], y: readonly number[]) =>
      x.filter((each, n) => each < 0 || each !== y[n]).length / labels.length
    return {
      error: (share(a, labels) + share(b, labels) + share(c, labels)) / 3,
      disagreement: (share(a, b) + share(a, c) + share(b, c)) / 3,
    }
  }
  const [single, multi] = [shareOf('single'), shareOf('multi')]
  const units = (of: 'error' | 'disagreement') => single[of] + 5 * multi[of]
  expect(found.error).toBeCloseTo(units('error'), 12)
  expect(found.disagreement).toBeCloseTo(units('disagreement'), 12)
  expect(found.onSingleView).toBeCloseTo(single.disagreement, 12)
  expect(found.onSingleView).toBeGreaterThan(0.1)
  expect(found.predictions).toBe(3 * (2 * 4 * 30 + 4 * 20))
})

test('counts predictions that are not certain as right for the other limit', () => {
  const open = networks.map(network => ({ ...network, largestIdle: 5 }))
  const found = execute({ kind: 'disagreement', ...fresh, networks: open })
  expect(found.undecided).toBe(found.predictions)
  expect(found.error).toBeCloseTo(1 / settings.singleViewFraction, 12)
  expect(found.disagreement).toBeCloseTo(1 / settings.singleViewFraction, 12)
  expect(found.ifRight).toEqual({ error: 0, disagreement: 0, onSingleView: 0 })
})

test('a network does not disagree with itself, where its predictions are certain', () => {
  const { onSingleView, undecided } = execute({
    kind: 'disagreement',
    ...fresh,
    networks: [networks[0], networks[0]],
  })
  expect(onSingleView).toBeLessThanOrEqual(undecided / 2 / (2 * 4 * 30))
})
