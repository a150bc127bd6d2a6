import { add, exp, fromNdarray, sum, tensor, transpose, zeros } from '@multiview/tensor'
import { toNdarray } from '@multiview/tensor/ndarray'
import ndarray from 'ndarray'
import { describe, expect, test } from 'vitest'

describe('an ndarray', () => {
  test('is taken by every op as it is, without copying', () => {
    const store = new Float64Array([1, 2, 3, 4, 5, 6])
    const view = ndarray(store, [2, 3]).transpose(1, 0).step(-1, 1)
    expect(fromNdarray(view).data).toBe(store)
    expect(add(view, 1).toArray()).toEqual([
      [4, 7],
      [3, 6],
      [2, 5],
    ])
    expect(sum(view, { axis: 0 }).toArray()).toEqual([6, 15])
    expect(exp(ndarray(new Float32Array([0]))).dtype).toBe('float32')
  })

  test('keeps its numbers whatever its store', () => {
    for (const Store of [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array])
      expect([fromNdarray(ndarray(new Store([1, 2]))).dtype, sum(ndarray(new Store([1, 2]))).item()]).toEqual(
        ['int32', 3],
      )
    const large = ndarray(new Uint32Array([4294967295]))
    expect([fromNdarray(large).dtype, sum(large).item()]).toEqual(['float64', 4294967295])
    expect(sum(ndarray([1.5, 2.5])).item()).toBe(4)
    const generic = { get: (i: number) => i * i, set: () => 0, length: 4 }
    expect(fromNdarray(ndarray(generic, [2, 2])).toArray()).toEqual([
      [0, 1],
      [4, 9],
    ])
    expect(add(ndarray(generic, [2, 2]), 1).toArray()).toEqual([
      [1, 2],
      [5, 10],
    ])
  })

  test('is handed out as a view', () => {
    const x = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ])
    const view = toNdarray(x.slice(null, [null, null, -1]))
    expect(view.data).toBe(x.data)
    expect([view.get(0, 0), view.get(1, 2)]).toEqual([3, 4])
    expect([view.shape, view.stride, view.offset, view.dtype]).toEqual([[2, 3], [3, -1], 2, 'float64'])
    expect(add(view, 0).toArray()).toEqual([
      [3, 2, 1],
      [6, 5, 4],
    ])
  })

  test('that reaches outside its store is refused', () => {
    const data = new Float64Array(3)
    expect(() => fromNdarray({ data, shape: [2, 2], stride: [2, 1], offset: 0 })).toThrow(
      /leave a store of 3/,
    )
    expect(() => fromNdarray({ data, shape: [2], stride: [-1], offset: 0 })).toThrow(/leave a store of 3/)
    expect(() => fromNdarray({ data: new BigInt64Array(1), shape: [1], stride: [1], offset: 0 })).toThrow(
      /BigInt64Array/,
    )
  })
})

describe('views', () => {
  test('slices, transposes, diagonals and fitting reshapes share the store', () => {
    const x = zeros([4, 6])
    for (const view of [
      x.slice([1, 3], [null, null, -2]),
      transpose(x),
      x.reshape([2, 2, 3, 2]),
      x.transpose().reshape([3, 2, 4]),
    ])
      expect(view.data).toBe(x.data)
  })

  test('a reshape across strides copies', () => {
    const x = tensor([
      [1, 2],
      [3, 4],
    ])
    const y = x.transpose().reshape([4])
    expect(y.data).not.toBe(x.data)
    expect(y.toArray()).toEqual([1, 3, 2, 4])
  })

  test('elements outside are an error, not undefined', () => {
    const x = tensor([
      [1, 2],
      [3, 4],
    ])
    expect(x.get(-1, 0)).toBe(3)
    expect(() => x.get(2, 0)).toThrow('get: index 2 is outside [-2, 2) of axis 0 of shape [2,2]')
    expect(() => x.get(0)).toThrow(/1 indices for shape \[2,2\]/)
    expect(() => x.get(0.5, 0)).toThrow(/index 0.5/)
  })
})

test('typed arrays bring their dtype', () => {
  for (const [values, dtype] of [
    [new Float32Array([1, 2]), 'float32'],
    [new Float64Array([1, 2]), 'float64'],
    [new Uint8Array([1, 2]), 'int32'],
    [new Int16Array([1, 2]), 'int32'],
    [new Uint32Array([1, 2]), 'float64'],
  ] as const) {
    const x = tensor(values)
    expect([x.dtype, x.toArray()]).toEqual([dtype, [1, 2]])
  }
  expect(tensor([new Float64Array([1, 2]), new Float64Array([3, 4])]).shape).toEqual([2, 2])
})
