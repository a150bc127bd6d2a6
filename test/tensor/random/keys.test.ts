import {
  add,
  bernoulli,
  beta,
  binomial,
  categorical,
  checkpoint,
  choice,
  erfc,
  exponential,
  foldIn,
  foriLoop,
  gamma,
  grad,
  heNormal,
  integers,
  jacrev,
  jit,
  key,
  mul,
  multivariateNormal,
  normal,
  ones,
  permutation,
  poisson,
  type RandomSource,
  scan,
  splitKey,
  stack,
  stream,
  sum,
  type Tensor,
  tensor,
  truncatedNormal,
  uniform,
  vmap,
  zeros,
} from '@multiview/tensor'
import { describe, expect, test } from 'vitest'
import { threefry } from '../../../packages/tensor/src/random/threefry.ts'

const bits = (x: Tensor) => ({ dtype: x.dtype, shape: x.shape, values: [...x.values()] })
const rows = (x: Tensor) => Array.from({ length: x.shape[0] }, (_, i) => x.slice(i))
const weights = tensor([1, 2, 0, 3])
const normalCdf = (x: number) => erfc(tensor(-x / Math.SQRT2)).item() / 2

/** Every function that draws. */
const draws: Record<string, (random: RandomSource) => Tensor> = {
  uniform: r => uniform(r, [2, 3], { low: -1, high: tensor([1, 2, 3]) }),
  'uniform float32': r => uniform(r, [5], { dtype: 'float32' }),
  normal: r => normal(r, [4], { mean: 2, std: tensor([1, 2, 3, 4]) }),
  'normal float32': r => normal(r, [], { dtype: 'float32' }),
  bernoulli: r => bernoulli(r, [6], { p: 0.3 }),
  integers: r => integers(r, [3, 2], { low: -4, high: 1000 }),
  permutation: r => permutation(r, 7),
  choice: r => choice(r, 4, [5]),
  'choice without replacement': r => choice(r, 9, [2, 3], { replace: false }),
  'choice by weights': r => choice(r, 4, [5], { weights }),
  'choice by weights without replacement': r => choice(r, 4, [3], { weights, replace: false }),
  categorical: r => categorical(r, [4], { probabilities: weights }),
  exponential: r => exponential(r, [3], { scale: 2 }),
  gamma: r => gamma(r, [3], { a: tensor([0.3, 1, 4]) }),
  beta: r => beta(r, [3], { a: 0.5, b: 2 }),
  binomial: r => binomial(r, [4], { n: 100, p: 0.3 }),
  poisson: r => poisson(r, [4], { mean: tensor([1, 5, 20, 300]) }),
  truncatedNormal: r => truncatedNormal(r, [4], { low: 1, high: 3 }),
  multivariateNormal: r =>
    multivariateNormal(r, [3], {
      covariance: tensor([
        [2, 1],
        [1, 2],
      ]),
    }),
  heNormal: r => heNormal(r, [3, 2]),
}

