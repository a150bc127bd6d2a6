/** Functions whose method or shape depends on numbers run inside jit, vmap and scan. */
import {
  bincount,
  det,
  grad,
  histogram,
  jit,
  lstsq,
  scan,
  stack,
  sum,
  type Tensor,
  tensor,
  treeLeaves,
  vmap,
} from '@multiview/tensor'
import { expect, test } from 'vitest'

const written = (tree: unknown) => treeLeaves(tree as Tensor).map(x => [x.dtype, x.shape, x.toArray()])

const regular = tensor([
  [2, 1, 0.5],
  [1, 3, -1],
  [0, 0.25, 4],
])
const singular = tensor([
  [1, 2, 3],
  [2, 4, 6],
  [1, 0, 1],
])

test('the derivative of det, of regular and of singular matrices, inside every transform', () => {
  const slope = grad((x: Tensor) => det(x).mul(det(x)).add(det(x)))
  const [a, b] = [slope(regular), slope(singular)]
  const compiled = jit(slope)
  for (const [x, want] of [
    [regular, a],
    [singular, b],
    [regular, a],
  ])
    expect(written(compiled(x))).toEqual(written(want))
  const rows = stack([regular, regular.mul(2)])
  expect(written(jit(vmap(slope))(rows))).toEqual(written(vmap(slope)(rows)))
  const [, ys] = scan((c: Tensor, x: Tensor): [Tensor, Tensor] => [c, slope(x)], tensor(0), rows)
  expect(written(ys)).toEqual(written(stack([a, slope(regular.mul(2))])))
  const total = (xs: Tensor) => scan((c: Tensor, x: Tensor) => [c.add(det(x)), null], tensor(0), xs)[0]
  expect(written(jit(grad(total))(rows))).toEqual(
    written(stack([grad(det)(regular), grad(det)(regular.mul(2))])),
  )
  // Second derivatives of a determinant: the cofactors of the cofactors.
  const second = grad((x: Tensor) => sum(slope(x).mul(regular)))
  const [found, want] = [jit(second)(regular).values(), second(regular).values()]
  found.forEach((y, i) => {
    expect(y).toBeCloseTo(want[i], 9)
  })
})

test('the residuals of lstsq have a shape for each rank', () => {
  const [tall, b] = [
    stack([regular.slice(0), regular.slice(1), singular.slice(2), regular.slice(2)]),
    tensor([1, 2, 3, 5]),
  ]
  const flat = tall.mul(tensor([1, 1, 0]))
  const f = (a: Tensor, y: Tensor) => ({ ...lstsq(a, y) })
  const compiled = jit(f)
  for (const x of [tall, flat, tall]) expect(written(compiled(x, b))).toEqual(written(f(x, b)))
  expect(f(flat, b).residuals.shape).toEqual([0])
  const pairs = [stack([tall, tall.mul(2)]), stack([b, b])] as const
  const { residuals } = vmap(f)(...pairs)
  expect(residuals.toArray()).toEqual([f(tall, b), f(tall.mul(2), b)].map(({ residuals: r }) => r.item()))
  const slope = grad((a: Tensor) => lstsq(a, b).residuals)
  expect(written(jit(slope)(tall))).toEqual(written(slope(tall)))
})

test('counts and histograms take the range of their numbers', () => {
  const [few, many] = [tensor([0, 2, 2], { dtype: 'int32' }), tensor([5, 0, 1], { dtype: 'int32' })]
  const weights = tensor([0.5, 1, 2])
  const sums: ((x: Tensor) => Tensor)[] = [x => bincount(x), x => bincount(x, { weights })]
  for (const f of sums) {
    const compiled = jit(f)
    for (const x of [few, many, few, many]) expect(written(compiled(x))).toEqual(written(f(x)))
  }
  const fixed = (x: Tensor) => bincount(x, { minlength: 6 })
  expect(written(vmap(fixed)(stack([few, many])))).toEqual(written(stack([fixed(few), fixed(many)])))
  expect(() => jit(fixed)(tensor([1, -2], { dtype: 'int32' }))).toThrow('bincount: a number is -2')
  const x = tensor([1.5, -0.25, 3.125, 2])
  const cases = [x, x.mul(-7), tensor([2, 2, 2, 2]), tensor(new Float32Array([0.1, 0.7, 1 / 3, -5]))]
  for (const options of [{}, { bins: 3, density: true }, { bins: [-1, 0.5, 4] }]) {
    const f = (y: Tensor) => ({ ...histogram(y, options) })
    for (const y of cases) {
      const compiled = jit(f)
      compiled(y)
      expect(written(compiled(y))).toEqual(written(f(y)))
    }
    const some = stack(cases.slice(0, 3))
    expect(vmap(f)(some).counts.toArray()).toEqual(cases.slice(0, 3).map(y => f(y).counts.toArray()))
  }
})
