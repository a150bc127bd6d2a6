import { countEnsembleErrors, countErrors, type Dataset, type Settings } from '@multiview/network'
import { stream } from '@multiview/tensor'
import { expect, test } from 'vitest'
import { drawSamples } from '../../../packages/network/src/data/draw.ts'
import { isWrong } from '../../../packages/network/src/limit/ensemble.ts'
import { regimeWith } from '../settings.ts'
import { bruteForce, known, networkOf, outputsOf } from './members.ts'

const kinds = Array.from({ length: 200 }, (_, n) => ({ label: n % 4, presentView: (n % 3) as 0 | 1 | 2 }))
const small = (changes: Partial<Settings>): Settings =>
  regimeWith({ classes: 4, neurons: 3, patches: 30, otherFeatureRate: 2, ...changes })

/** The definition: some i ≠ y has G_y ≤ G_i. */
const errsByDefinition = (outputs: number[], label: number): boolean =>
  outputs.some((value, i) => i !== label && value >= outputs[label])

const decide = (settings: Settings, scale: number, members: number) => {
  const data: Dataset = drawSamples(settings, kinds, stream(1, 'data'))
  const networks = Array.from({ length: members }, (_, l) => networkOf(settings, scale, `member ${l}`))
  const outputs = networks.map(network => outputsOf(network, data))
  const expected = kinds.map(({ label }, n) => {
    const rows = networks.map(network => bruteForce(network, data, 'test', n))
    return errsByDefinition(
      rows[0].map((_, i) => rows.reduce((sum, row) => sum + row[i], 0)),
      label,
    )
  })
  return { data, outputs, expected }
}

test.each([
  ['tiny noise', small({}), 0.4],
  ['noise that decides often', small({ initialScale: 0.3, noiseNorm: 1 }), 0.2],
  ['noise alone', small({ initialScale: 0.3, noiseNorm: 1 }), 0],
] as const)('an ensemble is wrong if the sum of its members’ outputs says so: %s', (_, settings, scale) => {
  for (const members of [1, 2, 5]) {
    const { data, outputs, expected } = decide(settings, scale, members)
    const got = kinds.map(({ label }, n) => isWrong(outputs, label, n))
    expect(got).toEqual(expected)
    // Both answers occur, so that the agreement is not trivial.
    expect(new Set(got).size).toBe(2)
    expect(countEnsembleErrors(outputs, data.label)).toBe(expected.filter(Boolean).length)
  }
})

test('the order of the members does not matter', () => {
  const { outputs } = decide(small({ initialScale: 0.3, noiseNorm: 1 }), 0.2, 4)
  const reversed = outputs.toReversed()
  expect(kinds.map(({ label }, n) => isWrong(reversed, label, n))).toEqual(
    kinds.map(({ label }, n) => isWrong(outputs, label, n)),
  )
})

test('a tie counts as an error, for one network and for an ensemble', () => {
  expect(isWrong([known([[1, 1, 0]])], 0, 0)).toBe(true)
  expect(isWrong([known([[1, 1, 0]])], 1, 0)).toBe(true)
  expect(isWrong([known([[2, 0]]), known([[0, 2]])], 0, 0)).toBe(true)
  expect(isWrong([known([[2, 0]]), known([[0, 1.5]])], 0, 0)).toBe(false)
  expect(countErrors(Float64Array.of(1, 1, 0), Int32Array.of(0))).toBe(1)
})

test('outputs that are all 0 err for every label', () => {
  const silent = known([
    [0, 0, 0],
    [0, 0, 0],
  ])
  expect(countEnsembleErrors([silent], Int32Array.of(0, 2))).toBe(2)
})

test('an ensemble is right where a confident member outvotes a wrong one', () => {
  const wrong = known([[0.3, 0.5]])
  const right = known([[1, 0]])
  expect([isWrong([wrong], 0, 0), isWrong([wrong, right], 0, 0)]).toEqual([true, false])
})

test('exact outputs are computed only if the bounds do not decide the comparison', () => {
  let asked = 0
  const member = (lower: number[], upper: number[]) => ({
    classes: 2,
    lower: Float64Array.from(lower),
    upper: Float64Array.from(upper),
    exact: () => {
      asked++
      return Float64Array.of(0.5, 0.4)
    },
  })
  expect(isWrong([member([2, 0], [3, 1])], 0, 0)).toBe(false)
  expect(isWrong([member([0, 2], [1, 3])], 0, 0)).toBe(true)
  expect(asked).toBe(0)
  expect(isWrong([member([0, 0], [1, 1])], 0, 0)).toBe(false)
  expect(isWrong([member([0, 0], [1, 1])], 1, 0)).toBe(true)
  expect(asked).toBe(2)
})

test('countErrors counts samples whose own output is not the only largest', () => {
  const outputs = Float64Array.of(...[3, 1, 2], ...[1, 3, 2], ...[2, 2, 1], ...[0, 0, 1])
  expect(countErrors(outputs, Int32Array.of(0, 0, 0, 2))).toBe(2)
  expect(countErrors(new Float64Array(0), new Int32Array(0))).toBe(0)
})
