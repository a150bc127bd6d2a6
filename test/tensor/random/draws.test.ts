/** Frozen draws, the order of draws, parameters at their edges, and what is refused. */
import {
  beta,
  binomial,
  categorical,
  choice,
  exponential,
  eye,
  gamma,
  grad,
  integers,
  multivariateNormal,
  normal,
  permutation,
  poisson,
  stream,
  sum,
  type Tensor,
  tensor,
  truncatedNormal,
  uniform,
  zeros,
} from '@multiview/tensor'
import { describe, expect, test } from 'vitest'

const spreadOut = tensor([[0.02], [0.7], [3], [40]])
const shares = tensor([
  [0.2, 0.5, 0.3],
  [1, 0, 9],
])
const covariance = tensor([
  [2, -0.6, 0],
  [-0.6, 1, 0.3],
  [0, 0.3, 0.5],
])

/** One use of each draw, as the fixture has it. */
const uses: Record<string, (random: ReturnType<typeof stream>) => Tensor> = {
  normal: s => normal(s, [4, 3], { mean: spreadOut, std: spreadOut }),
  'normal float32': s => normal(s, [5], { dtype: 'float32' }),
  uniform: s => uniform(s, [4, 3], { low: -1, high: spreadOut }),
  'uniform float32': s => uniform(s, [5], { dtype: 'float32' }),
  integers: s => integers(s, [3, 4], { low: -9, high: tensor([1, 10, 100, 2 ** 31]) }),
  permutation: s => permutation(s, 12),
  exponential: s => exponential(s, [4, 3], { scale: spreadOut }),
  gamma: s => gamma(s, [4, 3], { a: spreadOut }),
  'gamma float32': s => gamma(s, [5], { a: 2, scale: 3, dtype: 'float32' }),
  beta: s => beta(s, [4, 3], { a: spreadOut, b: tensor([0.3, 1, 20]) }),
  poisson: s => poisson(s, [4, 3], { mean: spreadOut.mul(tensor([1, 10, 1e7])) }),
  binomial: s => binomial(s, [3, 4], { n: tensor([[1], [50], [1e9]]), p: tensor([0, 0.01, 0.4, 0.97]) }),
  'categorical by probabilities': s => categorical(s, [6, 2], { probabilities: shares }),
  'categorical by logits': s => categorical(s, [6, 2], { logits: shares }),
  choice: s => choice(s, 100, [12]),
  'choice by weights': s => choice(s, 3, [12], { weights: tensor([1, 2, 3]) }),
  'choice without replacement': s => choice(s, 20, [12], { replace: false }),
  'choice without replacement by weights': s =>
    choice(s, 5, [4], { replace: false, weights: tensor([1, 9, 0, 3, 4]) }),
  truncatedNormal: s =>
    truncatedNormal(s, [4, 3], { low: tensor([-1, 0.5, 30]), high: tensor([0.5, 9, 31]), std: 2 }),
  multivariateNormal: s => multivariateNormal(s, [4], { covariance, mean: tensor([1, 2, 3]) }),
}

test('draws are frozen: the same streams give the same bits for ever', async () => {
  const drawn = Object.fromEntries(
    Object.entries(uses).map(([name, draw]) => [name, [...draw(stream(20260501, 'draws', name)).values()]]),
  )
  await expect(`${JSON.stringify(drawn, null, 1)}\n`).toMatchFileSnapshot('../../fixtures/random/draws.json')
})

