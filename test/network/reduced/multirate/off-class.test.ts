/**
 * The check of each neuron of other classes, against moving all of them in small steps of descent.
 */

import { trainingSetOf, visibleLayout } from '@multiview/network'
import { stream } from '@multiview/tensor'
import { expect, test } from 'vitest'
import { outputCount, slotOf } from '../../../../packages/network/src/objective/output-layout.ts'
import { largestPreactivations } from '../../../../packages/network/src/reduced/block-state.ts'
import { featureRows } from '../../../../packages/network/src/reduced/feature-rows.ts'
import { offClass } from '../../../../packages/network/src/reduced/off-class.ts'
import { pushHistory } from '../../../../packages/network/src/reduced/push-history.ts'
import { reducedStartOf } from '../../../../packages/network/src/reduced/run.ts'
import type { BlockWeights } from '../../../../packages/network/src/reduced/start.ts'
import { studentNames, taughtAtTen } from '../small-distillation.ts'

const { classes, neurons, power, threshold } = taughtAtTen
const names = studentNames(1)
const data = trainingSetOf(taughtAtTen, names)
const rows = featureRows(data)
const layout = visibleLayout(data)

/** Steps of descent between two checks. */
const parts = 20

/** Moves a block in small steps by its gradients between two checks. */
const descend = (
  { a, b }: BlockWeights,
  [ofClass, feature]: readonly [number, number],
  push: Float64Array,
): void => {
  const patches = rows.ofFeature[feature]
  for (let part = 0; part < parts; part++) {
    const before = a.slice()
    patches.forEach((row, p) => {
      const n = rows.sampleOf[row]
      const own = slotOf(layout, n, ofClass)
      const d = push[own >= 0 ? own : layout.slotClass.length + n] / parts
      for (let r = 0; r < neurons; r++) {
        const u = before[r] * data.weight[row] + b[p * neurons + r]
        const slope = (Math.min(Math.max(u, 0), threshold) / threshold) ** (power - 1)
        a[r] += data.weight[row] * slope * d
        b[p * neurons + r] += data.noiseNorm[row] ** 2 * slope * d
      }
    })
  }
}

interface Watched {
  /** The growth of the promoted neurons, and the error of their ⟨w, v⟩. */
  readonly grown: number[]
  readonly errors: number[]
  /**
   * At every check: the largest growth of another neuron, and its preactivation divided by the
   * bound.
   */
  readonly others: { readonly growth: number; readonly beyond: number }[]
}

/** Random gradients, mostly positive, for each interval. */
const watch = (): Watched => {
  const start = reducedStartOf(taughtAtTen, names, data, rows)
  const history = pushHistory(layout)
  const watched = offClass(data, rows, layout, taughtAtTen, start, history)
  const pairs = Array.from({ length: 2 * classes * classes }, (_, at): readonly [number, number] => [
    Math.floor(at / (2 * classes)),
    at % (2 * classes),
  ]).filter(([i, v]) => Math.floor(v / 2) !== i)
  const blocks = pairs.map(([i, v]) => {
    const { a, b } = start.block(i, v)
    return { a, b: b.slice() }
  })
  const initial = blocks.map((block, at) => largestPreactivations(data, rows.ofFeature[pairs[at][1]], block))
  const isComputed = pairs.map(() => new Uint8Array(neurons))
  const result: Watched = { grown: [], errors: [], others: [] }
  const random = stream(1, 'pushes')
  const push = new Float64Array(outputCount(layout))
  for (let look = 0; look < 60; look++) {
    random.fillNormal(push, 6)
    const drift = push.map(p => p + 8)
    history.add(
      drift,
      drift.map(p => Math.max(0, p)),
    )
    const found = watched.absorb(history.close())
    blocks.forEach((block, at) => {
      descend(block, pairs[at], drift)
    })
    const largest = blocks.map((block, at) =>
      largestPreactivations(data, rows.ofFeature[pairs[at][1]], block),
    )
    for (const { ofClass, neuron, feature, a } of found) {
      const at = pairs.findIndex(([i, v]) => i === ofClass && v === feature)
      isComputed[at][neuron] = 1
      result.grown.push(largest[at][neuron] / initial[at][neuron])
      result.errors.push(Math.abs(a / blocks[at].a[neuron] - 1))
    }
    let [growth, beyond] = [0, 0]
    largest.forEach((ofBlock, at) => {
      ofBlock.forEach((u, r) => {
        if (isComputed[at][r] === 1 || !(initial[at][r] > 0)) return
        growth = Math.max(growth, u / initial[at][r])
        beyond = Math.max(beyond, u / watched.largestIdle())
      })
    })
    result.others.push({ growth, beyond })
  }
  return result
}

const watched = watch()

const quantile = (values: readonly number[], share: number): number =>
  Float64Array.from(values).sort()[Math.floor(share * values.length)]

test('neurons are promoted once they have nearly doubled, with the weights that they have', () => {
  expect(watched.grown.length).toBeGreaterThan(100)
  // Measured: 1.80 and 2.01; a few grow by much more in one interval.
  expect(quantile(watched.grown, 0)).toBeGreaterThan(1.75)
  expect(quantile(watched.grown, 0.9)).toBeLessThan(2.1)
  // Measured: 0.7%, 2.8% and 6.5%.
  expect(quantile(watched.errors, 0.5)).toBeLessThan(0.015)
  expect(quantile(watched.errors, 0.9)).toBeLessThan(0.05)
  expect(quantile(watched.errors, 0.99)).toBeLessThan(0.1)
})

test('no other neuron doubles, and none is beyond the bound', () => {
  // Measured: 1.85 and 0.97.
  for (const { growth, beyond } of watched.others) {
    expect(growth).toBeLessThan(1.95)
    expect(beyond).toBeLessThanOrEqual(1)
  }
})
