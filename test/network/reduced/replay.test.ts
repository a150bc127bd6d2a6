/** The two kernels of a replay give the same bits, and those of loops over one neuron at a time. */

import { regimeAt, regimes, type Settings, trainingSetOf, trainReducedModel } from '@multiview/network'
import { type Stream, stream } from '@multiview/tensor'
import { engine } from '@multiview/tensor/kernel-parts'
import { withoutWebAssembly } from '@multiview/tensor/kernels'
import { describe, expect, test } from 'vitest'
import { smoothedReluDerivative } from '../../../packages/network/src/activation/smoothed-relu.ts'
import { fromPanels, toPanels } from '../../../packages/network/src/limit/panels.ts'
import { outputCount, slotOf, visibleLayout } from '../../../packages/network/src/objective/output-layout.ts'
import { replay } from '../../../packages/network/src/reduced/block-state.ts'
import { featureRows } from '../../../packages/network/src/reduced/feature-rows.ts'
import {
  inTable,
  plainReplay,
  type ReplayPasses,
  type ReplayShape,
  tableRow,
} from '../../../packages/network/src/reduced/replay/plain.ts'
import { withReplay } from '../../../packages/network/src/reduced/replay/wasm.ts'
import type { BlockWeights } from '../../../packages/network/src/reduced/start.ts'
import type { NetworkSettings } from '../../../packages/network/src/settings/settings.ts'

/** Equal bit for bit, −0 and 0 told apart. */
const sameBits = (x: ArrayLike<number>, y: ArrayLike<number>): boolean =>
  x.length === y.length && Array.from(x).every((value, i) => Object.is(value, y[i]))

const normals = (random: Stream, length: number, deviation: number): Float64Array => {
  const values = new Float64Array(length)
  random.fillNormal(values, deviation)
  return values
}

/** Random weights of m neurons on P patches, and pushes of both signs. */
const problem = ({ neurons, patches }: ReplayShape, scale = 0.3) => {
  const random = stream(7)
  const table = normals(random, patches * tableRow, 1)
  for (let row = 0; row < table.length; row += tableRow) {
    table[row + inTable.weight] = Math.abs(table[row + inTable.weight])
    table[row + inTable.noiseSquared] = table[row + inTable.noiseSquared] ** 2
  }
  return {
    table,
    a: normals(random, neurons, scale),
    b: normals(random, patches * neurons, scale),
    /** Pushes for each of three steps. */
    pushes: [0, 1, 2].map(() => normals(random, patches, 1)),
  }
}
type Problem = ReturnType<typeof problem>

/** What a replay shows in three steps, neuron by neuron: [neurons][numbers]. */
const shown = (shape: ReplayShape, { table, a, b, pushes }: Problem, passes: ReplayPasses): number[][] => {
  const { neurons, patches } = shape
  const { arrays } = passes
  arrays.table.set(table)
  toPanels(a, neurons, arrays.a)
  toPanels(b, neurons, arrays.b)
  const seen: number[][] = Array.from({ length: neurons }, () => [])
  const see = (array: Float64Array, rows: number): void => {
    const matrix = fromPanels(array, new Float64Array(rows * neurons), neurons)
    matrix.forEach((value, at) => {
      seen[at % neurons].push(value)
    })
  }
  const push = (values: Float64Array, share: number): void =>
    values.forEach((value, p) => {
      arrays.table[p * tableRow + inTable.push] = share * value
    })
  for (const values of pushes) {
    push(values, 1)
    passes.look()
    see(arrays.largest, 1)
    see(arrays.largestChange, 1)
    see(arrays.slope, patches)
    push(values, 0.7)
    passes.measure()
    see(arrays.largestChange, 1)
    push(values, 0.1)
    passes.pull()
    see(arrays.changeOfA, 1)
    passes.move()
    see(arrays.a, 1)
    see(arrays.b, patches)
  }
  return seen
}

