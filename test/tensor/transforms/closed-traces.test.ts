import {
  adam,
  grad,
  jacobian,
  stopGradient,
  sum,
  type Tensor,
  tanh,
  tensor,
  valueAndGrad,
  vjp,
} from '@multiview/tensor'
import { toNdarray } from '@multiview/tensor/ndarray'
import { describe, expect, test } from 'vitest'

/** The tensor that leaves a differentiated function: 2x at the given x. */
function leaked(x = tensor([1, 2])): Tensor {
  let kept: Tensor = x
  grad((y: Tensor) => {
    kept = y.mul(2)
    return sum(kept.mul(kept))
  })(x)
  return kept
}

describe('a tensor that leaves the differentiated function', () => {
  test('is not traced afterwards, nor are the results that use it', () => {
    const y = leaked()
    expect(y.tracing).toBeUndefined()
    expect(y.mul(3).tracing).toBeUndefined()
    expect(y.reshape([2, 1]).tracing).toBeUndefined()
    expect(y.mul(3).toArray()).toEqual([6, 12])
    expect([y.get(1), y.shape, y.dtype]).toEqual([4, [2], 'float64'])
  })

  test('is followed while the function runs', () => {
    grad((x: Tensor) => {
      expect(x.mul(2).tracing?.primal.toArray()).toEqual([2, 4])
      return sum(x)
    })(tensor([1, 2]))
  })

  test('is taken where a tensor inside a derivative is refused', () => {
    const y = leaked()
    expect(tensor(y).toArray()).toEqual([2, 4])
    expect(toNdarray(y).get(1)).toBe(4)
    const optimizer = adam()
    expect(optimizer.update(y, y, optimizer.init(y)).params.shape).toEqual([2])
    expect(stopGradient(y).toArray()).toEqual([2, 4])
  })

  test('is an argument and a constant of later derivatives', () => {
    const y = leaked()
    expect(grad((x: Tensor) => sum(x.mul(x)))(y).toArray()).toEqual([4, 8])
    expect(grad((x: Tensor) => sum(x.mul(y)))(tensor([1, 1])).toArray()).toEqual([2, 4])
    expect(grad((x: Tensor) => sum(x).mul(0).add(sum(y)))(tensor([1, 1])).toArray()).toEqual([0, 0])
  })

  test('of an inner derivative is followed by the outer one', () => {
    // 2xy at y = 3 leaves the inner function. The outer derivative of its sum 6x is 6.
    const f = (x: Tensor) => {
      let kept: Tensor = x
      grad((y: Tensor) => {
        kept = x.mul(y).mul(2)
        return sum(kept)
      })(tensor(3))
      expect(kept.tracing).toBeDefined()
      return kept
    }
    expect(grad(f)(tensor(5)).item()).toBe(6)
    expect(grad(grad((x: Tensor) => f(x).mul(x)))(tensor(5)).item()).toBe(12)
  })

  test('is not followed if the function throws', () => {
    let kept: Tensor | undefined
    const f = (x: Tensor): Tensor => {
      kept = x.mul(2)
      throw new Error('stop')
    }
    expect(() => grad(f)(tensor(1))).toThrow('stop')
    expect(kept?.tracing).toBeUndefined()
  })
})

test('a pullback works after its function has returned, and is differentiated', () => {
  const [y, pullback] = vjp((x: Tensor) => tanh(x).mul(x), [tensor([0.5, -1])])
  const first = pullback(tensor([1, 2]))[0].toArray()
  expect(y.tracing).toBeUndefined()
  expect(pullback(tensor([1, 2]))[0].toArray()).toEqual(first)
  expect(jacobian((g: Tensor) => pullback(g)[0])(tensor([1, 1])).shape).toEqual([2, 2])
})

test('a running mean inside a loss has the values it has outside', () => {
  let [inside, outside]: [Tensor, Tensor] = [tensor([0, 0]), tensor([0, 0])]
  for (let i = 0; i < 5; i++) {
    const w = tensor([i, -i])
    valueAndGrad((v: Tensor) => {
      const h = tanh(v)
      inside = inside.mul(0.9).add(h.mul(0.1))
      return sum(h)
    })(w)
    outside = outside.mul(0.9).add(tanh(w).mul(0.1))
  }
  expect(inside.tracing).toBeUndefined()
  expect(inside.toArray()).toEqual(outside.toArray())
})
