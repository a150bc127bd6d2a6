/** Indices for reading and writing, and functions that return several tensors. */
import {
  add,
  at,
  broadcastArrays,
  broadcastTo,
  checkGrads,
  diff,
  eye,
  fullLike,
  grad,
  greater,
  linspace,
  maskedSelect,
  meshgrid,
  mul,
  nonzero,
  onesLike,
  repeat,
  scatter,
  searchsorted,
  split,
  square,
  stack,
  sum,
  type Tensor,
  take,
  tensor,
  uniqueAll,
  uniqueCounts,
  uniqueInverse,
  unstack,
  zeros,
  zerosLike,
} from '@multiview/tensor'
import { describe, expect, test } from 'vitest'

const int = (values: number[]) => tensor(values, { dtype: 'int32' })
const x = tensor([
  [1, 2, 3],
  [4, 5, 6],
])

describe('at', () => {
  test('leaves the tensor as it is', () => {
    const y = at(x, 0).set(0)
    expect(y.toArray()).toEqual([
      [0, 0, 0],
      [4, 5, 6],
    ])
    expect(x.get(0, 0)).toBe(1)
  })

  test('adds as often as an index occurs, and keeps the last of several values', () => {
    const zero = zeros([3])
    expect(
      at(zero, int([1, 1, 2]))
        .add(tensor([1, 2, 4]))
        .toArray(),
    ).toEqual([0, 3, 4])
    expect(
      at(zero, int([1, 1, 2]))
        .set(tensor([1, 2, 4]))
        .toArray(),
    ).toEqual([0, 2, 4])
  })

  test('has derivatives in the tensor and in the values', () => {
    const values = tensor([0.5, -1, 2])
    for (const place of [
      (y: Tensor) => at(y, null, [null, null, -1]),
      (y: Tensor) => at(y, 0),
      (y: Tensor) => at(y, int([1, 0]), null),
      (y: Tensor) => at(y, int([1, 1])),
      (y: Tensor) => at(y, tensor([false, true])),
    ]) {
      checkGrads((y: Tensor, v: Tensor) => place(y).set(v), [x, values], { order: 2 })
      checkGrads((y: Tensor, v: Tensor) => place(y).add(v), [x, values], { order: 2 })
      checkGrads((y: Tensor, v: Tensor) => mul(place(square(y)).get(), v), [x, values], { order: 2 })
    }
  })

  test('gives a value that a later one replaced no derivative', () => {
    const f = (v: Tensor) => sum(at(zeros([3]), int([1, 1, 2])).set(v))
    expect(grad(f)(tensor([1, 2, 4])).toArray()).toEqual([0, 1, 1])
    const one = (v: Tensor) => sum(scatter(zeros([2]), int([1]), broadcastTo(v, [3])))
    expect(grad(one)(tensor([1, 2, 4])).toArray()).toEqual([0, 0, 1])
  })

  test('takes every index apart from those outside', () => {
    expect(at(tensor(3)).set(4).item()).toBe(4)
    expect(at(x).add(1).toArray()).toEqual(add(x, 1).toArray())
    expect(at(x, tensor(true)).get().shape).toEqual([1, 2, 3])
    expect(() => at(x, int([2]))).toThrow('at: index 2 is outside [-2, 2) of axis 0')
    expect(() => at(x, null, int([0, 3]))).toThrow('at: index 3 is outside [-3, 3) of axis 1')
    expect(() => at(x, 0, 0, 0)).toThrow('at: an index of more than 2 axes for shape [2,3]')
    expect(() => at(x, tensor([true]))).toThrow('at: a mask of shape [1] for axes of shape [2]')
    expect(() => at(x, tensor([0.5]) as Tensor)).toThrow('at: the indices are float64; they must be int32')
    expect(() => at(x, int([0]), int([0, 1, 2]), null)).toThrow('at: an index of more than 2 axes')
    expect(() => at(x, int([0, 1]), int([0, 1, 2]))).toThrow('at: shapes [2] and [3] do not broadcast')
    expect(() => at(x, 0).set(tensor([1, 2]))).toThrow('at: shapes [2] and [3] do not broadcast')
  })

  test('keeps the dtype, and refuses what it cannot hold', () => {
    expect(at(int([1, 2]), 0).set(7).dtype).toBe('int32')
    expect(
      at(tensor([1, 2], { dtype: 'float32' }), 0)
        .set(tensor(0.1))
        .toArray(),
    ).toEqual([Math.fround(0.1), 2])
    expect(
      at(tensor([true, false]), 1)
        .set(true)
        .toArray(),
    ).toEqual([true, true])
    expect(at(x, greater(x, 2)).set(int([9])).dtype).toBe('float64')
    expect(() => at(int([1]), 0).set(0.5)).toThrow('at: float64 values do not fit int32; cast one of them')
    expect(() => at(tensor([true]), 0).set(2)).toThrow('at: int32 values do not fit bool')
    expect(() => at(tensor([true]), 0).add(true)).toThrow('at: takes numbers, not bools')
  })
})