describe('the generator', () => {
  test('Threefry-2x32 has the known answers of Random123', () => {
    const out = new Int32Array(2)
    // examples/kat_vectors, threefry2x32 with 20 rounds: counter, key, answer.
    const known = [
      [0, 0, 0, 0, 0x6b200159, 0x99ba4efe],
      [-1, -1, -1, -1, 0x1cb996fc, 0xbb002be7],
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xc4923a9c, 0x483df7a0],
    ]
    for (const words of known) {
      const [c, k, y] = [0, 2, 4].map(at => words.slice(at, at + 2))
      threefry(k[0], k[1], c[0], c[1], out)
      expect([out[0] >>> 0, out[1] >>> 0]).toEqual(y)
    }
  })

  test('keys of seeds are those of jax.random.key', () => {
    expect(bits(key(7))).toEqual({ dtype: 'int32', shape: [2], values: [0, 7] })
    expect(key(2 ** 32 + 5).toArray()).toEqual([1, 5])
    expect(key(2 ** 32 - 1).toArray()).toEqual([0, -1])
    expect(key(-1).toArray()).toEqual([-1, -1])
    expect(key(2 ** 53 - 1).toArray()).toEqual([2 ** 21 - 1, -1])
  })

  test('split keys are Threefry at 0, 1, 2, …, and the keys of foldIn', () => {
    const parent = key(stream(4, 'keys'))
    const keys = splitKey(parent, 5)
    expect(keys.shape).toEqual([5, 2])
    const out = new Int32Array(2)
    const [k0, k1] = parent.data
    for (const [i, own] of rows(keys).entries()) {
      threefry(k0, k1, 0, i, out)
      expect(own.toArray()).toEqual([...out])
      expect(bits(foldIn(parent, i))).toEqual(bits(own))
      expect(bits(foldIn(parent, tensor(i, { dtype: 'int32' })))).toEqual(bits(own))
    }
    expect(splitKey(parent, 0).shape).toEqual([0, 2])
    threefry(k0, k1, 0, -3, out)
    expect(foldIn(parent, -3).toArray()).toEqual([...out])
  })

  test('a uniform is 53 bits of Threefry at 2⁶³ + i', () => {
    const out = new Int32Array(2)
    const found = uniform(key(9), [40]).toArray() as number[]
    for (const [i, u] of found.entries()) {
      threefry(0, 9, 0x80000000, i, out)
      expect(u * 2 ** 53).toBe((out[0] >>> 0) * 2 ** 21 + (out[1] >>> 11))
    }
  })

  test('a key of a stream takes two draws of it', () => {
    const random = stream(1, 'keys')
    const copy = stream(1, 'keys')
    const words = () => Math.floor(copy.double() * 2 ** 32) | 0
    for (let i = 0; i < 3; i++) expect(key(random).toArray()).toEqual([words(), words()])
    expect(random.double()).toBe(copy.double())
  })

  test('draws do not change a key, and a row of a matrix of keys is a key', () => {
    const keys = splitKey(key(3), 4)
    expect(bits(normal(keys.slice(2), [3]))).toEqual(bits(normal(foldIn(key(3), 2), [3])))
    expect(bits(normal(keys.slice(2), [3]))).toEqual(bits(normal(keys.slice(2), [3])))
    expect(
      bits(
        normal(
          tensor([[5, 0, 6, 1]], { dtype: 'int32' })
            .slice(0)
            .slice([1, 3]),
          [2],
        ),
      ),
    ).toEqual(bits(normal(tensor([0, 6], { dtype: 'int32' }), [2])))
  })
})

describe('laws', () => {
  const n = 20_000
  const sorted = (x: Tensor) => Float64Array.from(x.data).sort()
  /** The largest distance of the empirical distribution function from that of a law. */
  const distance = (x: Tensor, law: (x: number) => number) =>
    sorted(x).reduce((most, at, i) => Math.max(most, law(at) - i / n, (i + 1) / n - law(at)), 0)
  // P(√n·D > 1.95) is 0.001 (Kolmogorov).
  const limit = 1.95 / Math.sqrt(n)

  test('uniform and normal draws pass Kolmogorov and Smirnov, from one key and from many', () => {
    for (const seed of [1, 2, 3]) {
      expect(distance(uniform(key(seed), [n]), x => x)).toBeLessThan(limit)
      expect(distance(normal(key(seed), [n]), normalCdf)).toBeLessThan(limit)
      const keys = splitKey(key(seed), n)
      expect(distance(vmap(k => uniform(k, []))(keys), x => x)).toBeLessThan(limit)
      expect(distance(vmap(k => normal(k, []))(keys), normalCdf)).toBeLessThan(limit)
    }
    // The bound rejects another law.
    expect(distance(normal(key(1), [n], { mean: 0.05 }), normalCdf)).toBeGreaterThan(limit)
  })

  test('moments, and no correlation between neighbours, keys and splits', () => {
    const all = [normal(key(1), [n]), normal(key(2), [n]), normal(foldIn(key(1), 0), [n])]
    const mean = (x: Tensor) => sum(x).item() / n
    for (const x of all) {
      expect(Math.abs(mean(x))).toBeLessThan(4 / Math.sqrt(n))
      expect(Math.abs(mean(mul(x, x)) - 1)).toBeLessThan(4 * Math.sqrt(2 / n))
      expect(Math.abs(mean(mul(x.slice([1, null]), x.slice([null, -1]))))).toBeLessThan(4 / Math.sqrt(n))
    }
    for (const [a, b] of [[0, 1] as const, [0, 2] as const, [1, 2] as const])
      expect(Math.abs(mean(mul(all[a], all[b])))).toBeLessThan(4 / Math.sqrt(n))
    const p = 0.3
    const share = sum(bernoulli(key(5), [n], { p })).item() / n
    expect(Math.abs(share - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / n))
  })
})

