/**
 * Every op whose first operand is a tensor is a method once @multiview/tensor/methods is imported.
 */
import * as mv from '@multiview/tensor'
import { grad, matmul, Tensor, tensor } from '@multiview/tensor'
import * as methods from '@multiview/tensor/methods'
import { describe, expect, expectTypeOf, test } from 'vitest'
import * as ops from '../../packages/tensor/src/ops/index.ts'
import { signatures } from './signatures.ts'

/**
 * Functions in which several tensors have the same role, or whose first argument is a list, a
 * string, a number or a function.
 */
const NOT_METHODS = [
  'broadcastArrays',
  'concatenate',
  'einsum',
  'elementwiseOp',
  'meshgrid',
  'polygamma',
  'stack',
]

const functions = mv as unknown as Record<string, unknown>
const names = Object.keys(ops).filter(name => !NOT_METHODS.includes(name))

/** Results in a form that `toEqual` compares: dtype, shape and numbers of every tensor. */
function plain(y: unknown): unknown {
  if (y instanceof Tensor) return [y.dtype, y.shape, y.toArray()]
  if (typeof y === 'function') return y.length === 0 ? plain(y()) : y.name
  if (typeof y !== 'object' || y === null) return y
  return Object.entries(y).map(([key, part]) => [key, plain(part)])
}

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
      const [x, ...rest] = args as [Record<string, (...rest: unknown[]) => unknown>, ...unknown[]]
      expect(plain(x[name](...rest))).toEqual(plain(call(...(args as never[]))))
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
  expectTypeOf(f32.sum({ dtype: 'float64' })).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(bool.cumsum({ reverse: true })).toEqualTypeOf<Tensor<'int32'>>()
  expectTypeOf(f32.cumprod({ dtype: 'float64' })).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(f32.average({ weights: f64 })).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(f32.histogram().counts).toEqualTypeOf<Tensor<'int32'>>()
  expectTypeOf(f32.diff({ append: 1 })).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(f32.at([0, 1]).set(1)).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(f32.topK(1).values).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(f32).toExtend<Tensor>()
  expectTypeOf(f32).not.toExtend<Tensor<'float64'>>()
  // A tensor of unknown dtype chains too.
  expectTypeOf((f32 as Tensor).exp().mean()).toExtend<Tensor>()
  // Every op has a type. The rest are functions that are not methods.
  type Ops = keyof typeof ops
  expectTypeOf<Exclude<Ops, keyof Tensor>>().toEqualTypeOf<
    'broadcastArrays' | 'concatenate' | 'einsum' | 'elementwiseOp' | 'meshgrid' | 'polygamma' | 'stack'
  >()
  expectTypeOf<mv.Tensor>().toEqualTypeOf<methods.Tensor>()
})