describe('several tensors', () => {
  test('that are views of one', () => {
    const [first, second] = split(x, 3, { axis: 1 })
    expect(first.data).toBe(x.data)
    expect(second.toArray()).toEqual([[2], [5]])
    expect(unstack(x)[1].data).toBe(x.data)
    expect(unstack(x, { axis: -1 }).length).toBe(3)
    expect(meshgrid([tensor([1, 2]), tensor([3])])[0].data.length).toBe(2)
    expect(broadcastArrays()).toEqual([])
    expect(meshgrid([])).toEqual([])
  })

  test('have derivatives', () => {
    checkGrads((y: Tensor) => mul(...(split(square(y), [1], { axis: 0 }) as [Tensor, Tensor])), [x], {
      order: 2,
    })
    checkGrads((y: Tensor) => stack(unstack(square(y), { axis: 1 })), [x], { order: 2 })
    checkGrads((a: Tensor, b: Tensor) => mul(...meshgrid([a, b])), [tensor([1, 2]), tensor([3, 4, 5])], {
      order: 2,
    })
    checkGrads(
      (a: Tensor, b: Tensor) => mul(...broadcastArrays(a, b)),
      [tensor([[1], [2]]), tensor([3, 4])],
      {
        order: 2,
      },
    )
    checkGrads((y: Tensor) => square(uniqueAll(y).values), [x], { order: 2 })
  })

  test('of different elements put the first together again', () => {
    const y = tensor([
      [3, 1, 3],
      [2, 1, 3],
    ])
    const { values, inverseIndices } = uniqueInverse(y)
    expect(take(values, inverseIndices).toArray()).toEqual(y.toArray())
    expect(uniqueCounts(y).counts.toArray()).toEqual([2, 1, 3])
    const none = uniqueAll(zeros([0, 2]))
    expect(Object.values(none).map(part => part.shape)).toEqual([[0], [0], [0, 2], [0]])
  })

  test('say where the elements are', () => {
    expect(nonzero(zeros([0, 3])).map(part => part.shape)).toEqual([[0], [0]])
    expect(() => nonzero(tensor(1))).toThrow('nonzero: a 0-d tensor has no axes')
  })
})

test('a mask that depends on the argument chooses where the derivative goes', () => {
  const f = (y: Tensor) => sum(square(maskedSelect(y, greater(y, 2))))
  expect(grad(f)(x).toArray()).toEqual([
    [0, 0, 6],
    [8, 10, 12],
  ])
})

test('a sorter stands for the sorted operand', () => {
  const y = tensor([3, 1, 2])
  expect(searchsorted(y, tensor([1.5, 9]), { sorter: int([1, 2, 0]) }).toArray()).toEqual([1, 3])
})

test('repetitions may be a tensor, and are constants', () => {
  expect(repeat(tensor([1, 2]), int([0, 2])).toArray()).toEqual([2, 2])
  checkGrads((y: Tensor) => repeat(square(y), [2, 1], { axis: 0 }), [x], { order: 2 })
})

test('differences take edges of other dtypes and whole slices', () => {
  expect(diff(int([1, 4]), { prepend: 0.5 }).toArray()).toEqual([0.5, 3])
  expect(diff(int([1, 4]), { append: 7 }).dtype).toBe('int32')
  expect(diff(x, { axis: 0, append: tensor([[7, 7, 7]]) }).toArray()).toEqual([
    [3, 3, 3],
    [3, 2, 1],
  ])
  expect(diff(tensor([true, false, false])).toArray()).toEqual([true, false])
  checkGrads((y: Tensor, e: Tensor) => diff(y, { prepend: e, n: 2 }), [x, tensor([[1], [2]])], { order: 2 })
})

describe('creators', () => {
  test('of ones on a diagonal', () => {
    for (const [n, m, k] of [
      [2, 4, 1],
      [4, 2, -1],
      [3, 3, 5],
      [3, 2, -9],
      [0, 3, 0],
    ])
      expect(eye(n, m, { k, dtype: 'int32' }).toArray()).toEqual(
        Array.from({ length: n }, (_, i) => Array.from({ length: m }, (_, j) => Number(j - i === k))),
      )
    expect(eye(2, { k: -1 }).toArray()).toEqual([
      [0, 0],
      [1, 0],
    ])
    expect(() => eye(2, { k: 0.5 })).toThrow('eye: k is 0.5; it must be a whole number')
  })

  test('of numbers that end before the last', () => {
    expect(linspace(0, 3, 3, { endpoint: false }).toArray()).toEqual([0, 1, 2])
    expect(linspace(0, 3, 1, { endpoint: false }).toArray()).toEqual([0])
    expect(linspace(0, 3, 0, { endpoint: false }).toArray()).toEqual([])
    expect(linspace(1, 3, 1).toArray()).toEqual([1])
  })

  test('like another tensor in a dtype of their own', () => {
    expect(zerosLike(x, { dtype: 'int32' }).dtype).toBe('int32')
    expect(onesLike(x, { dtype: 'bool' }).get(0, 0)).toBe(true)
    expect(fullLike(x, 0.5).get(1, 2)).toBe(0.5)
    expect(fullLike(int([1]), 2.7).toArray()).toEqual([2])
  })
})