describe('elements take the stream in C order', () => {
  test.each<[string, (random: ReturnType<typeof stream>, shape: number[]) => Tensor]>([
    ['normal', (s, shape) => normal(s, shape, { std: 3 })],
    ['uniform', (s, shape) => uniform(s, shape, { high: 3 })],
    ['integers', (s, shape) => integers(s, shape, { high: 3 * 2 ** 29 })],
    ['exponential', (s, shape) => exponential(s, shape)],
    ['gamma', (s, shape) => gamma(s, shape, { a: 0.5 })],
    ['beta', (s, shape) => beta(s, shape, { a: 0.5, b: 3 })],
    ['poisson', (s, shape) => poisson(s, shape, { mean: 30 })],
    ['binomial', (s, shape) => binomial(s, shape, { n: 30, p: 0.6 })],
    ['categorical', (s, shape) => categorical(s, shape, { logits: tensor([1, 2]) })],
    ['choice', (s, shape) => choice(s, 9, shape)],
    ['truncatedNormal', (s, shape) => truncatedNormal(s, shape, { low: 1 })],
    ['multivariateNormal', (s, shape) => multivariateNormal(s, shape, { covariance })],
  ])('%s: one number after the other is a draw of all', (_, draw) => {
    const one = stream(5)
    const each = Array.from({ length: 20 }, () => draw(one, []).toArray())
    const all = draw(stream(5), [4, 5])
    expect(all.reshape([20, ...all.shape.slice(2)]).toArray()).toEqual(each)
  })

  test('normal, uniform and integers are the draws of the stream', () => {
    const s = stream(6)
    expect(normal(stream(6), [3], { mean: 1, std: 2 }).toArray()).toEqual(
      Array.from({ length: 3 }, () => 1 + 2 * s.normal()),
    )
    expect(uniform(stream(7), [], { low: 2, high: 5 }).item()).toBe(stream(7).uniform(2, 5))
    expect(integers(stream(7), [], { high: 1000 }).item()).toBe(stream(7).integer(1000))
    expect(permutation(stream(7), 9).values()).toEqual(stream(7).permutation(9))
  })
})

describe('parameters at their edges', () => {
  const s = () => stream(8, 'edges')
  const all = (x: Tensor) => [...x.values()]

  test('laws of a single value', () => {
    expect(all(normal(s(), [3], { mean: 2, std: 0 }))).toEqual([2, 2, 2])
    expect(all(exponential(s(), [3], { scale: 0 }))).toEqual([0, 0, 0])
    expect(all(gamma(s(), [3], { a: 2, scale: 0 }))).toEqual([0, 0, 0])
    expect(all(poisson(s(), [3], { mean: 0 }))).toEqual([0, 0, 0])
    expect(all(binomial(s(), [3], { n: 9, p: 0 }))).toEqual([0, 0, 0])
    expect(all(binomial(s(), [3], { n: 2 ** 31 - 1, p: 1 }))).toEqual(new Array(3).fill(2 ** 31 - 1))
    expect(all(binomial(s(), [3], { n: 0, p: 0.5 }))).toEqual([0, 0, 0])
    expect(all(truncatedNormal(s(), [2], { low: 3, high: 3 }))).toEqual([3, 3])
    expect(all(truncatedNormal(s(), [2], { low: 0, high: 0 }))).toEqual([0, 0])
  })

  test('parameters of extreme size give finite draws', () => {
    for (const a of [5e-324, 1e-300, 1e-5, 1e300, Number.MAX_VALUE]) {
      const x = all(gamma(s(), [50], { a }))
      expect(x.every(v => v >= 0 && v < Infinity)).toBe(true)
    }
    for (const [a, b] of [
      [1e-300, 1e-300],
      [1e-300, 1e300],
      [1e300, 1e300],
    ]) {
      const x = all(beta(s(), [50], { a, b }))
      expect(x.every(v => v >= 0 && v <= 1)).toBe(true)
    }
    // With two tiny parameters only the two ends occur, equally often.
    const ends = all(beta(s(), [1000], { a: 1e-300, b: 1e-300 }))
    expect(ends.every(v => v === 0 || v === 1)).toBe(true)
    expect(Math.abs(ends.reduce((a, b) => a + b, 0) - 500)).toBeLessThan(80)
    expect(all(poisson(s(), [50], { mean: 5e-324 }))).toEqual(new Array(50).fill(0))
    const rare = all(binomial(s(), [50], { n: 2 ** 31 - 1, p: 1 - 2 ** -53 }))
    expect(rare.every(v => v > 2 ** 31 - 5)).toBe(true)
  })

  test('truncation far out in a tail ends, and stays inside', () => {
    for (const [low, high, std] of [
      [40, Infinity, 1],
      [1e10, Infinity, 1],
      [1e308, Infinity, 1],
      [1e-5, 1e-5 + 1e-15, 1e-9],
      [-Infinity, -1e308, 1],
      [1, 2, 1e-320],
      [-2, -1, 1e-320],
      [-1e308, 1e308, 1],
      [-1, 1, 1e300],
    ]) {
      const x = all(truncatedNormal(s(), [50], { low, high, std }))
      expect(x.every(v => v >= low && v <= high && Number.isFinite(v))).toBe(true)
    }
  })

  test('shapes without elements, and of no axis', () => {
    expect(normal(s(), [0, 3]).shape).toEqual([0, 3])
    expect(poisson(s(), []).shape).toEqual([])
    expect(choice(s(), 0, [0]).shape).toEqual([0])
    expect(permutation(s(), 0).shape).toEqual([0])
    expect(multivariateNormal(s(), [2], { covariance: zeros([0, 0]) }).shape).toEqual([2, 0])
    expect(categorical(s(), [0], { logits: tensor([1, 2]) }).shape).toEqual([0])
    // These need no draws.
    const used = s()
    gamma(used, [0], { a: 0.5 })
    expect(used.save()).toEqual(s().save())
  })

  test('parameters may be ndarrays, views, integers and float32', () => {
    const rate = tensor([1, 20], { dtype: 'int32' })
    const wide = poisson(s(), [2, 2], { mean: tensor([1, 20]) })
    expect(poisson(s(), [2, 2], { mean: rate }).toArray()).toEqual(wide.toArray())
    const view = tensor([20, 1]).slice([null, null, -1])
    expect(poisson(s(), [2, 2], { mean: view }).toArray()).toEqual(wide.toArray())
    const ndarray = { data: [1, 20], shape: [2], stride: [1], offset: 0 }
    expect(poisson(s(), [2, 2], { mean: ndarray }).toArray()).toEqual(wide.toArray())
  })
})

