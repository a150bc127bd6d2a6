import {
  add,
  arange,
  cumprod,
  cumsum,
  dot,
  einsum,
  equal,
  full,
  less,
  linspace,
  matmul,
  type NestedInput,
  ones,
  prod,
  scatterAdd,
  sub,
  sum,
  TensorError,
  tensor,
  zeros,
} from '@multiview/tensor'
import { describe, expect, test } from 'vitest'

const int = (values: NestedInput) => tensor(values, { dtype: 'int32' })

test('full keeps -0, and false is false', () => {
  expect(full([2], -0).toArray()).toEqual([-0, -0])
  expect(full([2], 0).toArray()).toEqual([0, 0])
  expect(full([2], false, { dtype: 'bool' }).toArray()).toEqual([false, false])
  expect(full([2], 0.5, { dtype: 'bool' }).toArray()).toEqual([true, true])
  expect(full([1], true).dtype).toBe('bool')
  expect(full([0, 2], 3, { dtype: 'int32' }).toArray()).toEqual([])
})

describe('tensor', () => {
  test('refuses numbers among booleans and booleans among numbers, unless a dtype is named', () => {
    expect(() => tensor([true, 2])).toThrow('tensor: element [1] is 2; it must be a boolean')
    expect(() =>
      tensor([
        [1, 2],
        [3, true],
      ]),
    ).toThrow('tensor: element [1,1] is true; it must be a number')
    expect(tensor([true, 2], { dtype: 'float64' }).toArray()).toEqual([1, 2])
  })

  test('makes a bool of every number that is not 0', () => {
    expect([...tensor([2, 256, 0.5, NaN, 0, -0], { dtype: 'bool' }).values()]).toEqual([1, 1, 1, 1, 0, 0])
    expect(tensor(0.5, { dtype: 'bool' }).data).toEqual(new Uint8Array([1]))
  })

  test('refuses arrays that hold themselves', () => {
    const cyclic: unknown[] = []
    cyclic.push(cyclic)
    const later: unknown[] = [1]
    later.push(later)
    expect(() => tensor(cyclic as never)).toThrow('tensor: nested too deeply; does it hold itself?')
    expect(() => tensor(later as never)).toThrow('tensor: ragged arrays')
    expect(() => add(cyclic as never, 1)).toThrow('add: an operand is […]; it must be a tensor')
  })
})

