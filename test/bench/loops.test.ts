/** The loops of the bench compute the same numbers by hand and compiled whole. */
import { Tensor } from '@multiview/tensor'
import { expect, test } from 'vitest'
import { judge } from '../../bench/src/bars.ts'
import { loops, loopsOf } from '../../bench/src/loops.ts'

/** All numbers of a tree of tensors. */
const numbersOf = (tree: unknown): number[] =>
  tree instanceof Tensor ? [...tree.values()].map(Number) : Object.values(tree as object).flatMap(numbersOf)

test.each(loopsOf(true).map(loop => [loop.name, loop] as const))('%s', (_, { hand, whole, trace }) => {
  const [byHand, compiled] = [hand(), whole()]
  for (let call = 0; call < 3; call++) {
    const expected = numbersOf(byHand())
    const found = numbersOf(compiled())
    expect(expected.some(x => x !== 0)).toBe(true)
    expect(found).toHaveLength(expected.length)
    found.forEach((x, i) => {
      expect(Math.abs(x - expected[i])).toBeLessThan(1e-11 * Math.max(1, Math.abs(expected[i])))
    })
  }
  trace?.()()
})

test('every loop has a bar on its time or on the time of its trace', () => {
  const row = { version: '', threads: 1, minMs: 1, maxMs: 1, runs: 1, gflops: 0 }
  const judged = loops(false).map(({ one, peers }) =>
    judge(
      peers.map(({ name: impl }) => ({
        ...row,
        suite: one.suite,
        case: one.name,
        impl,
        medianMs: impl === 'multiview' ? 101 : 100,
      })),
    ).map(({ value, met }) => [value, met]),
  )
  expect(judged).toEqual([[[0.99, true]], [[100, true]], [], [[100, true]], [[1.01, true]], [[1.01, false]]])
})
