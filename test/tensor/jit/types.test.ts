import { type Description, grad, jit, sum, Tensor, tensor, valueAndGrad } from '@multiview/tensor'
import { expect, expectTypeOf, test } from 'vitest'

const f64 = tensor([1, 2])
const f32 = tensor([1, 2], { dtype: 'float32' })

test('a compiled function has the type of the function', () => {
  const f = jit((p: { w: Tensor; b: Tensor[] }, scale: number) => ({ y: sum(p.w).mul(scale), b: p.b }))
  const given = { w: f64, b: [f64] }
  expectTypeOf(f(given, 2)).toExtend<{ y: Tensor; b: Tensor[] }>()
  expectTypeOf(f.describe(given, 2)).toEqualTypeOf<Description>()
  // @ts-expect-error the second argument is a number
  expectTypeOf(f).toBeCallableWith(given, 'two')
  // @ts-expect-error and so for describe
  expectTypeOf(f.describe).toBeCallableWith(given, 'two')
  expect(f(given, 2).y.item()).toBe(6)
})

test('functions written on the spot need no types, and derivatives keep theirs', () => {
  expect(jit(x => x.mul(x))(f64).toArray()).toEqual([1, 4])
  expectTypeOf(jit((x: Tensor<'float32'>) => x.mul(2))(f32)).toEqualTypeOf<Tensor<'float32'>>()
  const loss = (p: { w: Tensor }, scale: number) => sum(p.w).mul(scale)
  const step = jit(valueAndGrad(loss))
  expectTypeOf(step({ w: f64 }, 2)[1]).toEqualTypeOf<{ w: Tensor }>()
  expect(step({ w: f64 }, 2)[1].w.toArray()).toEqual([2, 2])
  expect(jit(grad(x => sum(x.mul(x))))(f64)).toBeInstanceOf(Tensor)
})
