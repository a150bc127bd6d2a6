/**
 * Cases of statistics that the generated tests lack: derivatives with respect to weights,
 * infinities, several results.
 */
import {
  average,
  bincount,
  checkGrads,
  corrcoef,
  cumsum,
  grad,
  histogram,
  jit,
  median,
  nanmean,
  nansum,
  prod,
  quantile,
  sort,
  std,
  sum,
  type Tensor,
  tensor,
  topK,
  variance,
} from '@multiview/tensor'
import * as xp from '@multiview/tensor/array-api'
import { describe, expect, test } from 'vitest'

const int = (values: number[]) => tensor(values, { dtype: 'int32' })
const x = tensor([
  [0.3, -1.2, 2.5, 0.9],
  [1.7, 0.1, -0.4, 3.2],
])

describe('quantiles', () => {
  test('meet infinite elements where NumPy gives NaN', () => {
    const infinite = tensor([1, 2, Infinity, Infinity, Infinity])
    expect(quantile(infinite, [0, 0.1, 0.3, 0.45, 0.5, 0.9, 1]).toArray()).toEqual([
      1,
      1.4,
      Infinity,
      Infinity,
      Infinity,
      Infinity,
      Infinity,
    ])
    expect(quantile(tensor([-Infinity, 3]), [0, 0.2, 0.7, 1]).toArray()).toEqual([
      -Infinity,
      -Infinity,
      -Infinity,
      3,
    ])
    expect(quantile(tensor([-Infinity, Infinity]), 0.5).item()).toBeNaN()
  })

  test('of equal elements are these elements', () => {
    const value = 0.1 + 0.2
    const same = tensor([value, value, value])
    for (const q of [0.05, 0.3, 0.77, 0.9]) expect(quantile(same, q).item()).toBe(value)
  })

  test('do not overflow between the largest numbers', () => {
    expect(quantile(tensor([-1.7e308, 1.7e308]), 0.5).item()).toBe(0)
  })

  test('take a tensor of shares, whose shape comes first', () => {
    const q = tensor([
      [0, 0.5],
      [1, 0.5],
    ])
    expect(quantile(x, q, { axis: 1 }).shape).toEqual([2, 2, 2])
    expect(quantile(x, q, { axis: 1, keepDims: true }).shape).toEqual([2, 2, 2, 1])
    expect(quantile(x, []).shape).toEqual([0])
    expect(quantile(x, 0.5).item()).toBe(median(x).item())
  })

  test('have derivatives that are shared by the elements on both sides', () => {
    expect(grad((y: Tensor) => quantile(y, 0.25))(tensor([4, 1, 3])).toArray()).toEqual([0, 0.5, 0.5])
    expect(grad((y: Tensor) => median(y))(tensor([4, 1, 3, 9])).toArray()).toEqual([0.5, 0, 0.5, 0])
    checkGrads((y: Tensor) => quantile(y, [0.1, 0.6], { axis: 0 }), [x], { order: 2 })
  })
})

describe('weights', () => {
  const weights = tensor([0.5, 2, 0.25, 1])
  test('of an average have a derivative', () => {
    checkGrads((y: Tensor, w: Tensor) => average(y, { axis: 1, weights: w }), [x, weights], { order: 2 })
  })

  test('of counts have a derivative', () => {
    checkGrads((w: Tensor) => bincount(int([0, 2, 2, 0]), { weights: w }), [weights], { order: 2 })
    const f = (w: Tensor) => histogram(tensor([0.1, 0.2, 0.9, 1]), { bins: 2, weights: w }).counts
    expect(f(weights).toArray()).toEqual([2.5, 1.25])
    checkGrads(f, [weights], { order: 2 })
    const density = (w: Tensor) =>
      histogram(tensor([0.1, 0.2, 0.9, 1]), { bins: [0, 0.5, 2], weights: w, density: true }).counts
    checkGrads(density, [weights], { order: 2 })
  })

  test('have their dtype in the counts', () => {
    expect(bincount(int([1]), { weights: tensor([0.5], { dtype: 'float32' }) }).dtype).toBe('float32')
    expect(bincount(int([1, 1]), { weights: tensor([true, true]) }).toArray()).toEqual([0, 2])
    expect(bincount(tensor([true, false, true])).toArray()).toEqual([1, 2])
    expect(histogram(int([1, 2]), { weights: int([3, 4]), bins: 1 }).counts.dtype).toBe('int32')
  })
})

