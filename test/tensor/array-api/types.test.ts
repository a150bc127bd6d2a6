/** The dtypes in the types equal the dtypes of the results. */
import type { DType, Tensor } from '@multiview/tensor'
import * as xp from '@multiview/tensor/array-api'
import { expect, expectTypeOf, test } from 'vitest'

const bools = xp.asarray([true, false])
const ints = xp.asarray([1, 2], { dtype: xp.int32 })
const singles = xp.asarray([1, 2], { dtype: xp.float32 })
const doubles = xp.asarray([1, 2])

/** Refuses a tensor of another dtype than the named one, when compiled and when run. */
const has = <D extends DType>(x: Tensor<D>, dtype: D) => expect(x.dtype).toBe(dtype)

test('dtypes of creators', () => {
  has<'float64'>(doubles, 'float64')
  has<'bool'>(bools, 'bool')
  has<'float32'>(xp.asarray(new Float32Array(2)), 'float32')
  has<'int32'>(xp.asarray(ints), 'int32')
  has<'float64'>(xp.zeros(3), 'float64')
  has<'float32'>(xp.ones([2], { dtype: xp.float32, device: null }), 'float32')
  has<'int32'>(xp.zeros_like(ints), 'int32')
  has<'bool'>(xp.full_like(ints, true, { dtype: xp.bool }), 'bool')
  has<'float64'>(xp.linspace(0, 1, 3), 'float64')
  has<'float32'>(xp.arange(0, 1, 0.5, { dtype: xp.float32 }), 'float32')
  expectTypeOf(xp.arange(3)).toEqualTypeOf<Tensor<'int32' | 'float64'>>()
  expect([xp.arange(3).dtype, xp.arange(0.5, 3).dtype]).toEqual(['int32', 'float64'])
})

test('dtypes of functions', () => {
  has<'float64'>(xp.divide(ints, 2), 'float64')
  has<'int32'>(xp.floor_divide(ints, ints), 'int32')
  has<'float64'>(xp.multiply(ints, singles), 'float64')
  has<'bool'>(xp.less_equal(ints, singles), 'bool')
  has<'int32'>(xp.sum(bools), 'int32')
  has<'float32'>(xp.sum(ints, { dtype: xp.float32, axis: null }), 'float32')
  has<'int32'>(xp.cumulative_sum(bools, { includeInitial: true }), 'int32')
  has<'bool'>(xp.astype(ints, xp.bool), 'bool')
  has<'int32'>(xp.argmax(doubles), 'int32')
  has<'float32'>(xp.permute_dims(singles, [0]), 'float32')
  has<'float32'>(xp.positive(singles), 'float32')
  has<'float32'>(xp.flip(singles, { axis: 0 }), 'float32')
})
