import {
  add,
  arange,
  broadcastTo,
  cumprod,
  cumsum,
  dot,
  einsum,
  equal,
  full,
  jit,
  less,
  linspace,
  matmul,
  type NestedInput,
  ones,
  prod,
  scatterAdd,
  sub,
  sum,
  type Tensor,
  TensorError,
  tensor,
  transpose,
  zeros,
} from '@multiview/tensor'
import { describe, expect, expectTypeOf, test } from 'vitest'

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

  const large = int([2147483647, 1])
  const square = int([[65536], [65536]])
  // 2¹⁶ times large numbers, whose exact sums a float64 does not hold.
  const many = int(Array(2 ** 16).fill(2147483647))
  const steep = int([Array(64).fill(2147483647)])
  test.each<[string, () => Tensor, unknown]>([
    ['add', () => int([2147483647]).add(1), [-2147483648]],
    ['sub', () => int([-2147483648]).sub(1), [2147483647]],
    ['mul', () => int([65537]).mul(65537), [131073]],
    ['neg', () => int([-2147483648]).neg(), [-2147483648]],
    ['sum', () => sum(large), -2147483648],
    ['sum', () => sum(square.mul(32767), { axis: 0 }), [-131072]],
    ['sum', () => sum(int(Array(300).fill([2 ** 30, 1])), { axis: 0 }), [0, 300]],
    ['sum', () => sum(broadcastTo(int([2147483647]), [2 ** 23 + 3])), 2 ** 31 - 2 ** 23 - 3],
    ['prod', () => prod(int([65537, 65537])), 131073],
    ['prod', () => prod(many), 1],
    ['prod', () => prod(int([-65536, 65536, 1]), { axis: 0 }), 0],
    ['cumsum', () => cumsum(large), [2147483647, -2147483648]],
    ['cumsum', () => cumsum(large, { axis: 0, reverse: true }), [-2147483648, 1]],
    ['cumprod', () => cumprod(int([65537, 65537, 65537])), [65537, 131073, 196609]],
    ['matmul', () => matmul(int([[65536, 65536]]), square), [[0]]],
    ['matmul', () => matmul(steep, transpose(steep)), [[64]]],
    ['dot', () => dot(large, large), 2],
    ['einsum', () => einsum('i,i->', large, large), 2],
    ['einsum', () => einsum('i->', large), -2147483648],
    ['scatterAdd', () => scatterAdd(large, int([0]), int([1])), [-2147483648, 1]],
  ])('wraps around in %s, as int32 of NumPy and JAX', (_, f, want) => {
    expect(f().toArray()).toEqual(want)
    expect(f().dtype).toBe('int32')
  })

  test('wraps around in compiled functions too', () => {
    const f = (x: Tensor) => [
      sum(x.mul(x).add(x)),
      prod(x),
      cumsum(x),
      matmul(x, transpose(x)),
      x.neg().sub(2),
    ]
    const x = int([
      [2147483647, 65537, -5],
      [2 ** 30, 2 ** 30, 2 ** 30],
    ])
    expect(jit(f)(x).map(y => y.toArray())).toEqual(f(x).map(y => y.toArray()))
    expect(f(x)[2].toArray()).toEqual([2147483647, -2147418112, -2147418117, -1073676293, 65531, 1073807355])
  })

  test('an element of a bool is true or false, as in toArray', () => {
    expect(tensor([true]).item()).toBe(true)
    expect(tensor([true, false]).get(-1)).toBe(false)
    expect(less(1, 2).item()).toBe(true)
    expect(int([1]).item()).toBe(1)
    expectTypeOf(tensor([true]).item()).toEqualTypeOf<boolean>()
    expectTypeOf(tensor([1]).item()).toEqualTypeOf<number>()
    expectTypeOf((tensor([1]) as Tensor).get(0)).toEqualTypeOf<number>()
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
