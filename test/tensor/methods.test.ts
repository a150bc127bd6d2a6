/** Every op whose first operand is a tensor is a method once @multiview/tensor/methods is imported. */
import * as mv from '@multiview/tensor'
import { grad, matmul, Tensor, tensor } from '@multiview/tensor'
import * as methods from '@multiview/tensor/methods'
import { table } from '@multiview/tensor/table'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { signatures } from './signatures.ts'

/** Ops whose first argument is a list, a string or a number, and one that is no function. */
const NOT_METHODS = ['concatenate', 'stack', 'einsum', 'polygamma', 'unslice']

const functions = mv as unknown as Record<string, unknown>
const names = table.map(op => op.name).filter(name => !NOT_METHODS.includes(name))

test('the entry gives the class whose methods it adds', () => {
  expect(methods.Tensor).toBe(Tensor)
  expect(names.filter(name => !(name in Tensor.prototype))).toEqual([])
  expect(NOT_METHODS.filter(name => name in Tensor.prototype)).toEqual([])
})

describe('a method gives what the function gives', () => {
  test.each(names)('%s', name => {
    const uses = signatures.filter(s => s.call === functions[name] && s.args[0] instanceof Tensor)
    expect(uses.length).toBeGreaterThan(0)
    for (const { args, call } of uses) {
      const [x, ...rest] = args as [Record<string, (...rest: unknown[]) => Tensor>, ...unknown[]]
      const wanted = call(...(args as never[])) as Tensor
      const found = x[name](...rest)
      expect([found.dtype, found.shape]).toEqual([wanted.dtype, wanted.shape])
      expect(found.toArray()).toEqual(wanted.toArray())
    }
  })
})

test('chains have derivatives and name their ops in messages', () => {
  const x = tensor([0.5, 1])
  expect(grad((y: Tensor) => y.exp().mul(2).sum())(x).toArray()).toEqual(x.exp().mul(2).toArray())
  expect(() => x.sum({ axis: 5 })).toThrow('sum: axis 5 is outside')
  expect(() => x.softmax({ nonsense: 1 } as never)).toThrow('softmax: nonsense: 1 is not among the options')
  expect(Object.keys(x)).not.toContain('exp')
})

test('types are those of the functions', () => {
  const f32 = tensor([1, 2], { dtype: 'float32' })
  const f64 = tensor([1, 2])
  const i32 = tensor(new Int32Array([1, 2]))
  const bool = tensor([true, false])
  expectTypeOf(f32.exp()).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(i32.exp()).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(bool.sum()).toEqualTypeOf<Tensor<'int32'>>()
  expectTypeOf(f32.matmul(f64)).toEqualTypeOf(matmul(f32, f64))
  expectTypeOf(f32.atan2(1)).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(f32.greater(1)).toEqualTypeOf<Tensor<'bool'>>()
  expectTypeOf(bool.where(f32, 0)).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(f64.cast('int32')).toEqualTypeOf<Tensor<'int32'>>()
  expectTypeOf(f32.clip(f64)).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(i32.bitwiseAnd(bool)).toEqualTypeOf<Tensor<'int32'>>()
  expectTypeOf(f32.max({ axis: 0 })).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(f32.sort().reshape([2, 1]).squeeze()).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(f32).toExtend<Tensor>()
  expectTypeOf(f32).not.toExtend<Tensor<'float64'>>()
  // A tensor of unknown dtype chains too.
  expectTypeOf((f32 as Tensor).exp().mean()).toExtend<Tensor>()
  // Every op has a type: what is left are functions that are no methods.
  type Ops = keyof typeof import('../../packages/tensor/src/ops/index.ts')
  expectTypeOf<Exclude<Ops, keyof Tensor>>().toEqualTypeOf<
    'concatenate' | 'stack' | 'einsum' | 'polygamma' | 'elementwiseOp'
  >()
  expectTypeOf<mv.Tensor>().toEqualTypeOf<methods.Tensor>()
})