describe.each(Object.entries(draws))('%s', (_name, draw) => {
  const parent = key(stream(11, _name))
  const keys = splitKey(parent, 4)
  const each = rows(keys).map(draw)

  test('is a function of the key', () => {
    expect(bits(draw(keys.slice(1)))).toEqual(bits(each[1]))
    expect(draw(stream(1)).shape).toEqual(each[0].shape)
    expect(draw(stream(1)).dtype).toBe(each[0].dtype)
    const many = splitKey(parent, 30)
    expect(new Set(rows(many).map(k => String(draw(k).toArray()))).size).toBeGreaterThan(1)
  })

  test('vmap, jit, scan and their compositions give the bits of a loop', () => {
    const loop = bits(stack(each))
    const one = jit(draw)
    for (let call = 0; call < 2; call++) {
      expect(bits(stack(rows(keys).map(k => one(k))))).toEqual(loop)
      expect(bits(vmap(draw)(keys))).toEqual(loop)
      expect(bits(vmap(one)(keys))).toEqual(loop)
    }
    const batch = jit(vmap(draw))
    const walk = (all: Tensor) => scan((c: Tensor, k: Tensor) => [c, draw(k)] as const, tensor(0), all)[1]
    const compiled = jit(walk)
    for (let call = 0; call < 3; call++) {
      expect(bits(batch(keys))).toEqual(loop)
      expect(bits(compiled(keys))).toEqual(loop)
    }
    expect(bits(walk(keys))).toEqual(loop)
    const square = keys.reshape([2, 2, 2])
    expect(bits(vmap(vmap(draw))(square).reshape(loop.shape))).toEqual(loop)
    expect(bits(vmap(walk, { inAxes: 1, outAxes: 1 })(square).reshape(loop.shape))).toEqual(loop)
    expect(vmap(draw)(splitKey(parent, 0)).shape).toEqual([0, ...each[0].shape])
    expect(vmap(draw)(splitKey(parent, 0)).dtype).toBe(each[0].dtype)
  })
})