/** The same for one neuron, from the formulas. */
const shownNaively = (shape: ReplayShape, { table, a: as, b: bs, pushes }: Problem, r: number): number[] => {
  const { neurons, patches, power, threshold } = shape
  const column = (at: number): number[] => Array.from({ length: patches }, (_, p) => table[p * tableRow + at])
  const [z, noise] = [column(inTable.weight), column(inTable.noiseSquared)]
  const rise = (u: number): number => smoothedReluDerivative(u, power, threshold)
  const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0)
  let a = as[r]
  let b = z.map((_, p) => bs[p * neurons + r])
  const seen: number[] = []
  for (const values of pushes) {
    const u = z.map((weight, p) => a * weight + b[p])
    const slope = u.map(rise)
    const pull = (d: number[], at: number[]): number => sum(d.map((push, p) => z[p] * push * at[p]))
    const changes = (d: number[]): number[] =>
      d.map((push, p) => Math.abs(pull(d, slope) * z[p] + noise[p] * push * slope[p]))
    const [whole, most, some] = [1, 0.7, 0.1].map(share => Array.from(values, push => share * push))
    const ofA = pull(some, slope)
    seen.push(Math.max(0, ...u), Math.max(...changes(whole)), ...slope, Math.max(...changes(most)), ofA)
    const middle = some.map((push, p) =>
      rise((a + 0.5 * ofA) * z[p] + b[p] + 0.5 * noise[p] * push * slope[p]),
    )
    a += pull(some, middle)
    b = b.map((value, p) => value + noise[p] * some[p] * middle[p])
    seen.push(a, ...b)
  }
  return seen
}

const shapes: [string, ReplayShape][] = [1, 2, 9, 10, 13, 60].flatMap(neurons =>
  [2, 3, 4, 7, 12, 2.5].map((power): [string, ReplayShape] => [
    `m = ${neurons}, q = ${power}`,
    { neurons, patches: 17, power, threshold: 0.3 },
  ]),
)

test('WebAssembly runs here, so that the tests below compare two kernels', () => {
  expect(engine()).not.toBeNull()
  withReplay(shapes[0][1], ({ arrays }) => expect(arrays.a.buffer).toBe(engine()?.doubles.buffer))
})

describe.each([...shapes, ['one patch', { neurons: 3, patches: 1, power: 3, threshold: 0.5 }]] as [
  string,
  ReplayShape,
][])('the passes: %s', (_, shape) => {
  const given = problem(shape)
  const plain = shown(shape, given, plainReplay(shape))

  test('in plain loops they have the bits of the formulas', () => {
    const naive = plain.map((_, r) => shownNaively(shape, given, r))
    expect(sameBits(plain.flat(), naive.flat())).toBe(true)
  })

  test('in WebAssembly they have the bits of the plain loops', () => {
    const fast = withReplay(shape, passes => shown(shape, given, passes))
    expect(sameBits(fast.flat(), plain.flat())).toBe(true)
  })
})

test('both kernels agree where a preactivation is NaN or infinite', () => {
  const shape: ReplayShape = { neurons: 5, patches: 4, power: 3, threshold: 0.5 }
  const given = problem(shape)
  ;[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0].forEach((value, i) => {
    given.b[6 * i] = value
  })
  const plain = shown(shape, given, plainReplay(shape)).flat()
  expect(plain.some(Number.isNaN)).toBe(true)
  expect(sameBits(withReplay(shape, passes => shown(shape, given, passes)).flat(), plain)).toBe(true)
})

interface Neuron {
  a: number
  b: number[]
}

const neuronsOf = ({ a, b }: BlockWeights): Neuron[] =>
  Array.from(a, (value, r) => ({ a: value, b: [...b].filter((_, at) => at % a.length === r) }))

/**
 * Steps through the stretches as block-state.ts says. @param ends of each stretch, patch by patch.
 */
