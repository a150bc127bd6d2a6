/** Selection against a stable sort, for lists that are easy and hard to partition. */
import { argsort, quantile, stream, type Tensor, tensor } from '@multiview/tensor'
import { expect, test } from 'vitest'
import { rankPlaces } from '../../../packages/tensor/src/ops/statistics/rank-places.ts'

const n = 301
const drawn = [...stream(3, 'ranks').fillNormal(new Float64Array(n))]
const runs: [name: string, run: number[]][] = [
  ['drawn', drawn],
  ['few values', drawn.map(x => Math.round(x))],
  ['ascending', drawn.slice().sort((a, b) => a - b)],
  ['descending', drawn.slice().sort((a, b) => b - a)],
  ['an organ pipe', drawn.map((_, i) => Math.min(i, n - i))],
  ['zeros of both signs', drawn.map(x => (x > 0 ? 0 : -0))],
  ['infinities', drawn.map(x => (x > 1 ? Infinity : x < -1 ? -Infinity : x))],
]

test.each(runs)('%s: each rank is where a stable sort finds it', (_, run) => {
  for (const dtype of ['float64', 'float32'] as const) {
    const x = tensor(run, { dtype }) as Tensor
    const ranks = run.map((_, i) => i)
    expect(rankPlaces(x, ranks).toArray()).toEqual(argsort(x).toArray())
  }
})

test('few shares and many give the same quantiles, and NaN for a run that holds one', () => {
  const x = tensor([drawn, [...drawn.slice(1), Number.NaN]]) as Tensor
  const shares = Array.from({ length: 21 }, (_, i) => i / 20)
  const many = quantile(x, shares, { axis: 1 }).toArray() as number[][]
  for (const [i, share] of shares.entries())
    expect(quantile(x, share, { axis: 1 }).toArray()).toEqual(many[i])
  expect(many.every(([a, b]) => Number.isFinite(a) && Number.isNaN(b))).toBe(true)
})
