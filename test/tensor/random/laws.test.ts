/**
 * The draws follow their laws. The streams and the bounds are fixed; each bound has a level of
 * 1e-6.
 */
import { readFileSync } from 'node:fs'
import {
  beta,
  binomial,
  categorical,
  choice,
  exponential,
  gamma,
  integers,
  multivariateNormal,
  normal,
  permutation,
  poisson,
  type Stream,
  stream,
  type Tensor,
  tensor,
  truncatedNormal,
  uniform,
} from '@multiview/tensor'
import { describe, expect, test } from 'vitest'

type Draw = (random: Stream, shape: number[], options: never) => Tensor
const draws: Record<string, Draw> = {
  normal,
  exponential,
  gamma,
  beta,
  truncatedNormal,
  poisson,
  binomial,
}

interface Law {
  draw: string
  options: Record<string, number>
  edges: number[]
  probabilities: number[]
  bound: number
  mean: number
  variance: number
  tails: ([edge: number, probability: number] | null)[]
}
/** The output of test/fixtures/random/generate.py. */
const laws: Law[] = JSON.parse(
  readFileSync(new URL('../../fixtures/random/laws.json', import.meta.url), 'utf8'),
)

const N = 40_000
/** The largest deviation of means, variances and tails, in standard deviations. */
const MANY = 200_000
const DEVIATIONS = 5.5

/** Pearson's statistic of counts. */
const chiSquare = (counts: readonly number[], probabilities: readonly number[]): number => {
  const total = counts.reduce((a, b) => a + b, 0)
  return counts.reduce(
    (sum, c, i) => sum + (c - total * probabilities[i]) ** 2 / (total * probabilities[i]),
    0,
  )
}

/** The number of values up to each edge and above the previous one. */
const countsIn = (values: Iterable<number>, edges: readonly number[]): number[] => {
  const counts = new Array<number>(edges.length + 1).fill(0)
  for (const x of values) {
    const cell = edges.findIndex(edge => x <= edge)
    counts[cell < 0 ? edges.length : cell]++
  }
  return counts
}

const counted = (values: ArrayLike<number>, k: number): number[] =>
  countsIn(
    Array.from(values),
    Array.from({ length: k - 1 }, (_, i) => i),
  )

/** The quantiles of the chi-square law at 1 − 1e-6, by degrees of freedom. */
const BOUND: Record<number, number> = { 2: 27.63, 3: 30.66, 5: 35.89, 9: 44.81, 23: 70.56 }

describe('cells have their exact probabilities', () => {
  test.each(laws.map(law => [`${law.draw} ${JSON.stringify(law.options)}`, law] as const))(
    '%s',
    (name, { draw, options, edges, probabilities, bound }) => {
      const x = draws[draw](stream(1, 'laws', name), [N], options as never)
      expect(chiSquare(countsIn(x.values(), edges), probabilities)).toBeLessThan(bound)
    },
  )

  test.each(laws.map(law => [`${law.draw} ${JSON.stringify(law.options)}`, law] as const))(
    '%s: mean, variance and tails',
    (name, { draw, options, mean, variance, tails: [lower, upper] }) => {
      const x = Float64Array.from(draws[draw](stream(1, 'tails', name), [MANY], options as never).values())
      const average = (f: (v: number) => number) => x.reduce((sum: number, v) => sum + f(v), 0) / MANY
      const off = average(v => v - mean)
      expect(Math.abs(off)).toBeLessThan(DEVIATIONS * Math.sqrt(variance / MANY))
      const spread = average(v => (v - mean) ** 2)
      const fourth = average(v => (v - mean) ** 4)
      expect(Math.abs(spread - variance)).toBeLessThan(DEVIATIONS * Math.sqrt((fourth - spread ** 2) / MANY))
      const counted = (p: number, outside: (v: number) => boolean) =>
        Math.abs(x.filter(outside).length - MANY * p) / Math.sqrt(MANY * p * (1 - p))
      if (lower) expect(counted(lower[1], v => v <= lower[0])).toBeLessThan(DEVIATIONS)
      if (upper) expect(counted(upper[1], v => v > upper[0])).toBeLessThan(DEVIATIONS)
    },
  )

  test('a law that is a little wrong is found', () => {
    const { edges, probabilities, bound } = laws.find(law => law.options.mean === 37.5)!
    const x = poisson(stream(1, 'wrong'), [N], { mean: 37 })
    expect(chiSquare(countsIn(x.values(), edges), probabilities)).toBeGreaterThan(bound)
  })

  test('float32 draws are the float64 draws, rounded', () => {
    for (const { draw, options } of laws) {
      if (draw === 'poisson' || draw === 'binomial') continue
      const both = (['float64', 'float32'] as const).map(dtype =>
        draws[draw](stream(2), [50], { ...options, dtype } as never),
      )
      expect(both.map(x => x.dtype)).toEqual(['float64', 'float32'])
      expect(Float32Array.from(both[0].values())).toEqual(both[1].values())
    }
  })
})

