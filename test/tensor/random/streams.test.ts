import { restoreStream, type Stream, stream } from '@multiview/tensor'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const name = fc.oneof(fc.string(), fc.maxSafeInteger())
const path = fc.array(name, { minLength: 1, maxLength: 4 })
const open = ([seed, ...names]: (string | number)[]) => stream(seed!, ...names)

test('equal paths give equal streams and different paths different ones', () => {
  fc.assert(
    fc.property(path, path, (a, b) => {
      const same = JSON.stringify(a) === JSON.stringify(b)
      expect(open(a).double() === open(b).double()).toBe(same)
      expect(open(a).double()).toBe(open(a).double())
    }),
    { numRuns: 2000 },
  )
})

test('a filled array and the state after it have the bits of single draws, from any state', () => {
  const largest = 0xffffffff
  const fraction = fc.constantFrom(0, 1, largest, 0x80000000, 0x7fffffff, 0xffff0000, 0xffff)
  const word = fc.oneof(fraction, fc.nat({ max: largest }))
  const carry = fc.oneof(fc.constantFrom(0, 1, 2091638), fc.nat({ max: 2091638 }))
  fc.assert(
    fc.property(word, word, word, carry, fc.nat({ max: 9 }), (s0, s1, s2, c, length) => {
      const state = { path: [1], s0: s0 / 2 ** 32, s1: s1 / 2 ** 32, s2: s2 / 2 ** 32, c }
      const [whole, single] = [stream(1).restore(state), stream(1).restore(state)]
      const filled = whole.fillUniform(new Float64Array(length))
      expect(filled).toEqual(Float64Array.from({ length }, () => single.double()))
      expect(whole.save()).toEqual(single.save())
    }),
    { numRuns: 2000 },
  )
})

test('names that look alike do not collide', () => {
  const alike = [
    stream(1, 'a', 'b'),
    stream(1, 'ab'),
    stream(1, 'a,b'),
    stream(1, 'a","b'),
    stream(1, '["a","b"]'),
    stream(1, 1),
    stream(1, '1'),
    stream('1', 1),
    stream(11),
    stream('[1,1]'),
    stream(1, ''),
    stream(1, '', ''),
    stream(1),
    stream('1'),
  ]
  expect(new Set(alike.map(s => s.double())).size).toBe(alike.length)
})

test('a split stream depends on the path alone, never on the position', () => {
  const parent = stream(9, 'model')
  const before = parent.split(3, 17).double()
  for (let i = 0; i < 5; i++) parent.normal()
  expect(parent.split(3, 17).double()).toBe(before)
  expect(parent.split(3).split(17).double()).toBe(before)
  expect(stream(9, 'model', 3, 17).double()).toBe(before)
})

test('splitting and drawing from siblings leave a stream where it was', () => {
  const plain = stream(2, 'x')
  const busy = stream(2, 'x')
  for (let i = 0; i < 100; i++) {
    busy.split('child', i).normal()
    expect(busy.double()).toBe(plain.double())
  }
})

test('batched draws equal scalar draws bit for bit', () => {
  const batched = new Float64Array(10_001)
  const scalar = (draw: (s: Stream) => number) => {
    const s = stream(4, 'batch')
    return Float64Array.from(batched, () => draw(s))
  }
  expect(stream(4, 'batch').fillNormal(batched)).toEqual(scalar(s => s.normal()))
  expect(stream(4, 'batch').fillNormal(batched, 0.3)).toEqual(scalar(s => s.normal() * 0.3))
  expect(stream(4, 'batch').fillUniform(batched)).toEqual(scalar(s => s.double()))
  expect(stream(4, 'batch').fillUniform(batched, -7, 0.1)).toEqual(scalar(s => s.uniform(-7, 0.1)))
  const [a, b] = [stream(4), stream(4)]
  a.fillNormal(new Float64Array(77))
  for (let i = 0; i < 77; i++) b.normal()
  expect(a.save()).toEqual(b.save())
})

test('a saved state survives JSON and continues exactly', () => {
  const s = stream('save', 1)
  for (let i = 0; i < 1000; i++) s.normal()
  const text = JSON.stringify(s.save())
  const rest = Array.from({ length: 100 }, () => s.double())
  const copy = restoreStream(JSON.parse(text))
  expect(Array.from({ length: 100 }, () => copy.double())).toEqual(rest)
  s.restore(JSON.parse(text))
  expect(Array.from({ length: 100 }, () => s.double())).toEqual(rest)
  expect(copy.split('child').double()).toBe(stream('save', 1, 'child').double())
})

test('a state that no stream could have saved is refused', () => {
  const good = stream(1).save()
  for (const bad of [
    null,
    {},
    { ...good, path: [] },
    { ...good, path: [{}] },
    { ...good, s0: 1 },
    { ...good, s1: NaN },
    { ...good, s2: 2 ** -40 },
    { ...good, s2: '0.5' },
    { ...good, c: -1 },
    { ...good, c: 2 ** 22 },
    { ...good, c: 0.5 },
  ])
    expect(() => restoreStream(bad as typeof good), JSON.stringify(bad)).toThrow(/^restoreStream: .*/)
  expect(() => stream(2).restore(good)).toThrow('restore: the state belongs to the stream [1], not to [2]')
})

test('bad seeds and names are refused with what is allowed', () => {
  for (const seed of [NaN, 0.5, Infinity, 2 ** 53, undefined, null, {}, 1n])
    expect(() => stream(seed as number), String(seed)).toThrow(
      /stream: the seed must be a string or a whole number/,
    )
  expect(() => stream(1, NaN)).toThrow('stream: the name must be a string or a whole number')
  expect(() => stream(1).split(1.5)).toThrow('split: the name must be')
  expect(() => stream(1).split()).toThrow('split: give at least one name')
})

test('bad arguments of draws are refused with the value and the range', () => {
  const s = stream(1)
  expect(() => s.integer(0)).toThrow('integer: n must be a whole number from 1 to 2^53 − 1, not 0')
  expect(() => s.integer(2.5)).toThrow('not 2.5')
  expect(() => s.integer(2 ** 53)).toThrow('not 9007199254740992')
  expect(() => s.bernoulli(1.5)).toThrow('bernoulli: p must lie in [0, 1], not 1.5')
  expect(() => s.bernoulli(NaN)).toThrow('not NaN')
  expect(() => s.uniform(2, 1)).toThrow('uniform: needs finite low ≤ high, not low = 2, high = 1')
  expect(() => s.uniform(-1e308, 1e308)).toThrow('uniform')
  expect(() => s.fillUniform(new Float64Array(1), 0, NaN)).toThrow('fillUniform')
  expect(() => s.permutation(-1)).toThrow('permutation: n must be a whole number from 0 to 2^31 − 1, not -1')
})