describe('in transforms', () => {
  test('keys are split and folded inside jit, vmap and loops', () => {
    const f = (k: Tensor) => {
      const [a, b] = [0, 1].map(i => splitKey(k, 2).slice(i))
      return add(normal(a, [3]), uniform(foldIn(b, 5), [3]))
    }
    const keys = splitKey(key(1), 3)
    const loop = bits(stack(rows(keys).map(f)))
    const compiled = jit(vmap(f))
    for (let call = 0; call < 3; call++) expect(bits(compiled(keys))).toEqual(loop)
    const numbers = tensor([4, 5, 6], { dtype: 'int32' })
    const folded = vmap(foldIn, { inAxes: [null, 0] })(key(1), numbers)
    expect(bits(folded)).toEqual(bits(stack([4, 5, 6].map(i => foldIn(key(1), i)))))
    const both = vmap((k: Tensor, i: Tensor) => foldIn(k, i))(keys, numbers)
    expect(bits(both)).toEqual(bits(stack([4, 5, 6].map((i, row) => foldIn(keys.slice(row), i)))))
    const total = jit((k: Tensor) =>
      foriLoop(0, 4, (i, s: Tensor) => s.add(normal(foldIn(k, i), [])), tensor(0)),
    )
    const plain = [0, 1, 2, 3].reduce((s, i) => s + normal(foldIn(key(8), i), []).item(), 0)
    for (let call = 0; call < 3; call++) expect(total(key(8)).item()).toBe(plain)
  })

  test('a compiled function draws again for another key', () => {
    const f = jit((x: Tensor, k: Tensor) => x.add(normal(k, [3])))
    const random = stream(2, 'calls')
    const seen = Array.from({ length: 5 }, () => f(zeros([3]), key(random)).get(0))
    expect(new Set(seen).size).toBe(5)
  })

  test('two draws of one compiled function from one key are not mixed up', () => {
    const f = (k: Tensor) => uniform(k, [3], { low: 0, high: 1 }).add(uniform(k, [3], { low: 5, high: 9 }))
    const compiled = jit(f)
    for (let call = 0; call < 3; call++) expect(bits(compiled(key(1)))).toEqual(bits(f(key(1))))
  })

  test('a draw is constant in derivatives', () => {
    const k = key(6)
    const z = normal(k, [3])
    const f = (x: Tensor) => sum(x.mul(normal(k, [3])))
    for (const slope of [grad(f), jit(grad(f)), grad(jit(f)), grad(checkpoint(f))])
      for (let call = 0; call < 2; call++) expect(bits(slope(ones([3])))).toEqual(bits(z))
    const walk = (x: Tensor, keys: Tensor) =>
      sum(scan((c: Tensor, own: Tensor) => [c.mul(normal(own, [3])), null] as const, x, keys)[0])
    const keys = splitKey(k, 4)
    const product = rows(keys).reduce((y, own) => y.mul(normal(own, [3])), ones([3]))
    const found = grad(walk)(ones([3]), keys)
    for (let i = 0; i < 3; i++) expect(found.get(i)).toBeCloseTo(product.get(i), 14)
    expect(bits(jacrev((x: Tensor) => x.mul(normal(k, [3])))(ones([3])))).toEqual(
      bits(tensor([0, 1, 2].map(i => [0, 1, 2].map(j => (i === j ? z.get(i) : 0))))),
    )
  })

  test('parameters inside a transform have derivatives, and the bits of numbers', () => {
    const k = key(12)
    const [a, b] = [tensor([1, -2, 0.3]), tensor([2, 1.5, 0.7])]
    const z = normal(k, [3])
    const u = uniform(k, [3])
    for (const dtype of ['float64', 'float32'] as const) {
      const n = (mean: Tensor, std: Tensor) => normal(k, [3], { mean, std, dtype })
      const v = (low: Tensor, high: Tensor) => uniform(k, [3], { low, high, dtype })
      for (const f of [n, v]) {
        expect(bits(jit(f)(a, b))).toEqual(bits(f(a, b)))
        expect(bits(vmap(f)(stack([a, b]), stack([b, a.add(5)])))).toEqual(
          bits(stack([f(a, b), f(b, a.add(5))])),
        )
      }
      const [ofMean, ofStd] = grad((m: Tensor, s: Tensor) => sum(n(m, s)), { argnums: [0, 1] })(a, b)
      expect(ofMean.toArray()).toEqual([1, 1, 1])
      const [ofLow, ofHigh] = grad((l: Tensor, h: Tensor) => sum(v(l, h)), { argnums: [0, 1] })(a, b)
      for (let i = 0; i < 3; i++) {
        expect(ofStd.get(i)).toBeCloseTo(z.get(i), 6)
        expect(ofLow.get(i)).toBeCloseTo(1 - u.get(i), 6)
        expect(ofHigh.get(i)).toBeCloseTo(u.get(i), 6)
      }
    }
    expect(() => grad((m: Tensor) => sum(normal(k, [2], { mean: m })))(zeros([2, 2]))).toThrow(
      'normal: mean of shape [2,2] does not broadcast to shape [2]',
    )
    expect(() => grad((m: Tensor) => sum(normal(k, [2], { mean: m, std: -1 })))(zeros([2]))).toThrow(
      'normal: std is -1; it must be finite and not negative',
    )
  })

  test('every parameter may be inside a transform: the draws have the bits of its numbers', () => {
    const m = tensor([
      [2, 1],
      [1, 3],
    ])
    const whole = tensor([3, 9], { dtype: 'int32' })
    const inside: [(k: Tensor, x: Tensor) => Tensor, Tensor][] = [
      [(k, p) => bernoulli(k, [3, 2], { p }), tensor([0.2, 0.7])],
      [(k, p) => binomial(k, [3, 2], { n: 9, p }), tensor([0.2, 0.7])],
      [(k, n) => binomial(k, [2], { n, p: 0.5 }), whole],
      [(k, mean) => poisson(k, [2, 2], { mean }), tensor([2, 40])],
      [(k, high) => integers(k, [2, 2], { high }), whole],
      [(k, logits) => categorical(k, [4, 2], { logits }), m],
      [(k, w) => categorical(k, [5], { probabilities: w }), tensor([1, 2, 3])],
      [(k, w) => choice(k, 3, [2], { weights: w, replace: false }), tensor([1, 2, 3])],
      [(k, scale) => exponential(k, [3, 2], { scale, dtype: 'float32' }), tensor([2, 0.1])],
      [(k, a) => gamma(k, [3, 2], { a, scale: 2 }), tensor([0.5, 3])],
      [(k, b) => beta(k, [2], { a: 2, b }), tensor([0.5, 3])],
      [(k, low) => truncatedNormal(k, [2], { low, high: 3 }), tensor([-1, 2])],
      [(k, covariance) => multivariateNormal(k, [3], { covariance }), m],
    ]
    const keys = splitKey(key(31), 2)
    for (const [draw, x] of inside) {
      const want = rows(keys).map((k, i) => draw(k, i === 0 ? x : x.mul(2).sub(x)))
      const pairs = stack([x, x])
      for (const f of [draw, jit(draw)]) {
        expect(bits(f(keys.slice(0), x))).toEqual(bits(want[0]))
        expect(bits(vmap(f)(keys, pairs))).toEqual(bits(stack(want)))
      }
      const body = (c: Tensor, [k, p]: readonly Tensor[]): [Tensor, Tensor] => [c, draw(k, p)]
      expect(bits(scan(body, tensor(0), [keys, pairs])[1])).toEqual(bits(stack(want)))
    }
    // Whole numbers and bools are constant but for steps. Samples that are rejected have no rule.
    const k = key(5)
    const weighted = (p: Tensor) => sum(p.mul(bernoulli(k, [2], { p })))
    expect(grad(weighted)(tensor([1, 0])).toArray()).toEqual([1, 0])
    expect(grad((s: Tensor) => exponential(k, [], { scale: s }))(tensor(3)).item()).toBe(
      exponential(k, []).item(),
    )
    expect(() => grad((a: Tensor) => sum(gamma(k, [2], { a })))(tensor(2))).toThrow(
      'gamma: has no derivative',
    )
    expect(() => jit((p: Tensor) => bernoulli(stream(1), [2], { p }))(tensor(2))).toThrow(
      'bernoulli: p is inside a transform; draw from a key',
    )
    expect(() => jit((p: Tensor) => bernoulli(k, [2], { p }))(tensor(2))).toThrow(
      'bernoulli: p is 2; it must be',
    )
  })

  test('float32 draws inside a transform stay below the upper bound', () => {
    const high = Math.fround(1 + 2 ** -23)
    const f = (low: Tensor) => uniform(key(1), [200], { low, high, dtype: 'float32' })
    expect(bits(jit(f)(tensor(1)))).toEqual(bits(f(tensor(1))))
    expect(new Set(jit(f)(tensor(1)).values())).toEqual(new Set([1]))
  })
})

