import {
  bitwiseAnd,
  bitwiseInvert,
  copysign,
  elu,
  floorDivide,
  gelu,
  grad,
  hypot,
  leakyRelu,
  leftShift,
  lgamma,
  nextafter,
  polygamma,
  remainder,
  rightShift,
  sin,
  sum,
  type Tensor,
  tensor,
} from '@multiview/tensor'
import { describe, expect, expectTypeOf, test } from 'vitest'

const f32 = tensor([1, 2], { dtype: 'float32' })
const i32 = tensor([1, 2], { dtype: 'int32' })
const bool = tensor([true, false])

describe('what mathematical ops refuse', () => {
  test.each([
    [
      () => bitwiseAnd(i32, f32),
      'bitwiseAnd: was given int32 and float32; only int32 and bool have bits: cast to int32',
    ],
    [
      () => bitwiseAnd(i32, 0.5),
      'bitwiseAnd: was given int32 and float64; only int32 and bool have bits: cast to int32',
    ],
    [
      () => bitwiseInvert(f32),
      'bitwiseInvert: was given float32; only int32 and bool have bits: cast to int32',
    ],
    [
      () => leftShift(f32, 1),
      'leftShift: was given float32 and float32; only int32 and bool have bits: cast to int32',
    ],
    [
      () => floorDivide(i32, 0),
      'floorDivide: divides the int32 1 by 0, which has no int32 result; cast to float64',
    ],
    [
      () => remainder(i32, 0),
      'remainder: divides the int32 1 by 0, which has no int32 result; cast to float64',
    ],
    [() => remainder(bool, bool), 'remainder: takes numbers, not bools; cast to int32'],
    [
      () => gelu(1, { approximate: 'sigmoid' as never }),
      "gelu: approximate 'sigmoid' is neither 'none' nor 'tanh'; choose one of them",
    ],
    [() => elu(1, { alpha: NaN }), 'elu: alpha NaN is not a finite number; give one'],
    [
      () => leakyRelu(1, { negativeSlope: '0.1' as never }),
      'leakyRelu: negativeSlope: "0.1" is not among the options { negativeSlope: number }',
    ],
    [() => polygamma(1.5, f32), 'polygamma: order 1.5 is not a whole number from 0 to 32; give one'],
    [() => polygamma(-1, f32), 'polygamma: order -1 is not a whole number from 0 to 32; give one'],
    [
      () => grad((x: Tensor) => sum(polygamma(32, x)))(tensor([1])),
      'polygamma: order 33 is not a whole number from 0 to 32; give one',
    ],
  ] as const)('%s', (call, message) => {
    expect(call).toThrow(message)
  })
})

test('types agree with the dtypes found at run time', () => {
  const same = <D extends string>(x: { dtype: D }, dtype: D) => expect(x.dtype).toBe(dtype)
  expectTypeOf(sin(f32)).toEqualTypeOf<Tensor<'float32'>>()
  same(sin(f32), 'float32')
  expectTypeOf(lgamma(i32)).toEqualTypeOf<Tensor<'float64'>>()
  same(lgamma(i32), 'float64')
  expectTypeOf(hypot(f32, 1)).toEqualTypeOf<Tensor<'float32'>>()
  same(hypot(f32, 1), 'float32')
  expectTypeOf(copysign(i32, i32)).toEqualTypeOf<Tensor<'float64'>>()
  same(copysign(i32, i32), 'float64')
  expectTypeOf(remainder(i32, i32)).toEqualTypeOf<Tensor<'int32'>>()
  same(remainder(i32, i32), 'int32')
  expectTypeOf(bitwiseAnd(bool, bool)).toEqualTypeOf<Tensor<'bool'>>()
  same(bitwiseAnd(bool, bool), 'bool')
  expectTypeOf(bitwiseAnd(i32, bool)).toEqualTypeOf<Tensor<'int32'>>()
  same(bitwiseAnd(i32, bool), 'int32')
  expectTypeOf(bitwiseAnd(i32, 3)).toEqualTypeOf<Tensor<'int32'>>()
  same(bitwiseAnd(i32, 3), 'int32')
  expectTypeOf(bitwiseInvert(bool)).toEqualTypeOf<Tensor<'bool'>>()
  same(bitwiseInvert(bool), 'bool')
  expectTypeOf(leftShift(bool, bool)).toEqualTypeOf<Tensor<'int32'>>()
  same(leftShift(bool, bool), 'int32')
})

test('a step of nextafter is one of the dtype it is taken in', () => {
  expect(nextafter(f32, 9).toArray()).toEqual([1 + 2 ** -23, 2 + 2 ** -22])
  expect(nextafter(f32, tensor([9, 9])).toArray()).toEqual([1 + 2 ** -52, 2 + 2 ** -51])
})

test('derivatives at the points where a formula would divide by 0 or multiply infinities', () => {
  const at = (f: (x: Tensor) => Tensor, ...x: number[]) => grad((t: Tensor) => sum(f(t)))(tensor(x)).toArray()
  expect(at(x => hypot(x, 0), 0, 3)).toEqual([0, 1])
  expect(at(x => elu(x), 1000, -1000)).toEqual([1, 0])
  expect(at(x => gelu(x), 50, -50)).toEqual([1, 0])
  expect(at(x => gelu(x, { approximate: 'tanh' }), 50, -50)).toEqual([1, -0])
  expect(at(x => copysign(x, -1), 2, -2, 0)).toEqual([-1, 1, -0])
})

test('shifts of 32 places or more leave no bit, as in NumPy and unlike JavaScript', () => {
  expect([leftShift(i32, 32).toArray(), rightShift(tensor([-5], { dtype: 'int32' }), 40).toArray()]).toEqual([
    [0, 0],
    [-1],
  ])
})

test('floorDivide is the floor of the exact quotient up to 2^53, with the sign of zero that a quotient has', () => {
  const float = (a: number, b: number) => floorDivide(tensor(a), b).item()
  // The quotient of the first is 3002399751580331 + 1/3; that of the second rounds up to 10.
  expect(float(2 ** 52 + 1, 1.5)).toBe(3002399751580331)
  expect(float(1, 0.1)).toBe(9)
  expect(float(-1, 0.1)).toBe(-10)
  expect(float(2 ** 53 - 1, 1)).toBe(2 ** 53 - 1)
  expect(float(-5e-324, 10)).toBe(-1)
  expect([float(-0, -1), float(0, -1), float(-0, 1), float(5e-324, 10)]).toEqual([0, -0, -0, 0])
  expect([float(-1, Infinity), float(1, Infinity), float(Infinity, 1)]).toEqual([-1, 0, Number.NaN])
})