test.each<[() => unknown, string]>([
  [() => normal(stream(1), [2], { std: -1 }), 'normal: std is -1; it must be finite and not negative'],
  [() => normal(stream(1), [2], { mean: Number.NaN }), 'normal: mean is NaN; it must be finite'],
  [
    () => normal(stream(1), [2], { mean: [0] as never }),
    'normal: mean is [0]; it must be a number or a tensor of numbers',
  ],
  [
    () => normal(stream(1), [2], { std: null as never }),
    'normal: std is null; it must be a number or a tensor',
  ],
  [
    () => normal(stream(1), [2], { mean: zeros([3]) }),
    'normal: shapes [3] and [2] do not broadcast; lengths must be equal or 1',
  ],
  [
    () => normal(stream(1), [], { mean: zeros([1]) }),
    'normal: mean of shape [1] does not broadcast to shape []',
  ],
  [
    () => normal(stream(1), [2], { dtype: 'int32' as never }),
    'normal: dtype "int32" is not one of float64,float32; cast the draw',
  ],
  [
    () => normal(1 as never, [2]),
    'normal: draws from a stream or a key, not from 1; make one by stream(seed, name)',
  ],
  [
    () => grad((m: Tensor) => sum(normal(stream(1), [2], { mean: m })))(zeros([2])),
    'normal: mean is inside a transform; draw from a key, such as key(random), or scale and shift',
  ],
  [
    () => uniform(stream(1), [2], { low: 1, high: 0 }),
    'uniform: low is 1 and high 0; low may not be above high, nor infinitely far',
  ],
  [() => uniform(stream(1), [2], { low: -1e308, high: 1e308 }), 'uniform: low is -1e+308 and high 1e+308'],
  [() => integers(stream(1), [2], { high: 0 }), 'integers: low is 0 and high 0; low must be below high'],
  [
    () => integers(stream(1), [2], {} as never),
    'integers: high is undefined; it must be a number or a tensor of numbers',
  ],
  [
    () => integers(stream(1), [2], { high: 1.5 }),
    'integers: high is 1.5; it must be a whole number in the int32 range [-2^31, 2^31), or 2^31 as an end',
  ],
  [
    () => exponential(stream(1), [2], { scale: Infinity }),
    'exponential: scale is Infinity; it must be finite',
  ],
  [() => gamma(stream(1), [2], { a: 0 }), 'gamma: a is 0; it must be finite and positive'],
  [() => beta(stream(1), [2], { a: 1, b: 1e-310 }), 'beta: b is 1e-310; it must be from 1e-300 to 1e300'],
  [() => poisson(stream(1), [2], { mean: 3e9 }), 'poisson: mean is 3000000000; it must be from 0 to 2e9'],
  [
    () => binomial(stream(1), [2], { n: 2.5, p: 1 }),
    'binomial: n is 2.5; it must be a whole number from 0 to',
  ],
  [() => binomial(stream(1), [2], { n: 2, p: 1.1 }), 'binomial: p is 1.1; it must be from 0 to 1'],
  [
    () => categorical(stream(1), [2], {}),
    'categorical: takes either logits or probabilities; give exactly one of them',
  ],
  [
    () => categorical(stream(1), [2], { logits: tensor([1, Number.NaN]) }),
    'categorical: a logit is NaN; it must be finite or -Infinity',
  ],
  [
    () => categorical(stream(1), [2], { logits: tensor([-Infinity, -Infinity]) }),
    'categorical: logits sum to 0; the sum must be finite and positive',
  ],
  [
    () => categorical(stream(1), [2], { probabilities: tensor([1, -1]) }),
    'categorical: probabilities hold -1; each must be finite and not negative',
  ],
  [
    () => categorical(stream(1), [2], { probabilities: zeros([0]) }),
    'categorical: probabilities of shape [0] name no category along the last axis',
  ],
  [() => choice(stream(1), 0, [2]), 'choice: shape [2] asks for 2 of 0 indices; n must be 1 or more'],
  [
    () => choice(stream(1), 3, [2, 2], { replace: false }),
    'choice: shape [2,2] asks for 4 of 3 indices; set replace to true',
  ],
  [
    () => choice(stream(1), 3, [2], { weights: tensor([1, 2]) }),
    'choice: weights of shape [2] for 3 indices; give one weight an index',
  ],
  [
    () => choice(stream(1), 3, [2], { replace: false, weights: tensor([1, 0, 0]) }),
    'choice: 2 indices without replacement need as many positive weights, not 1',
  ],
  [
    () => truncatedNormal(stream(1), [2], { low: 2, high: 1 }),
    'truncatedNormal: no number lies from low 2 to high 1; low may not be above high',
  ],
  [
    () => truncatedNormal(stream(1), [2], { low: Infinity }),
    'truncatedNormal: no number lies from low Infinity',
  ],
  [
    () => truncatedNormal(stream(1), [2], { std: 0 }),
    'truncatedNormal: std is 0; it must be finite and positive',
  ],
  [
    () => multivariateNormal(stream(1), [2], { covariance: tensor([[1, 2]]) }),
    'multivariateNormal: covariance has shape [1,2]; it must be a square matrix',
  ],
  [
    () => multivariateNormal(stream(1), [2], { covariance: eye(2), mean: zeros([3]) }),
    'multivariateNormal: mean has shape [3] for a covariance of shape [2,2]',
  ],
  [
    () =>
      multivariateNormal(stream(1), [2], {
        covariance: tensor([
          [1, 0.5],
          [0.4, 1],
        ]),
      }),
    'multivariateNormal: covariance is 0.4 at [1,0] but 0.5 at [0,1]; make it symmetric',
  ],
  [
    () =>
      multivariateNormal(stream(1), [2], {
        covariance: tensor([
          [1, 2],
          [2, 1],
        ]),
      }),
    'multivariateNormal: covariance is not positive definite; add a little to its diagonal',
  ],
])('%o is refused: %s', (run, message) => {
  expect(run).toThrow(message)
})
