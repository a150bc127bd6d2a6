import {
  checkGrads,
  exp,
  grad,
  hessian,
  jacfwd,
  jacobian,
  jacrev,
  linspace,
  matmul,
  ones,
  sum,
  type Tensor,
  tanh,
  tensor,
  zeros,
} from '@multiview/tensor'
import { describe, expect, test } from 'vitest'
import { together } from '../../../packages/tensor/src/transforms/jacrev.ts'
import { oneByOne, rows } from '../../../packages/tensor/src/transforms/rows.ts'

const w = linspace(-1, 1, 12).reshape([4, 3])
const layer = (x: Tensor, m: Tensor) => tanh(matmul(m, x))
const x = tensor([0.1, -0.2, 0.3])
const list = (t: Tensor) => [...t.values()]

/** Row i of the Jacobian is the gradient of element i. */
const byGradients = (f: (x: Tensor) => Tensor, at: Tensor) => {
  const { size } = f(at)
  return Array.from({ length: size }, (_, i) =>
    list(grad((y: Tensor) => f(y).reshape([-1]).slice(i))(at)),
  ).flat()
}

describe.each([
  ['jacobian', jacobian],
  ['jacrev', jacrev],
  ['jacfwd', jacfwd],
])('%s', (_, jac) => {
  test('has the gradients of the elements as rows', () => {
    const f = (y: Tensor) => layer(y, w)
    expect(jac(f)(x).shape).toEqual([4, 3])
    list(jac(f)(x)).forEach((value, i) => {
      expect(value).toBeCloseTo(byGradients(f, x)[i], 14)
    })
    const g = (y: Tensor) => exp(y.mul(y.slice(0)))
    list(jac(g)(w)).forEach((value, i) => {
      expect(value).toBeCloseTo(byGradients(g, w)[i], 13)
    })
    expect(jac(g)(w).shape).toEqual([4, 3, 4, 3])
  })

  test('takes trees, scalars, empty tensors and constants', () => {
    const j = jac((p: { a: Tensor; b: Tensor }) => p.a.mul(p.b))({ a: tensor([1, 2]), b: tensor(3) })
    expect([j.a.toArray(), j.b.toArray()]).toEqual([
      [
        [3, 0],
        [0, 3],
      ],
      [1, 2],
    ])
    expect(jac((y: Tensor) => y.mul(y))(tensor(3)).item()).toBe(6)
    expect(jac((y: Tensor) => y.slice([0, 0]))(x).shape).toEqual([0, 3])
    expect(jac((y: Tensor) => sum(y).add(zeros([2])))(zeros([0])).shape).toEqual([2, 0])
    expect(jac(() => ones([2]))(x).toArray()).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ])
    const single = jac((y: Tensor) => y.mul(2))(tensor([1], { dtype: 'float32' }))
    expect([single.dtype, single.toArray()]).toEqual(['float32', [[2]]])
  })

  test('is differentiated', () => {
    checkGrads((y: Tensor, m: Tensor) => jac(layer)(y, m), [x, w], { order: 2 })
  })
})

test('rows one by one, as lite finds them, have the bits of all rows at once', () => {
  expect(rows.of).toBe(together)
  const f = (y: Tensor) => layer(y, w).mul(sum(exp(y)))
  const g = (y: Tensor) => sum(exp(y.mul(y)).mul(tanh(y)))
  const [j, h] = [jacobian(f)(x), hessian(g)(x)]
  let calls = 0
  try {
    rows.of = (...pulled) => {
      calls++
      return oneByOne(...pulled)
    }
    expect(list(jacobian(f)(x))).toEqual(list(j))
    expect(list(hessian(g)(x))).toEqual(list(h))
  } finally {
    rows.of = together
  }
  expect(calls).toBe(2)
})

test('large Jacobians are found in parts', () => {
  // 2,000 rows of 1,000 elements are computed in two parts.
  const y = linspace(-1, 1, 1000)
  const f = (z: Tensor) =>
    z
      .mul(z)
      .reshape([1, 1000])
      .mul(tensor([[1], [2]]))
  const j = jacrev(f)(y)
  expect(j.shape).toEqual([2, 1000, 1000])
  expect(list(sum(j, { axis: 2 }))).toEqual([...list(y.mul(2)), ...list(y.mul(4))])
  expect(list(sum(jacfwd(f)(y), { axis: 2 }))).toEqual([...list(y.mul(2)), ...list(y.mul(4))])
})