describe('errors', () => {
  const thrown = (f: () => unknown) => {
    try {
      f()
    } catch (error) {
      return (error as Error).message
    }
    return 'nothing'
  }

  test('what is not a key', () => {
    expect(thrown(() => normal(tensor([1, 2]), [2]))).toMatch(
      /^normal: the key is float64 of shape \[2\]; a key is int32 of shape \[2\]: make it by key\(seed\)/,
    )
    expect(thrown(() => uniform(splitKey(key(1), 3), [2]))).toMatch(
      /^uniform: the key is int32 of shape \[3,2\]; /,
    )
    expect(thrown(() => splitKey(tensor(1), 3))).toMatch(/^splitKey: the key is float64 of shape \[\]; /)
    expect(thrown(() => foldIn(stream(1) as never, 3))).toMatch(
      /^foldIn: the key is an object.*; make one by/,
    )
    expect(thrown(() => vmap(k => normal(k, [2]))(key(1)))).toMatch(/^normal: the key is int32 of shape \[\]/)
  })

  test('numbers that are not allowed', () => {
    for (const n of [-1, 0.5, Number.NaN, 2 ** 31])
      expect(thrown(() => splitKey(key(1), n))).toMatch(
        /^splitKey: n must be a whole number from 0 to 2\^31 − 1/,
      )
    for (const seed of [0.5, Number.NaN, 2 ** 53, 'a', undefined])
      expect(thrown(() => key(seed as never))).toMatch(
        /^key: the seed is .*; give a stream, or a whole number/,
      )
    for (const data of [0.5, 2 ** 31, Number.NaN])
      expect(thrown(() => foldIn(key(1), data))).toMatch(/^foldIn: .* is not in the int32 range/)
    expect(thrown(() => foldIn(key(1), tensor(1)))).toMatch(
      /^foldIn: data is float64 of shape \[\]; give a whole/,
    )
    expect(thrown(() => bernoulli(key(1), [2], { p: 1.5 }))).toBe(
      'bernoulli: p is 1.5; it must be from 0 to 1',
    )
  })

  test('a stream inside vmap, jit, a loop and checkpoint', () => {
    const random = stream(1, 'refused')
    const noisy = (x: Tensor) => x.add(normal(random, []))
    const xs = zeros([3])
    expect(thrown(() => vmap(noisy)(xs))).toMatch(
      /^vmap: the function drew random numbers from a stream, which would be the same for all examples; pass keys/,
    )
    expect(thrown(() => vmap((x: Tensor) => x.add(normal(key(random), [])))(xs))).toMatch(/^vmap: .* stream/)
    expect(thrown(() => jit(noisy)(xs))).toMatch(/^jit: .* the same at each call; draw before .* pass a key/)
    expect(thrown(() => foriLoop(0, 2, (_, x: Tensor) => noisy(x), xs))).toMatch(
      / the same in each run; draw/,
    )
    expect(thrown(() => checkpoint(noisy)(xs))).toMatch(/^checkpoint: .* differ in the backward pass; draw/)
    expect(thrown(() => vmap(x => x, { randomness: 'different' as never }))).toMatch(
      /^vmap: randomness is "different"; it must be 'error' or 'same'/,
    )
    // The stream works after the errors, and nothing was drawn.
    expect(random.double()).toBe(stream(1, 'refused').double())
  })

  test('vmap repeats the draws of a stream if asked for, but not inside jit', () => {
    const same = vmap((x: Tensor) => x.add(normal(stream(3), [])), { randomness: 'same' })
    const z = normal(stream(3), []).item()
    expect(same(zeros([3])).toArray()).toEqual([z, z, z])
    expect(thrown(() => jit(same)(zeros([3])))).toMatch(/^jit: the function drew/)
  })
})
