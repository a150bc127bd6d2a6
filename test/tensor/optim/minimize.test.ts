import { readFileSync } from 'node:fs'
import {
  full,
  grad,
  log,
  matmul,
  mean,
  minimize,
  neg,
  ones,
  softplus,
  square,
  stream,
  sub,
  sum,
  type Tensor,
  tensor,
  zeros,
} from '@multiview/tensor'
import { describe, expect, test } from 'vitest'
import { lineSearch } from '../../../packages/tensor/src/optim/line-search.ts'

/** Rosenbrock's function in n dimensions; its minimum is 0, at 1 everywhere. */
const rosenbrock = (x: Tensor) => {
  const [a, b] = [x.slice([null, -1]), x.slice([1, null])]
  return sum(square(sub(1, a)).add(square(b.sub(square(a))).mul(100)))
}
const worst = (x: Tensor, at: ArrayLike<number>) =>
  Array.from(x.values()).reduce((most, value, i) => Math.max(most, Math.abs(value - at[i])), 0)

test("Rosenbrock's function is minimized from its usual start, and in twenty dimensions", () => {
  const { x, value, gradient, iterations, evaluations, converged, reason } = minimize(
    rosenbrock,
    tensor([-1.2, 1]),
    { method: 'lbfgs' },
  )
  expect({ converged, reason }).toEqual({ converged: true, reason: 'gradient' })
  expect(worst(x, [1, 1])).toBeLessThan(1e-6)
  expect(value).toBeLessThan(1e-12)
  expect(worst(gradient, [0, 0])).toBeLessThanOrEqual(1e-6)
  expect(iterations).toBeLessThan(50)
  expect(evaluations).toBeLessThan(60)
  const many = minimize(rosenbrock, full([20], -1.2), { gradientTolerance: 1e-9 })
  expect(many.converged).toBe(true)
  expect(worst(many.x, ones([20]).values())).toBeLessThan(1e-8)
})

test('a quadratic in n dimensions takes n steps with exact line searches', () => {
  const curvature = tensor([1, 3, 10, 40, 100])
  const centre = tensor([1, 2, 3, 4, 5])
  const f = (x: Tensor) => sum(square(x.sub(centre)).mul(curvature))
  const exact = minimize(f, zeros([5]), { curvature: 1e-3, sufficientDecrease: 1e-4 })
  expect(exact.iterations).toBe(5)
  expect(worst(exact.x, centre.values())).toBeLessThan(1e-8)
  const loose = minimize(f, zeros([5]))
  expect(loose.converged).toBe(true)
  expect(worst(loose.x, centre.values())).toBeLessThan(1e-6)
})

test("logistic regression reaches the weights of Newton's method", () => {
  const url = new URL('../../fixtures/optim/logistic.json', import.meta.url)
  const data = JSON.parse(readFileSync(url, 'utf8')) as { x: number[][]; y: number[]; w: number[] }
  const [x, y] = [tensor(data.x), tensor(data.y)]
  const loss = ({ w }: { w: Tensor }) => {
    const z = matmul(x, w)
    return mean(softplus(z).sub(y.mul(z))).add(sum(square(w)).mul(0.005))
  }
  const { x: found, converged } = minimize(loss, { w: zeros([4]) as Tensor }, { gradientTolerance: 1e-10 })
  expect(converged).toBe(true)
  expect(worst(found.w, data.w)).toBeLessThan(1e-8)
})

test('trees keep their form and dtypes, and float32 stays on float32 numbers', () => {
  type Params = { a: Tensor; b: readonly Tensor[] }
  const start: Params = {
    a: full([2, 2], 3, { dtype: 'float32' }),
    b: [tensor(5), tensor([1, 2, 3]).slice([null, null, -2])],
  }
  const f = ({ a, b }: Params) =>
    sum(square(a.sub(1)))
      .add(square(b[0].sub(2)))
      .add(sum(square(b[1])))
  const { x, gradient, converged } = minimize(f, start, { gradientTolerance: 1e-5 })
  expect(converged).toBe(true)
  expect([x.a.dtype, x.b[0].dtype]).toEqual(['float32', 'float64'])
  expect([x.a.shape, x.b[1].shape, gradient.b[1].shape]).toEqual([[2, 2], [2], [2]])
  expect(worst(x.a.reshape([4]), [1, 1, 1, 1])).toBeLessThan(1e-5)
  expect(x.b[0].item()).toBeCloseTo(2, 5)
  expect(start.a.toArray()).toEqual([
    [3, 3],
    [3, 3],
  ])
})

