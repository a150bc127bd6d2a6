/** Averages of weights against the average of all correlations of the full model. */

import { averageOfWeights, countReducedErrors, type ReducedNetwork, type Settings } from '@multiview/network'
import { stream } from '@multiview/tensor'
import { expect, test } from 'vitest'
import { drawSamples } from '../../../packages/network/src/data/draw.ts'
import { regimeWith } from '../settings.ts'

const [classes, neurons] = [4, 5]
const settings: Settings = regimeWith({
  classes,
  neurons,
  patches: 30,
  otherFeatureRate: 2,
  initialScale: 1e-5,
})
const kinds = Array.from({ length: 300 }, (_, n) => ({
  label: n % classes,
  presentView: (1 + (Math.floor(n / classes) % 2)) as 1 | 2,
}))
const data = drawSamples(settings, kinds, stream(1, 'test set'))
const none = { promoted: new Float64Array(0), largestIdle: 1e-5 }

test('averages own correlations, and those that grew on features of other classes', () => {
  const a = { own: Float64Array.of(1, -2, 3), promoted: Float64Array.of(0, 1, 5, 2), largestIdle: 1e-5 }
  const b = {
    own: Float64Array.of(0, 2, 1),
    promoted: Float64Array.of(2, 0, 1, 4, 0, 1, 5, 1),
    largestIdle: 3e-5,
  }
  const { own, promoted, largestIdle } = averageOfWeights([a, b])
  expect([...own]).toEqual([0.5, 0, 2])
  expect([...promoted]).toEqual([0, 1, 5, 1.5, 2, 0, 1, 2])
  expect(largestIdle).toBe(3e-5)
})

test('one network is its own average', () => {
  const own = stream(2, 'weights').fillNormal(new Float64Array(2 * classes * neurons), 1)
  const network = { own, promoted: Float64Array.of(0, 1, 5, 2), largestIdle: 1e-5 }
  expect(averageOfWeights([network])).toEqual(network)
})

test('networks whose views have neurons of their own err as their ensemble does, and less than one', () => {
  // Network j learned each view of its lottery by neuron j.
  const networks = Array.from({ length: 4 }, (_, j): ReducedNetwork => {
    const random = stream(3, 'lottery', j)
    const own = new Float64Array(2 * classes * neurons)
    for (let i = 0; i < classes; i++) own[(2 * i + random.integer(2)) * neurons + j] = 4
    return { ...none, own }
  })
  const errorsOf = (members: readonly ReducedNetwork[]) => countReducedErrors(settings, members, data).errors
  expect(errorsOf([averageOfWeights(networks)])).toBe(errorsOf(networks))
  expect(errorsOf(networks)).toBeLessThan(errorsOf([networks[0]]) / 2)
})

test('weights of opposite sign cancel, where outputs do not', () => {
  const own = new Float64Array(2 * classes * neurons)
  for (let v = 0; v < 2 * classes; v++) own[v * neurons] = 4
  const opposite = { ...none, own: own.map(a => -a) }
  const pair = [{ ...none, own }, opposite]
  expect(countReducedErrors(settings, pair, data).errors).toBe(0)
  expect(countReducedErrors(settings, [averageOfWeights(pair)], data).errors).toBe(data.size)
})

test('refuses no networks, and networks of different sizes', () => {
  expect(() => averageOfWeights([])).toThrow('averageOfWeights: an average needs at least one network.')
  const [short, long] = [1, 2].map(length => ({ ...none, own: new Float64Array(length) }))
  expect(() => averageOfWeights([short, long])).toThrow(
    'averageOfWeights: networks with 1 and 2 correlations do not average; take networks with equally many classes and neurons.',
  )
})
