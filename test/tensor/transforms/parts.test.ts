/** The cotangents of many parts of one tensor: slices, rows, splits and gathered elements. */
import {
  add,
  checkGrads,
  gather,
  grad,
  hessian,
  jit,
  reshape,
  slice,
  split,
  square,
  sum,
  type Tensor,
  take,
  tensor,
  unstack,
  vmap,
} from '@multiview/tensor'
import { expect, test } from 'vitest'
import { type Node, Tape } from '../../../packages/tensor/src/trace/tape.ts'
import { pull } from '../../../packages/tensor/src/transforms/backward.ts'

const x = tensor([
  [0.5, -1, 2],
  [1.5, 0.25, -3],
  [-0.75, 4, 1],
  [2, -2, 0.125],
])
const at = (...list: number[]) => tensor(list, { dtype: 'int32' })

/** Functions that read several parts of a matrix, some of them more than once. */
const readers: Record<string, (x: Tensor) => Tensor> = {
  slices: x => sum(square(slice(x, 0).mul(slice(x, 2))).add(slice(x, null, [null, null, -1]).slice(1))),
  overlapping: x => sum(square(slice(x, [0, 3]))).add(sum(square(slice(x, [1, 4], [1, null])).mul(3))),
  'with a dense use between': x => sum(slice(x, 1).mul(x)).add(sum(slice(x, 3).mul(slice(x, 0)))),
  rows: x => [...x].reduce((total, row, i) => total.add(sum(square(row)).mul(i + 1)), tensor(0)),
  unstack: x => sum(unstack(x, { axis: 1 }).reduce((a, b) => a.mul(b).add(a))),
  split: x => sum(split(x, 2).reduce((a, b) => a.mul(square(b)))),
  gathers: x =>
    sum(
      square(
        gather(x, reshape(at(0, 2, 2, 1), [4, 1])).add(gather(x, reshape(at(3, 3, 0), [1, 3]), { axis: 0 })),
      ),
    ),
  takes: x => sum(take(x, 1, { axis: 0 }).mul(take(x, at(3, 1), { axis: 0 }))).add(sum(slice(x, 1))),
}

test.each(Object.entries(readers))('%s have exact first and second derivatives', (_, f) => {
  checkGrads(f, [x], { order: 2 })
})

test.each(Object.entries(readers))('%s give the same gradients with vmap and jit', (_, f) => {
  const g = grad(f)
  const many = [x, x.mul(-0.5), x.add(1)]
  const stacked = tensor(many.map(y => y.toArray() as number[][]))
  expect(vmap(g)(stacked).toArray()).toEqual(many.map(y => g(y).toArray()))
  const compiled = jit(g)
  for (const y of many) expect(compiled(y).toArray()).toEqual(g(y).toArray())
  const h = vmap(hessian(f))(stacked).toArray() as unknown[]
  many.forEach((y, i) => {
    expect(h[i]).toEqual(hessian(f)(y).toArray())
  })
})

/** The numbers that the backward pass stores for `rows` parts, listed by a tape around it. */
function stored(rows: number, part: (x: Tensor, t: number) => Tensor): number {
  const whole = tensor(Array.from({ length: rows }, (_, i) => [i, -i, 0.5]))
  const read = ([x]: Tensor[]) => {
    let total: Tensor = tensor([0, 0, 0])
    for (let t = 0; t < rows; t++) total = add(total, part(x, t).mul(t))
    return [sum(total)]
  }
  const tape = new Tape()
  const { outputs, pullback } = pull('test', read, [whole], [''])
  pullback([tape.note(outputs[0], { parents: [] })])
  return (tape.nodes as Partial<Node>[]).reduce((all, { op, output }) => all + (op ? output!.size : 0), 0)
}

const parts: [string, (x: Tensor, t: number) => Tensor][] = [
  ['slice', (x, t) => slice(x, t)],
  ['take', (x, t) => take(x, t, { axis: 0 })],
  ['slice and take in turn', (x, t) => (t % 2 ? slice(x, t) : take(x, t, { axis: 0 }))],
]

test.each(parts)('%s: twice the rows store about twice the numbers', (_, part) => {
  expect(stored(200, part) / stored(100, part)).toBeLessThan(2.1)
})

test('compiled, no step makes an array of the whole for a single row', () => {
  const x = tensor(Array.from({ length: 20 }, (_, i) => [i, 1, -i]))
  const g = jit(grad((x: Tensor) => unstack(x).reduce((s, row) => s.add(sum(row.mul(row))), tensor(0))))
  g(x)
  const steps = JSON.stringify(g.describe(x))
  expect(steps).toContain('sumParts')
  expect(steps).not.toContain('unslice')
})

test('the gradient of 2,000 rows is exact', () => {
  const rows = Array.from({ length: 2000 }, (_, i) => [i, -i, 0.5 * i])
  const g = grad((x: Tensor) => sum(unstack(x).reduce((s, row, t) => s.add(row.mul(t)), tensor([0, 0, 0]))))
  expect(g(tensor(rows)).toArray()).toEqual(rows.map((_, t) => [t, t, t]))
})

test('parts that overlap are added before they hold twice the whole', () => {
  const x = tensor(Array.from({ length: 50 }, (_, i) => i / 7))
  const f = (x: Tensor) => {
    let total = sum(slice(x, [0, 40]))
    for (let t = 1; t < 10; t++) total = total.add(sum(slice(x, [t, t + 40]).mul(t + 1)))
    return total
  }
  const want = Array.from({ length: 50 }, (_, i) =>
    Array.from({ length: 10 }, (_, t) => (i >= t && i < t + 40 ? t + 1 : 0)).reduce((a, b) => a + b),
  )
  expect(grad(f)(x).toArray()).toEqual(want)
})

test('one part keeps the sign of zeros', () => {
  const x = tensor([1, 2, 3])
  expect(Object.is(grad((x: Tensor) => sum(slice(x, [1, null]).mul(-0)))(x).get(1), -0)).toBe(true)
})