describe('uniform', () => {
  test('fills ten cells evenly in both dtypes, and stays below its end', () => {
    for (const dtype of ['float64', 'float32'] as const) {
      const x = uniform(stream(1, 'uniform'), [N], { low: -2, high: 3, dtype }).values()
      const edges = Array.from({ length: 9 }, (_, i) => -1.5 + i / 2)
      expect(chiSquare(countsIn(x, edges), new Array(10).fill(0.1))).toBeLessThan(BOUND[9])
    }
    // Half of these doubles round to 1 as float32.
    const top = uniform(stream(1, 'top'), [1000], { low: 1 - 2 ** -24, high: 1, dtype: 'float32' }).values()
    expect([Math.min(...top), Math.max(...top)]).toEqual([1 - 2 ** -24, 1 - 2 ** -24])
    const equal = uniform(stream(1), [3], { low: 0.1, high: 0.1, dtype: 'float32' }).values()
    expect(equal).toEqual(new Float32Array(3).fill(0.1))
  })
})

describe('integers', () => {
  test('are equally likely, also where a remainder would favour some', () => {
    const dice = integers(stream(1, 'dice'), [N], { low: -2, high: 4 }).values()
    expect(
      chiSquare(
        counted(
          dice.map(x => x + 2),
          6,
        ),
        new Array(6).fill(1 / 6),
      ),
    ).toBeLessThan(BOUND[5])
    // A remainder modulo 3·2³⁰ would put half of the 2³² values into the lower third.
    const wide = integers(stream(1, 'wide'), [N], { low: -(2 ** 31), high: 2 ** 30 }).values()
    const thirds = countsIn(wide, [-(2 ** 30) - 1, -1])
    expect(chiSquare(thirds, [1 / 3, 1 / 3, 1 / 3])).toBeLessThan(BOUND[2])
  })

  test('reach both ends of the int32 range and nothing outside', () => {
    const whole = { low: -(2 ** 31), high: 2 ** 31 }
    const x = integers(stream(1, 'ends'), [N], whole).values()
    expect(Math.min(...x)).toBeLessThan(-(2 ** 31) * 0.999)
    expect(Math.max(...x)).toBeGreaterThan(2 ** 31 * 0.999)
    expect(integers(stream(1), [5], { low: 3, high: 4 }).toArray()).toEqual([3, 3, 3, 3, 3])
  })
})

test('each of the 24 orders of four things is equally likely, as a permutation and as a choice', () => {
  const random = stream(1, 'orders')
  for (const draw of [() => permutation(random, 4), () => choice(random, 4, [4], { replace: false })]) {
    const orders = Array.from({ length: N }, () => draw().values().join(''))
    const names = [...new Set(orders)].sort()
    expect(names).toHaveLength(24)
    const counts = names.map(name => orders.filter(order => order === name).length)
    expect(chiSquare(counts, new Array(24).fill(1 / 24))).toBeLessThan(BOUND[23])
  }
})

