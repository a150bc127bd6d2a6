import {
  add,
  exp,
  grad,
  mean,
  mul,
  sub,
  sum,
  type Tensor,
  TensorError,
  tensor,
  valueAndGrad,
} from '@multiview/tensor'
import { describe, expect, expectTypeOf, test } from 'vitest'

const f32 = tensor([1, 2], { dtype: 'float32' })
const f64 = tensor([1, 2])

describe('hasAux', () => {
  test('gives the auxiliary output beside value and gradient', () => {
    const f = (x: Tensor) => [sum(x.mul(x)), { doubled: x.mul(2), note: 'kept', list: [x, 3] }] as const
    const [[value, aux], gradient] = valueAndGrad(f, { hasAux: true })(f64)
    expect([value.item(), gradient.toArray()]).toEqual([5, [2, 4]])
    expect([aux.doubled.toArray(), aux.note, aux.list[1]]).toEqual([[2, 4], 'kept', 3])
    const [again, more] = grad(f, { hasAux: true })(f64)
    expect([again.toArray(), more.doubled.toArray()]).toEqual([
      [2, 4],
      [2, 4],
    ])
  })

  test('hands tensors through as the argument’s own, without a trace', () => {
    const keep = new Map([['a', 1]])
    const [, aux] = grad((x: Tensor) => [sum(x), { x, deep: [{ y: x.add(1) }], keep, nothing: null }], {
      hasAux: true,
    })(f64)
    expect(aux.x).toBe(f64)
    expect(aux.deep[0].y.tracing).toBeUndefined()
    expect(aux.deep[0].y.toArray()).toEqual([2, 3])
    expect(aux.keep).toBe(keep)
    expect(aux.nothing).toBeNull()
  })

  test('leaves the auxiliary output to the derivative outside', () => {
    // The inner derivative returns x·y at y = 3 as auxiliary. The outer derivative of its sum is 3.
    const f = (x: Tensor) => {
      const [, product] = grad((y: Tensor) => [sum(y), x.mul(y)], { hasAux: true })(tensor(3))
      return sum(product)
    }
    expect(grad(f)(tensor(5)).item()).toBe(3)
  })

  test('keeps the running mean and variance of batch normalization', () => {
    const batch = tensor([
      [1, 10],
      [3, 30],
    ])
    let running: { mean: Tensor; variance: Tensor } = { mean: tensor([0, 0]), variance: tensor([1, 1]) }
    const loss = (scale: Tensor, state: typeof running) => {
      const h = mul(batch, scale)
      const center = mean(h, { axis: 0 })
      const variance = mean(sub(h, center).mul(sub(h, center)), { axis: 0 })
      const next = {
        mean: add(state.mean.mul(0.5), center.mul(0.5)),
        variance: add(state.variance.mul(0.5), variance.mul(0.5)),
      }
      return [sum(sub(h, center).div(exp(variance))), next] as const
    }
    const step = valueAndGrad(loss, { hasAux: true })
    for (let i = 0; i < 3; i++) [[, running]] = step(tensor([1, 1]), running)
    expect(running.mean.toArray()).toEqual([1.75, 17.5])
    expect(running.variance.toArray()).toEqual([1, 87.625])
  })

  test('goes with the option argument', () => {
    const f = (a: Tensor, b: Tensor) => [a.mul(b), b] as const
    const [gradient, aux] = grad(f, { argnums: 1, hasAux: true })(tensor(2), tensor(3))
    expect([gradient.item(), aux.item()]).toEqual([2, 3])
  })

  test('asks for [loss, aux]', () => {
    const wrong: [unknown, RegExp][] = [
      [
        tensor(1),
        /^grad: the result of the function is a tensor; it must be a 0-d float tensor, or \[it, aux\] with hasAux: /,
      ],
      [
        [1],
        /^grad: the result of the function is \[1\]; it must be a 0-d float tensor, or \[it, aux\] with hasAux: /,
      ],
      [['a', tensor(1)], /^grad: the result of the function is "a"; it must be a 0-d float tensor/],
      [[f64, 1], /^grad: the result of the function is of shape \[2\]; it must be a 0-d float tensor/],
    ]
    for (const [result, message] of wrong) {
      const call = () => grad((() => result) as never, { hasAux: true } as never)(f64)
      expect(call).toThrow(message)
      expect(call).toThrow(TensorError)
    }
    expect(() => grad(((x: Tensor) => [sum(x), x]) as never)(f64)).toThrow(
      /^grad: the result of the function is \[a tensor,a tensor\]; it must be a 0-d float tensor, or \[it, aux\] with hasAux: /,
    )
  })

  test('is typed, for functions with types and without', () => {
    expectTypeOf(grad(x => [sum(x), x], { hasAux: true })(f32)).toEqualTypeOf<
      [gradient: Tensor<'float32'>, aux: Tensor]
    >()
    expectTypeOf(valueAndGrad(x => [sum(x), 'note'], { hasAux: true })(f32)[1]).toEqualTypeOf<
      Tensor<'float32'>
    >()
    const f = (p: { w: Tensor }, scale: number): [Tensor, { h: Tensor<'float32'> }] => [
      sum(p.w).mul(scale),
      { h: f32 },
    ]
    const [[value, aux], gradient] = valueAndGrad(f, { hasAux: true })({ w: f64 }, 2)
    expectTypeOf(value).toEqualTypeOf<Tensor>()
    expectTypeOf(aux).toEqualTypeOf<{ h: Tensor<'float32'> }>()
    expectTypeOf(gradient).toEqualTypeOf<{ w: Tensor }>()
    // @ts-expect-error the second argument is a number
    expectTypeOf(grad(f, { hasAux: true })).toBeCallableWith({ w: f64 }, 'two')
  })
})
