import type { Tensor } from '@multiview/tensor'
import {
  adam,
  checkGrads,
  exp,
  grad,
  hessian,
  matmul,
  sum,
  tanh,
  tensor,
  valueAndGrad,
} from '@multiview/tensor'
import { expect, test } from 'vitest'

test('the first lines that a user writes run as they stand', () => {
  const f = (x: Tensor) => sum(exp(x).mul(tanh(x)))
  const gradient = grad(f)(tensor([0.1, 0.2])).toArray()
  const shape = tensor(
    [
      [1, 2],
      [3, 4],
    ],
    { dtype: 'float32' },
  ).slice([0, null], 1).shape
  checkGrads(f, [tensor([0.1, 0.2])], { order: 2 })

  const slope = (x: number) => Math.exp(x) * (Math.tanh(x) + 1 - Math.tanh(x) ** 2)
  expect(gradient).toEqual([expect.closeTo(slope(0.1), 14), expect.closeTo(slope(0.2), 14)])
  expect(shape).toEqual([2])
})

test('so do the other names it imports', () => {
  const f = (x: Tensor) => sum(matmul(x, x))
  const [value, gradient] = valueAndGrad(f)(tensor([1, 2]))
  expect(value.item()).toBe(5)
  expect(gradient.toArray()).toEqual([2, 4])
  expect(hessian(f)(tensor([1, 2])).toArray()).toEqual([
    [2, 0],
    [0, 2],
  ])
  expect(adam).toBeTypeOf('function')
})