describe('categories', () => {
  const weights = [1, 0, 2, 4, 3]
  const shares = [0.1, 0.2, 0.4, 0.3]

  test('come as often as their weights say, and those of weight 0 never', () => {
    const logits = tensor(weights.map(w => Math.log(w) + 700))
    for (const options of [{ probabilities: tensor(weights) }, { logits }]) {
      const counts = counted(categorical(stream(1, 'categories'), [N], options).values(), 5)
      expect(counts[1]).toBe(0)
      expect(
        chiSquare(
          counts.filter((_, i) => i !== 1),
          shares,
        ),
      ).toBeLessThan(BOUND[3])
    }
    const counts = counted(choice(stream(1, 'weighted'), 5, [N], { weights: tensor(weights) }).values(), 5)
    expect(counts[1]).toBe(0)
    expect(
      chiSquare(
        counts.filter((_, i) => i !== 1),
        shares,
      ),
    ).toBeLessThan(BOUND[3])
  })

  test('of several laws broadcast to the shape', () => {
    const probabilities = tensor([
      [1, 0, 0],
      [0, 0, 5],
    ])
    const x = categorical(stream(1), [3, 2], { probabilities })
    expect(x.toArray()).toEqual([
      [0, 2],
      [0, 2],
      [0, 2],
    ])
    expect(
      categorical(stream(1), [2, 1], { probabilities: probabilities.reshape([2, 1, 3]) }).toArray(),
    ).toEqual([[0], [2]])
  })

  test('without replacement come as if drawn one after another', () => {
    // P(first i, then j) = wᵢ/W · wⱼ/(W − wᵢ).
    const w = [1, 2, 3]
    const pairs = [0, 1, 2].flatMap(i => [0, 1, 2].filter(j => j !== i).map(j => [i, j] as const))
    const probabilities = pairs.map(([i, j]) => ((w[i] / 6) * w[j]) / (6 - w[i]))
    const random = stream(1, 'pairs')
    const counts = pairs.map(() => 0)
    for (let t = 0; t < N; t++) {
      const [i, j] = choice(random, 3, [2], { replace: false, weights: tensor(w) }).values()
      counts[pairs.findIndex(pair => pair[0] === i && pair[1] === j)]++
    }
    expect(chiSquare(counts, probabilities)).toBeLessThan(BOUND[5])
  })
})

test('a sample without replacement does not depend on how it is kept', () => {
  // 12 of 100 store the whole row, 12 of 97 only the moved elements. Both are the first steps of
  // one shuffle.
  for (const [n, m] of [
    [97, 12],
    [95, 12],
    [10, 1],
    [5, 5],
  ]) {
    const random = stream(3, 'sample')
    const order = Array.from({ length: n }, (_, i) => i)
    const naive = Array.from({ length: m }, (_, i) => {
      const j = i + random.integer(n - i)
      ;[order[i], order[j]] = [order[j], order[i]]
      return order[i]
    })
    expect(choice(stream(3, 'sample'), n, [m], { replace: false }).toArray()).toEqual(naive)
  }
  const few = choice(stream(1), 2 ** 31 - 1, [5], { replace: false }).values()
  expect(new Set(few).size).toBe(5)
})

test('normal vectors have their mean and covariance', () => {
  const covariance = [
    [2, -0.6, 0],
    [-0.6, 1, 0.3],
    [0, 0.3, 0.5],
  ]
  const mean = [1, -2, 3]
  const x = multivariateNormal(stream(1, 'vectors'), [N / 2, 2], {
    covariance: tensor(covariance),
    mean: tensor(mean),
  })
  expect(x.shape).toEqual([N / 2, 2, 3])
  const rows = x.reshape([N, 3]).toArray() as number[][]
  const average = (f: (row: number[]) => number) => rows.reduce((sum, row) => sum + f(row), 0) / N
  for (let i = 0; i < 3; i++) {
    expect(Math.abs(average(row => row[i]) - mean[i])).toBeLessThan(5 * Math.sqrt(covariance[i][i] / N))
    for (let j = 0; j < 3; j++) {
      const found = average(row => (row[i] - mean[i]) * (row[j] - mean[j]))
      const variance = covariance[i][i] * covariance[j][j] + covariance[i][j] ** 2
      expect(Math.abs(found - covariance[i][j])).toBeLessThan(5 * Math.sqrt(variance / N))
    }
  }
})