test('every way to stop has its reason', () => {
  const f = (x: Tensor) => sum(square(x))
  const there = minimize(f, zeros([2]))
  expect(there).toMatchObject({
    iterations: 0,
    evaluations: 1,
    converged: true,
    reason: 'gradient',
    value: 0,
  })
  expect(minimize(rosenbrock, tensor([-1.2, 1]), { maxIterations: 3 })).toMatchObject({
    iterations: 3,
    converged: false,
    reason: 'maxIterations',
  })
  expect(minimize(x => square(x).add(1e6), tensor(3), { valueTolerance: 1e-3 })).toMatchObject({
    converged: true,
    reason: 'value',
    iterations: 1,
  })
  // The value of x, with the derivative of −x: no step against it lowers the value.
  const wrong = (x: Tensor) => neg(x).add(tensor(2 * x.item()))
  expect(minimize(wrong, tensor(1))).toMatchObject({ converged: false, reason: 'lineSearch', iterations: 0 })
})

test('a step to where the function is not finite is cut back', () => {
  // The first unit step leads from 0.5 below 0.
  const f = (x: Tensor) => x.sub(log(x).mul(1e-3))
  const { x, converged } = minimize(f, tensor(0.5), { gradientTolerance: 1e-9 })
  expect(converged).toBe(true)
  expect(x.item()).toBeCloseTo(1e-3, 10)
})

test('options and starts that make no sense are refused', () => {
  const f = (x: Tensor) => sum(square(x))
  const x = tensor([1, 2])
  const refused: [options: object, message: string][] = [
    [{ method: 'newton' }, `minimize: method "newton" is not 'lbfgs', the only one`],
    [{ gradientTolerance: -1 }, 'minimize: gradientTolerance is -1; it must be a number from 0'],
    [{ valueTolerance: Number.NaN }, 'minimize: valueTolerance is NaN'],
    [{ maxIterations: 0.5 }, 'minimize: maxIterations is 0.5; it must be a whole number from 1'],
    [{ memorySize: 0 }, 'minimize: memorySize is 0'],
    [{ sufficientDecrease: 0.5 }, 'minimize: sufficientDecrease is 0.5; it must lie in (0, 0.5)'],
    [{ curvature: 1 }, 'minimize: curvature is 1; it must lie above sufficientDecrease and below 1'],
  ]
  for (const [options, message] of refused) expect(() => minimize(f, x, options)).toThrow(message)
  expect(() => minimize(y => sum(log(y)), tensor([-1]))).toThrow(
    'minimize: the function is NaN at the start; start where it is finite',
  )
  expect(() => minimize(y => y, x)).toThrow(
    'minimize: the result of the function is of shape [2]; it must be a 0-d float tensor',
  )
  expect(() => grad((y: Tensor) => sum(minimize(f, y).x))(x)).toThrow(
    'minimize: cannot be differentiated through; call it outside of grad',
  )
})

describe('the line search', () => {
  const conditions = { sufficientDecrease: 1e-4, curvature: 0.1 }
  /** Test functions of J. J. Moré and D. J. Thuente (1994), which fall at 0, and a steep wall. */
  const functions: [name: string, f: (t: number) => number, slope: (t: number) => number][] = [
    ['a rational function', t => -t / (t * t + 2), t => (t * t - 2) / (t * t + 2) ** 2],
    [
      'a power',
      t => (t + 0.004) ** 5 - 2 * (t + 0.004) ** 4,
      t => 5 * (t + 0.004) ** 4 - 8 * (t + 0.004) ** 3,
    ],
    ['a wall', t => -t + 1e-3 * Math.exp(8 * t), t => -1 + 8e-3 * Math.exp(8 * t)],
    ['waves', t => Math.sin(7 * t) / 7 - 2 * t + t * t, t => Math.cos(7 * t) - 2 + 2 * t],
  ]
  test.each(functions)('meets both conditions on %s, wherever it starts', (_, f, slope) => {
    const start = { step: 0, value: f(0), slope: slope(0) }
    for (const first of [1e-3, 0.1, 1, 10, 1000]) {
      const found = lineSearch(
        start,
        first,
        step => ({ step, value: f(step), slope: slope(step) }),
        conditions,
      )
      const { step, value } = found!
      expect(value).toBeLessThanOrEqual(start.value + 1e-4 * step * start.slope)
      expect(Math.abs(slope(step))).toBeLessThanOrEqual(-0.1 * start.slope)
    }
  })
})

test('the same problem takes the same path, to the last bit', () => {
  const start = tensor(stream(4).fillNormal(new Float64Array(8)))
  const [one, two] = [0, 1].map(() => minimize(rosenbrock, start))
  expect(one.x.toArray()).toEqual(two.x.toArray())
  expect(one.evaluations).toBe(two.evaluations)
})