test('counts are constants, and a derivative through them is refused', () => {
  const f = (y: Tensor) => sum(histogram(y, { range: [0, 1] }).counts.mul(0.5))
  expect(() => grad(f)(tensor([0.5]))).toThrow('searchsorted: has no derivative but 0')
})

test('elements that are NaN get no derivative, and give none', () => {
  const y = tensor([1, NaN, 3])
  expect(grad((z: Tensor) => nansum(z.mul(z)))(y).toArray()).toEqual([2, NaN, 6])
  expect(grad((z: Tensor) => nansum(z))(y).toArray()).toEqual([1, 0, 1])
  expect(grad((z: Tensor) => nanmean(z))(y).toArray()).toEqual([0.5, 0, 0.5])
  expect(nanmean(tensor([NaN])).item()).toBeNaN()
  expect(nansum(tensor([true, true])).item()).toBe(2)
})

test('a variance without elements to divide by is NaN, as in the array API standard', () => {
  expect(variance(tensor([3]), { correction: 1 }).item()).toBeNaN()
  const pair = tensor([[1, 2]])
  for (const spread of [variance, std, xp.var, xp.std, jit(variance), jit(std)] as (typeof variance)[])
    for (const correction of [2, 2.5, 9])
      expect(spread(pair, { axis: 1, correction }).toArray()).toEqual([NaN])
  expect(variance(tensor([]), {}).item()).toBeNaN()
})

test('a correlation stays in [-1, 1], and has the derivative of the quotient', () => {
  const line = tensor([0.1, 0.7, 0.3])
  const both = corrcoef(tensor([line.toArray() as number[], line.mul(-3).toArray() as number[]]))
  for (const row of both.toArray() as number[][])
    for (const r of row) expect(Math.abs(r)).toBeLessThanOrEqual(1)
  checkGrads((y: Tensor) => corrcoef(y), [x], { order: 2 })
})

describe('totals in a named dtype', () => {
  test('may be more than an int32 holds', () => {
    const large = int([2 ** 31 - 1, 2 ** 31 - 1])
    expect(sum(large).item()).toBe(-2)
    expect(sum(large, { dtype: 'float64' }).item()).toBe(2 ** 32 - 2)
    expect(prod(large, { dtype: 'float64' }).item()).toBe((2 ** 31 - 1) ** 2)
    expect(cumsum(large, { dtype: 'float64' }).toArray()).toEqual([2 ** 31 - 1, 2 ** 32 - 2])
  })

  test('cast the elements before', () => {
    expect(sum(tensor([1.7, 1.7]), { dtype: 'int32' }).item()).toBe(2)
    expect(sum(tensor([true, true]), { dtype: 'float32' }).dtype).toBe('float32')
  })

  test('have derivatives in the dtype of the argument', () => {
    const single = tensor([1, 2], { dtype: 'float32' })
    const g = grad((y: Tensor) => sum(y.mul(y), { dtype: 'float64' }))(single)
    expect([g.dtype, g.toArray()]).toEqual(['float32', [2, 4]])
  })
})

test('elements in descending order keep the order of equal ones, and NaN comes first', () => {
  expect(sort(tensor([1, NaN, 3, -0, 0]), { descending: true }).toArray()).toEqual([NaN, 3, 1, -0, 0])
  const { values, indices } = topK(tensor([1, 3, NaN, 3]), 3)
  expect(values.toArray()).toEqual([NaN, 3, 3])
  expect(indices.toArray()).toEqual([2, 1, 3])
  checkGrads((y: Tensor) => topK(y, 2, { axis: 0 }).values, [x], { order: 2 })
  checkGrads((y: Tensor) => topK(y, 2, { largest: false }).values, [x], { order: 2 })
})
