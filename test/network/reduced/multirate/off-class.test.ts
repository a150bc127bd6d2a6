/**
 * Neurons of other classes are promoted alike whether a pair is looked at as a whole or neuron by
 * neuron; the latter costs less.
 */

import { trainingSetOf, visibleLayout } from '@multiview/network'
import { stream } from '@multiview/tensor'
import { expect, test } from 'vitest'
import { outputCount } from '../../../../packages/network/src/objective/output-layout.ts'
import { featureRows } from '../../../../packages/network/src/reduced/feature-rows.ts'
import { offClass } from '../../../../packages/network/src/reduced/off-class.ts'
import { pushHistory } from '../../../../packages/network/src/reduced/push-history.ts'
import { reducedStartOf } from '../../../../packages/network/src/reduced/run.ts'
import { studentNames, taughtAtTen } from '../small-distillation.ts'

const data = trainingSetOf(taughtAtTen, studentNames(1))
const rows = featureRows(data)
const start = reducedStartOf(taughtAtTen, studentNames(1), data, rows)

/** The same random pushes, mostly upward, stretch by stretch. */
const watch = (isSparse: boolean) => {
  const layout = visibleLayout(data)
  const history = pushHistory(layout)
  const watched = offClass(data, rows, layout, taughtAtTen, start, history, isSparse)
  const random = stream(1, 'pushes')
  const push = new Float64Array(outputCount(layout))
  const promotedAt = new Map<string, number>()
  const bounds: number[] = []
  for (let look = 0; look < 120; look++) {
    random.fillNormal(push, 3)
    const drift = push.map(p => p + 4)
    history.add(
      drift,
      drift.map(p => Math.max(0, p)),
    )
    for (const { ofClass, neuron, feature } of watched.absorb(history.close()))
      promotedAt.set(`${ofClass} ${neuron} ${feature}`, look)
    bounds.push(watched.largestIdle())
  }
  return { promotedAt, bounds, looked: watched.looked() }
}

const dense = watch(false)
const sparse = watch(true)

test('the same neurons are promoted, within five looks of each other', () => {
  expect(dense.promotedAt.size).toBeGreaterThan(100)
  const onlyOne = [...dense.promotedAt.keys(), ...sparse.promotedAt.keys()].filter(
    name => !(dense.promotedAt.has(name) && sparse.promotedAt.has(name)),
  )
  // Only neurons that were close to promotion at the end.
  expect(onlyOne.length).toBeLessThan(0.03 * dense.promotedAt.size)
  for (const [name, look] of dense.promotedAt) {
    const other = sparse.promotedAt.get(name)
    if (other !== undefined) expect(Math.abs(other - look)).toBeLessThanOrEqual(5)
  }
})

test('the bound on the other neurons is as tight, at less cost', () => {
  sparse.bounds.forEach((bound, look) => {
    expect(bound).toBeLessThanOrEqual(1.0001 * dense.bounds[look])
  })
  expect(sparse.looked.preactivations).toBeLessThan(0.7 * dense.looked.preactivations)
})
