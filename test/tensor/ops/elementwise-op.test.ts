import {
  abs,
  add,
  checkGrads,
  cos,
  div,
  elementwiseOp,
  exp,
  grad,
  hypot,
  jit,
  mul,
  neg,
  reciprocal,
  sin,
  square,
  sum,
  type Tensor,
  tensor,
} from '@multiview/tensor'
import * as math from '@multiview/tensor/math'
import { describe, expect, expectTypeOf, test } from 'vitest'

const softsign = elementwiseOp(
  x => x / (1 + Math.abs(x)),
  x => reciprocal(square(add(1, abs(x)))),
  { name: 'softsign' },
)

describe('an elementwise op made from a function', () => {
  test('computes every element, of any layout, to floats of the dtype given', () => {
    const x = tensor([
      [1, -3],
      [0, 7],
    ])
    expect(softsign(x).toArray()).toEqual([
      [0.5, -0.75],
      [0, 0.875],
    ])
    expect(softsign(x.slice(null, 1)).toArray()).toEqual([-0.75, 0.875])
    expect(softsign(3).item()).toBe(0.75)
    const single = softsign(tensor([0.2], { dtype: 'float32' }))
    expect([single.dtype, single.item()]).toEqual([
      'float32',
      Math.fround(Math.fround(0.2) / (1 + Math.fround(0.2))),
    ])
    expect(softsign(tensor([1], { dtype: 'int32' })).dtype).toBe('float64')
    expectTypeOf(softsign(tensor([1], { dtype: 'float32' }))).toEqualTypeOf<Tensor<'float32'>>()
  })

  test('has the derivative given, and the derivatives of that', () => {
    expect(grad((x: Tensor) => sum(softsign(x)))(tensor([1, -3])).toArray()).toEqual([0.25, 0.0625])
    checkGrads(softsign, [tensor([0.5, -2, 3])], { order: 3 })
  })

  test('can have an op made in the same way as its derivative', () => {
    // Each is the derivative of the other: y″ = y.
    const even: (x: Tensor) => Tensor = elementwiseOp(math.cosh, x => odd(x), { name: 'even' })
    const odd: (x: Tensor) => Tensor = elementwiseOp(math.sinh, x => even(x), { name: 'odd' })
    checkGrads(even, [tensor([0.3, -1.2])], { order: 4 })
  })

  test('takes a number as a constant derivative', () => {
    const triple = elementwiseOp(
      x => 3 * x,
      () => 3,
    )
    expect(grad((x: Tensor) => sum(triple(x)))(tensor([1, 2])).toArray()).toEqual([3, 3])
  })

  test('takes two operands that broadcast, with a derivative by each', () => {
    const length = elementwiseOp(math.hypot, [(a, b) => div(a, hypot(a, b)), (a, b) => div(b, hypot(a, b))])
    expect(length(tensor([[3], [5]]), tensor([4, 12])).toArray()).toEqual([
      [5, math.hypot(3, 12)],
      [math.hypot(5, 4), 13],
    ])
    checkGrads(length, [tensor([[3], [5]]), tensor([4, 12])], { order: 2 })
    expect(length(tensor([3], { dtype: 'float32' }), 4).dtype).toBe('float32')
  })

  test('treats an operand whose derivative is null as constant', () => {
    const scaled = elementwiseOp((x, s) => x * s, [(_, s) => s, null])
    expect(grad((s: Tensor) => sum(scaled(s, s)))(tensor([3])).toArray()).toEqual([3])
  })

  test('has no derivative if null stands for all, and says so by its name', () => {
    const parity = elementwiseOp(x => Math.abs(x % 2), null, { name: 'parity' })
    expect(parity(tensor([3, 4])).toArray()).toEqual([1, 0])
    expect(() => grad((x: Tensor) => sum(parity(x)))(tensor([1]))).toThrow(/^parity: has no derivative/)
  })

  test('is computed by its own function even if it is called like an op that has a kernel', () => {
    const fake = elementwiseOp(
      x => x + 1,
      () => 1,
      { name: 'exp' },
    )
    const x = tensor(Float64Array.from({ length: 1000 }, (_, i) => i))
    expect(fake(x).toArray()).toEqual(x.add(1).toArray())
    expect(exp(x.slice([0, 2])).toArray()).toEqual([1, Math.E])
  })
})

describe('what does not fit is refused', () => {
  test('derivatives that are not functions', () => {
    expect(() => elementwiseOp(x => x, 3 as never, { name: 'f' })).toThrow(
      'elementwiseOp: was given 3 as derivatives; give a function, or two in a list',
    )
    expect(() => elementwiseOp(x => x, [sin, cos, neg] as never)).toThrow(
      /^elementwiseOp: was given a list of 3 as derivatives; give/,
    )
    expect(() => elementwiseOp(7 as never, sin)).toThrow(
      'elementwiseOp: the first argument is 7; it must be a function',
    )
  })

  test('a derivative that is not elementwise', () => {
    const wrong = elementwiseOp(
      x => x,
      x => mul(x, tensor([[1], [2]])),
      { name: 'wrong' },
    )
    expect(() => grad((x: Tensor) => sum(wrong(x)))(tensor([1, 2]))).toThrow(
      'wrong: its derivative has shape [2,2], its result [2]; compute it elementwise',
    )
  })
})

test('an op with the name of another one stays itself in a compiled function', () => {
  const tens = Array.from({ length: 40 }, (_, i) => i - 20)
  for (const name of ['exp', 'relu', 'add', 'cast', 'isnan']) {
    const own = elementwiseOp(x => x / 2 + 1, null, { name })
    const f = (x: Tensor) => own(x.mul(2)).add(1)
    expect(jit(f)(tensor(tens)).toArray()).toEqual(tens.map(x => x + 2))
  }
})