describe('int32', () => {
  const range = 'it must be in the int32 range [-2^31, 2^31)'

  test('refuses what no int32 is, with its place', () => {
    expect(() => int([1, 2 ** 31])).toThrow(`tensor: element [1] is 2147483648; ${range}`)
    expect(() =>
      int([
        [1, 2],
        [NaN, 4],
      ]),
    ).toThrow(`tensor: element [1,0] is NaN; ${range}`)
    expect(() => int(Infinity)).toThrow(`tensor: the value is Infinity; ${range}`)
    expect(() => int(new Float64Array([-(2 ** 31) - 1]))).toThrow(
      `tensor: element [0] is -2147483649; ${range}`,
    )
    expect(() => int(tensor([[1], [NaN]]) as never)).toThrow(`tensor: element [1,0] is NaN; ${range}`)
    expect(() => full([2], 2 ** 31, { dtype: 'int32' })).toThrow(`full: the value is 2147483648; ${range}`)
    expect(() => arange(2 ** 31 - 1, 2 ** 31 + 1, { dtype: 'int32' })).toThrow('arange: element [1]')
    expect(() => linspace(0, 2 ** 31, 2, { dtype: 'int32' })).toThrow('linspace: element [1]')
  })

  test('takes the whole range, and cuts fractions off', () => {
    expect(int([2 ** 31 - 1, -(2 ** 31), 1.7, -1.7, -0.5]).toArray()).toEqual([
      2147483647, -2147483648, 1, -1, 0,
    ])
    expect(int(tensor([[1.5], [-2]]) as never).toArray()).toEqual([[1], [-2]])
    expect(int(zeros([2, 0, 3]) as never).shape).toEqual([2, 0, 3])
  })

  test('beside a whole number is int32 whatever the number, which must be one', () => {
    expect(int([1]).sub(2147483647).dtype).toBe('int32')
    for (const f of [
      () => int([1]).add(2147483648),
      () => sub(-2147483649, int([1])),
      () => int([1]).mul(1e300),
    ])
      expect(f).toThrow(/is not in the int32 range \[-2\^31, 2\^31\); cast to float64$/)
    expect(() => tensor([true]).add(2 ** 31)).toThrow('add: 2147483648 is not in the int32 range')
    expect(int([1]).add(0.5).dtype).toBe('float64')
    expect(int([1]).add(Infinity).toArray()).toEqual([Infinity])
  })

  test('is compared with any number, as in NumPy', () => {
    expect(less(int([1]), 2 ** 40).toArray()).toEqual([true])
    expect(equal(int([1]), 2 ** 31).toArray()).toEqual([false])
  })

  test('wraps around elementwise, as in NumPy', () => {
    expect(int([2147483647]).add(1).toArray()).toEqual([-2147483648])
  })

  const large = int([2147483647, 1])
  const square = int([[65536], [65536]])
  test.each<[string, () => unknown]>([
    ['sum', () => sum(large)],
    ['sum', () => sum(square.mul(32767), { axis: 0 })],
    ['sum', () => sum(int(Array(300).fill([2 ** 30, 1])), { axis: 0 })],
    ['prod', () => prod(int([65536, 65536]))],
    ['prod', () => prod(int([-65536, 65536, 1]), { axis: 0 })],
    ['cumsum', () => cumsum(large)],
    ['cumsum', () => cumsum(large, { axis: 0, reverse: true })],
    ['cumprod', () => cumprod(int([65536, 65536, 0]))],
    ['matmul', () => matmul(int([[65536, 65536]]), square)],
    ['dot', () => dot(large, large)],
    ['einsum', () => einsum('i,i->', large, large)],
    ['einsum', () => einsum('i->', large)],
    ['scatterAdd', () => scatterAdd(large, int([0]), int([1]))],
  ])('%s refuses a result that no int32 is', (name, f) => {
    expect(f).toThrow(
      new RegExp(`^${name}: -?\\d+ is not in the int32 range \\[-2\\^31, 2\\^31\\); cast to float64$`),
    )
    expect(f).toThrow(TensorError)
  })

  test('sums and products that pass beyond the range and come back are exact', () => {
    expect(sum(int([2147483647, 1, -1])).item()).toBe(2147483647)
    expect(prod(int([65536, 65536, 65536, 0])).item()).toBe(0)
    expect(prod(int(Array(2000).fill(2147483647).concat(0))).item()).toBe(0)
    expect(matmul(int([[2147483647, 2147483647]]), int([[1], [-1]])).toArray()).toEqual([[0]])
    expect(
      cumsum(
        int([
          [1, 2],
          [3, 4],
        ]),
        { axis: 1, reverse: true },
      ).toArray(),
    ).toEqual([
      [3, 2],
      [7, 4],
    ])
    expect(sum(int(Array(1000).fill([1, -2])), { axis: 0 }).toArray()).toEqual([1000, -2000])
  })
})

describe('a shape that is too large to allocate', () => {
  test.each<[string, () => unknown]>([
    ['zeros', () => zeros([1e6, 1e6])],
    ['ones', () => ones([1e6, 1e6])],
    ['full', () => full([1e6, 1e6], 1)],
    ['arange', () => arange(1e12)],
    ['linspace', () => linspace(0, 1, 1e12)],
    ['add', () => add(zeros([1e6, 1]), zeros([1e6]))],
    ['matmul', () => matmul(zeros([1e6, 1]), zeros([1, 1e6]))],
  ])('%s says so', (name, f) => {
    expect(f).toThrow(
      new RegExp(`^${name}: shape \\[.*\\] has 1000000000000 elements, more than memory holds$`),
    )
    expect(f).toThrow(TensorError)
  })
})
