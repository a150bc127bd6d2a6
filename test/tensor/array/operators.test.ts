/** JavaScript's operators on tensors: they throw, since they would work on the text of a tensor. */
import { grad, jit, type Tensor, TensorError, tensor, vmap } from '@multiview/tensor'
import * as lite from '@multiview/tensor/lite'
import { describe, expect, test } from 'vitest'

const message = 'operator: takes numbers, not tensors; use less, greater, add, mul or item()'

describe('a JavaScript operator on a tensor', () => {
  const x = tensor(10)
  const y = tensor(9)
  // TypeScript refuses most of these.
  const any = x as never as number

  test('throws', () => {
    for (const use of [
      () => x < y,
      () => x >= y,
      () => any > 0,
      () => any + 1,
      () => any & 1,
      () => any - 1,
      () => -any,
      () => any ** 2,
      // biome-ignore lint/suspicious/noDoubleEquals: the operator under test
      () => any == 10,
      () => Math.max(any, 1),
      () => Number(x),
    ]) {
      expect(use).toThrow(TensorError)
      expect(use).toThrow(message)
    }
    expect(() => lite.tensor([1]) < lite.tensor([2])).toThrow(message)
  })

  test('throws inside grad, vmap and jit', () => {
    const f = (x: Tensor): Tensor => ((x as never as number) > 0 ? x.mul(x) : x.neg())
    expect(() => f(tensor(3))).toThrow(message)
    expect(() => grad(f)(tensor(3))).toThrow(message)
    expect(() => vmap(f)(tensor([3, -1]))).toThrow(message)
    expect(() => jit(f)(tensor(3))).toThrow(message)
    expect(() => vmap(grad(f))(tensor([3, -1]))).toThrow(message)
  })

  test('compares objects with == and ===, and a truth test is always true', () => {
    expect(x === x.add(0)).toBe(false)
    // biome-ignore lint/suspicious/noDoubleEquals: the operator under test
    expect(x == (x as unknown)).toBe(true)
    expect(Boolean(tensor(0))).toBe(true)
  })

  test('a template shows the tensor, also inside transforms', () => {
    expect(`${x} ${[x, y]}`).toBe('tensor float64 [] 10 tensor float64 [] 10,tensor float64 [] 9')
    expect(String(x)).toBe('tensor float64 [] 10')
    const texts: string[] = []
    const f = (x: Tensor): Tensor => {
      texts.push(`${x}`)
      return x.mul(x)
    }
    grad(f)(x)
    vmap(f)(tensor([3, -1]))
    jit(f)(x)
    expect(texts).toEqual([
      'tensor float64 [] 10',
      'tensor float64 [] for each of 2 examples',
      'traced tensor float64 []',
    ])
  })
})
