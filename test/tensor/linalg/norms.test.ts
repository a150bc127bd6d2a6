/** Norms of numbers whose squares overflow or underflow in their dtype. */
import {
  checkGrads,
  type FloatDType,
  grad,
  matrixNorm,
  mul,
  norm,
  type Tensor,
  tensor,
  vectorNorm,
  vmap,
} from '@multiview/tensor'
import { expect, test } from 'vitest'

const x = [
  [3, -4, 12],
  [0.5, 0.25, 1],
]

test.each<[FloatDType, number[]]>([
  ['float64', [2 ** 1000, 2 ** 520, 2 ** -500, 2 ** -1000]],
  ['float32', [2 ** 120, 2 ** 70, 2 ** -60, 2 ** -110]],
])('%s: a power of two scales a norm exactly', (dtype, factors) => {
  const plain = tensor(x, { dtype }) as Tensor
  for (const factor of factors) {
    const scaled = tensor(
      x.map(row => row.map(v => v * factor)),
      { dtype },
    ) as Tensor
    for (const f of [vectorNorm, matrixNorm, norm]) {
      expect(f(scaled).item()).toBe(f(plain).item() * factor)
      expect(grad((y: Tensor) => f(y) as Tensor)(scaled).toArray()).toEqual(
        grad((y: Tensor) => f(y) as Tensor)(plain).toArray(),
      )
    }
  }
})

test('rows of all sizes keep their own scale, with vmap too', () => {
  const rows = tensor([
    [3e200, -4e200],
    [3, -4],
    [3e-200, 4e-200],
    [0, 0],
    [Infinity, 1],
    [Number.NaN, 1],
    [5e-324, 0],
  ])
  const want = [5e200, 5, 5e-200, 0, Infinity, Number.NaN, 5e-324]
  const got = vectorNorm(rows, { axis: 1 }).values()
  want.forEach((value, i) => {
    expect(Math.abs(got[i] / value - 1) < 1e-15 || Object.is(got[i], value)).toBe(true)
  })
  expect([...vmap((row: Tensor) => vectorNorm(row))(rows).values()]).toEqual([...got])
})

test('derivatives are right where numbers are scaled', () => {
  const big = (y: Tensor) => mul(vectorNorm(mul(y, 2 ** 600)), 2 ** -600)
  checkGrads(big, [tensor(x)], { order: 2 })
  const zero = tensor([0, 0])
  expect(grad((y: Tensor) => vectorNorm(y) as Tensor)(zero).toArray()).toEqual([0, 0])
})

test('nothing has norm 0', () => {
  expect(vectorNorm(tensor([])).item()).toBe(0)
})
