import { restoreStream, type Stream, stream } from '@multiview/tensor'
import seedrandom from 'seedrandom'
import { expect, test } from 'vitest'

// These numbers must never change, because runs are reproduced from seeds and names alone.
const golden = () => stream(20260501, 'golden', 7)
const six = <T>(draw: (s: Stream) => T): T[] => {
  const s = golden()
  return Array.from({ length: 6 }, () => draw(s))
}

test('double is frozen', () => {
  expect(six(s => s.double())).toEqual([
    0.7195056712203461, 0.4020815429097716, 0.5036019080868822, 0.9877097637837929, 0.6255043913290447,
    0.5242795486421412,
  ])
})

test('normal is frozen', () => {
  expect(six(s => s.normal())).toEqual([
    0.5813736425566837, -0.2479629338371484, 0.00902876732050565, 2.247932844682568, 0.3199698089251145,
    0.060897421833679924,
  ])
})

test('uniform is frozen', () => {
  expect(six(s => s.uniform(-3, 5))).toEqual([
    2.756045369762769, 0.21665234327817284, 1.0288152646950577, 4.9016781102703435, 2.0040351306323574,
    1.1942363891371297,
  ])
})

test('integer is frozen', () => {
  expect(six(s => s.integer(1000))).toEqual([719, 402, 503, 987, 625, 524])
})

test('bernoulli is frozen', () => {
  expect(six(s => s.bernoulli(0.53))).toEqual([false, true, true, false, false, true])
})

test('permutation is frozen', () => {
  expect(golden().permutation(10)).toEqual(Int32Array.of(9, 6, 0, 5, 3, 4, 2, 1, 7, 8))
})

test('string seeds and negative seeds are frozen', () => {
  expect(stream('a seed').double()).toBe(0.40962953896867027)
  expect(stream(-3).double()).toBe(0.510840666747356)
})

test('a hundred thousand normals and the state after them are frozen', () => {
  const s = golden()
  const words = new Uint32Array(s.fillNormal(new Float64Array(100_000)).buffer)
  let hash = 0
  for (const word of words) hash = (Math.imul(hash, 31) + word) | 0
  expect(hash).toBe(1933217213)
  expect(s.save()).toEqual({
    path: [20260501, 'golden', 7],
    s0: 0.5823814501054585,
    s1: 0.03576688654720783,
    s2: 0.43376321950927377,
    c: 1403865,
  })
})

test('every draw is the one that seedrandom makes from the same key', () => {
  const s = stream(5, 'a', 'b')
  const theirs = seedrandom.alea('[5,"a","b"]', { state: true })
  for (let i = 0; i < 20_000; i++) expect(s.double()).toBe(theirs.double())
  const { path, ...state } = s.save()
  expect(path).toEqual([5, 'a', 'b'])
  expect(state).toEqual(theirs.state())
  expect(restoreStream({ path, ...theirs.state() }).double()).toBe(theirs.double())
})