const replayNaively = (
  neurons: Neuron[],
  ends: number[][],
  { power, threshold }: NetworkSettings,
  { z, noise }: { readonly z: number[]; readonly noise: number[] },
): void => {
  const rise = (u: number): number => smoothedReluDerivative(u, power, threshold)
  const pullOn = (slope: number[], push: number[]): number =>
    push.reduce((sum, d, p) => sum + z[p] * d * slope[p], 0)
  let before = z.map(() => 0)
  let left = 1
  for (let first = 0; first < ends.length; ) {
    const u = neurons.map(({ a, b }) => z.map((weight, p) => a * weight + b[p]))
    const slopes = u.map(each => each.map(rise))
    const largest = u.map(each => Math.max(0, ...each))
    const pushUntil = (end: number): number[] => ends[end].map((value, p) => value - before[p])
    const shareOf = (r: number, push: number[]): number => {
      const ofA = pullOn(slopes[r], push)
      const changes = push.map((d, p) => Math.abs(ofA * z[p] + noise[p] * d * slopes[r][p]))
      return Math.max(0, ...changes) / largest[r]
    }
    let last = ends.length - 1
    let share = 0
    for (;;) {
      const shares = neurons.map((_, r) => shareOf(r, pushUntil(last)))
      share = Math.max(0, ...shares.filter(each => !Number.isNaN(each)))
      if (share <= 0.1 || last === first) break
      const neuron = shares.indexOf(share)
      let low = first
      for (let high = last; high - low > 1; ) {
        const middle = (low + high) >> 1
        if (shareOf(neuron, pushUntil(middle)) <= 0.1) low = middle
        else high = middle
      }
      last = low
    }
    const part = share > 0.1 ? Math.min(left, Math.max(1 / 16, (left * 0.1) / share)) : left
    const push = pushUntil(last).map(d => (part < left ? d * (part / left) : d))
    neurons.forEach((neuron, r) => {
      const middle = neuron.a + 0.5 * pullOn(slopes[r], push)
      const slope = push.map((d, p) => rise(middle * z[p] + neuron.b[p] + 0.5 * noise[p] * d * slopes[r][p]))
      neuron.a += pullOn(slope, push)
      neuron.b = neuron.b.map((value, p) => value + noise[p] * push[p] * slope[p])
    })
    before = part < left ? before.map((value, p) => value + push[p]) : ends[last]
    if (part < left) left -= part
    else [first, left] = [last + 1, 1]
  }
}

describe.each([2, 3, 5, 2.5])('a replay of a history of 40 stretches, q = %d', power => {
  const settings: Settings = { ...regimes.limit, power, neurons: 7 }
  const data = trainingSetOf(settings, { seed: 1, dataset: 'a' })
  const rows = featureRows(data)
  const layout = visibleLayout(data)
  const block = () => {
    const random = stream(3)
    const patches = rows.ofFeature[5].length
    return { a: normals(random, 7, 0.05), b: normals(random, patches * 7, 0.05) }
  }
  /** Pushes of both signs whose stretches are of very different lengths. */
  const ends = (() => {
    const random = stream(4)
    const sum = new Float64Array(outputCount(layout))
    return Array.from({ length: 40 }, (_, s) => {
      const more = normals(random, sum.length, 0.02 * (1 + (s % 7) ** 3))
      for (let at = 0; at < sum.length; at++) sum[at] += more[at]
      return sum.slice()
    })
  })()
  const run = () => {
    const weights = block()
    const computed = replay(data, rows, layout, ends, settings, [0, 5], weights)
    return { ...weights, computed }
  }

  test('has the same bits without WebAssembly, and moves every neuron that responds', () => {
    const fast = run()
    expect(withoutWebAssembly(run)).toEqual(fast)
    expect(fast.computed).toBeGreaterThan(2 * 40 * fast.b.length)
    const start = block()
    expect(fast.a.filter((a, r) => a !== start.a[r]).length).toBeGreaterThan(3)
  })

  test('has the bits of the same steps taken neuron by neuron', () => {
    const { a, b } = run()
    const neurons = neuronsOf(block())
    const slots = Array.from(rows.ofFeature[5], row => {
      const own = slotOf(layout, rows.sampleOf[row], 0)
      return own >= 0 ? own : layout.slotClass.length + rows.sampleOf[row]
    })
    const numbersOf = (of: Float64Array): number[] => Array.from(rows.ofFeature[5], row => of[row])
    replayNaively(
      neurons,
      ends.map(end => slots.map(slot => end[slot])),
      settings,
      {
        z: numbersOf(data.weight),
        noise: numbersOf(data.noiseNorm).map(norm => norm * norm),
      },
    )
    neuronsOf({ a, b }).forEach((neuron, r) => {
      expect(neuron).toEqual(neurons[r])
    })
  })
})

test.each([
  [2, 5],
  [3, 2],
])('a run at k = 10, q = %d that replays has the same bits without WebAssembly', (power, neurons) => {
  const settings: Settings = {
    ...regimeAt('theorems', 10),
    maxSteps: 60,
    initialScale: 1e-3,
    power,
    neurons,
  }
  const run = () => trainReducedModel(settings, { seed: 5001, dataset: 'a', initialization: 'b' })
  const fast = run()
  expect(fast.certificate.replayed).toBeGreaterThan(0)
  expect(withoutWebAssembly(run)).toEqual(fast)
})
