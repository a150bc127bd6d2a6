/** Ops that are constant but for steps have the derivative 0. */

import {
  argmax,
  argsort,
  cast,
  ceil,
  floor,
  floorDivide,
  grad,
  greater,
  hessian,
  hvp,
  jacobian,
  jit,
  jvp,
  remainder,
  round,
  square,
  stack,
  stopGradient,
  sum,
  type Tensor,
  tensor,
  trunc,
  vjp,
  vmap,
  where,
} from '@multiview/tensor'
import { describe, expect, test } from 'vitest'

describe('ops that are constant but for steps', () => {
  const x = tensor([1.5, -0.5, 2.25])
  const steps: [name: string, f: (x: Tensor) => Tensor][] = [
    ['floor', floor],
    ['ceil', ceil],
    ['round', round],
    ['trunc', trunc],
    ['floorDivide', y => floorDivide(y, 0.5)],
    ['cast to int32 or bool', y => cast(y, 'int32')],
    ['cast to int32 or bool', y => cast(y, 'bool')],
    ['greater', y => greater(y, 0)],
    ['argmax', y => argmax(y)],
    ['argsort', y => argsort(y)],
  ]

  test.each(steps)('have the derivative 0 beside other ops: %s', (_, f) => {
    const factor = (y: Tensor) => cast(f(y), 'float64')
    const g = (y: Tensor) => sum(y.mul(factor(y)).add(square(y)))
    const want = cast(factor(x), 'float64').add(x.mul(2)).toArray()
    expect(grad(g)(x).toArray()).toEqual(want)
    expect(grad(jit(g))(x).toArray()).toEqual(want)
    expect(grad((y: Tensor) => g(y).add(sum(factor(y))))(x).toArray()).toEqual(want)
    const rows = stack([x, x.mul(2)])
    expect(vmap(grad(g))(rows).toArray()).toEqual([want, grad(g)(x.mul(2)).toArray()])
    const [, change] = jvp(g, [x], [tensor([1, 0, 0])])
    expect(change.item()).toBe((want as number[])[0])
  })

  test.each(steps)('are named if the result depends on nothing else: %s', (name, f) => {
    const g = (y: Tensor) => sum(cast(f(y), 'float64')).mul(2)
    const message = `${name}: has no derivative but 0, and the result depends on its argument through nothing else`
    for (const derivative of [
      () => grad(g)(x),
      () => grad(jit(g))(x),
      () => vjp(g, [x]),
      () => jacobian(g)(x),
    ])
      expect(derivative).toThrow(message)
    expect(
      grad((y: Tensor, z: Tensor) => g(y).mul(z), { argnums: [0, 1] })(x, tensor(3))[0].toArray(),
    ).toEqual([0, 0, 0])
    expect(grad((y: Tensor) => g(stopGradient(y)).add(sum(y)))(x).toArray()).toEqual([1, 1, 1])
  })

  test('a bool beside another operand is a mask, and a cast between floats has a derivative', () => {
    const masked = (y: Tensor) => sum(where(cast(y, 'bool'), y.mul(y), 0))
    expect(grad(masked)(tensor([0, 2])).toArray()).toEqual([0, 4])
    expect(grad((y: Tensor) => cast(cast(y, 'float32'), 'float64').mul(3))(tensor(1.5)).item()).toBe(3)
  })

  test('second derivatives are 0 where JAX gives 0', () => {
    const f = (y: Tensor) => sum(y.mul(floor(y)))
    const slope = (y: Tensor) => sum(grad(f)(y).mul(tensor([1, 2, 4])))
    expect(grad(f)(x).toArray()).toEqual([1, -1, 2])
    expect(grad(slope)(x).toArray()).toEqual([0, 0, 0])
    expect(jit(grad(slope))(x).toArray()).toEqual([0, 0, 0])
    expect(hessian(f)(x).toArray()).toEqual([0, 0, 0].map(() => [0, 0, 0]))
    expect(hvp(f)(x, x).toArray()).toEqual([0, 0, 0])
    expect(vmap(grad(grad((y: Tensor) => y.mul(floor(y)))))(x).toArray()).toEqual([0, 0, 0])
    // The mask of a relu written by hand, and of where.
    const relu = (y: Tensor) => y.mul(greater(y, 0))
    const square = (y: Tensor) => where(greater(y, 0), y.mul(y), y)
    expect([relu, square].map(g => grad((y: Tensor) => sum(g(y)))(x).toArray())).toEqual([
      [1, 0, 1],
      [3, 1, 4.5],
    ])
    expect([relu, square].map(g => vmap(grad(grad((y: Tensor) => g(y))))(x).toArray())).toEqual([
      [0, 0, 0],
      [2, 0, 2],
    ])
    expect(grad((y: Tensor) => sum(cast(greater(y, 0), 'float64').mul(y)))(x).toArray()).toEqual([1, 0, 1])
  })

  test('a second derivative of remainder is 0', () => {
    const slope = grad((y: Tensor) => remainder(7.5, y))
    expect(slope(tensor(2)).item()).toBe(-3)
    expect(grad(slope)(tensor(2)).item()).toBe(0)
    expect(grad((y: Tensor) => slope(y).add(y))(tensor(2)).item()).toBe(1)
  })
})
