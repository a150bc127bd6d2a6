/** Copies of strided elements, selection and guessed places, each against a naive loop. */

import {
  argsort,
  at,
  cast,
  concatenate,
  type DType,
  flip,
  histogram,
  pad,
  repeat,
  reshape,
  scatter,
  searchsorted,
  slice,
  stream,
  sum,
  type Tensor,
  take,
  tensor,
  topK,
  transpose,
} from '@multiview/tensor'
import { describe, expect, test } from 'vitest'

const random = stream(7, 'strided copies')
const whole = (most: number): number => random.integer(most)

/** Numbers with ties, zeros of both signs, infinities and NaN. */
const odd = [0, -0, 1, 1, -2, 3.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
const drawn = (shape: readonly number[], isOdd = false): Tensor => {
  const size = shape.reduce((a, b) => a * b, 1)
  const values = Float64Array.from({ length: size }, () => (isOdd ? odd[whole(odd.length)] : whole(9) - 4))
  return reshape(tensor(values), shape)
}

/** The elements one by one, by their indices. */
const naive = (x: Tensor): number[] => {
  const found: number[] = []
  const visit = (axis: number, place: number): void => {
    if (axis === x.ndim) found.push(x.data[place])
    else for (let i = 0; i < x.shape[axis]; i++) visit(axis + 1, place + i * x.stride[axis])
  }
  visit(0, x.offset)
  return found
}
const elements = (x: Tensor): number[] => [...x.values()]
const compacted = (x: Tensor): number[] => [...reshape(x, [-1]).values()]

describe('a copy of strided elements', () => {
  const shapes = [
    [5],
    [0, 3],
    [3, 0],
    [2, 3],
    [1, 1],
    [7, 2],
    [2, 70],
    [70, 2],
    [33, 65],
    [100, 17],
    [3, 1, 66],
  ]
  const more = [
    [2, 3, 4],
    [4, 1, 9, 2],
    [3, 5, 2, 70],
  ]
  test.each([...shapes, ...more].map(shape => [shape]))('of shape %j has the elements in C order', shape => {
    for (const dtype of ['float64', 'float32', 'int32', 'bool'] as DType[]) {
      const x = cast(drawn(shape), dtype)
      const axes = [...shape.keys()]
      const turned = [
        axes.toReversed(),
        [...axes.slice(1), 0],
        [...axes.slice(0, -2), ...axes.slice(-2).toReversed()],
      ]
      const views = [
        ...turned.map(order => transpose(x, order)),
        flip(x),
        ...(shape[0] > 2 ? [slice(x, [1, null, 2]), transpose(slice(x, [null, null, -2]))] : []),
      ]
      for (const view of views) expect(compacted(view)).toEqual(naive(view))
      const joined = concatenate([transpose(x), transpose(x)], { axis: shape.length - 1 })
      expect(elements(slice(joined, ...axes.map(() => null)))).toEqual(naive(joined))
      for (const count of [1, 2, 3, 9])
        expect(elements(repeat(x, count))).toEqual(naive(x).flatMap(value => Array(count).fill(value)))
    }
  })

  test('pads with what is mirrored', () => {
    const x = drawn([4, 5])
    const padded = pad(
      x,
      [
        [2, 1],
        [0, 3],
      ],
      { mode: 'reflect' },
    )
    const from = (i: number, n: number): number => (i < 0 ? -i : i >= n ? 2 * n - 2 - i : i)
    const expected = Array.from({ length: 7 }, (_, i) =>
      Array.from({ length: 8 }, (_, j) => x.data[5 * from(i - 2, 4) + from(j, 5)]),
    )
    expect(padded.toArray()).toEqual(expected)
  })
})

describe('topK', () => {
  test.each([[[400]], [[3, 200]], [[200, 3]], [[2, 130, 3]]])(
    'finds in shape %j what a sort finds, with ties, NaN and zeros of both signs',
    shape => {
      for (const largest of [true, false])
        for (const k of [1, 2, 5, 8, 60])
          for (let axis = 0; axis < shape.length; axis++) {
            const x = drawn(shape, true)
            if (k > shape[axis]) continue
            const order = take(
              argsort(x, { axis, descending: largest }),
              tensor([...Array(k).keys()], { dtype: 'int32' }),
              { axis },
            )
            const { values, indices } = topK(x, k, { axis, largest })
            expect(elements(indices)).toEqual(elements(order))
            expect(values.shape).toEqual(order.shape)
          }
    },
  )

  const n = 5000
  const orders: readonly (readonly [string, (i: number) => number])[] = [
    ['drawn', () => random.uniform(-1, 1)],
    ['ascending', i => i],
    ['descending', i => -i],
    ['periodic', i => i % 142],
    ['constant', () => 1],
    ['mostly NaN', i => (i % 3 === 0 ? i : Number.NaN)],
    ['small but for a few', i => (i % 71 === 35 ? i : i / n)],
    ['small where a sample looks', i => ((i * 142) % n < 142 ? -1 : i)],
  ]
  test.each(orders)('finds what a sort finds among many numbers: %s', (_, value) => {
    for (const dtype of ['float64', 'float32'] as const) {
      const x = cast(tensor(Float64Array.from({ length: n }, (_, i) => value(i))), dtype)
      for (const largest of [true, false]) {
        const order = elements(argsort(x, { descending: largest }))
        for (const k of [1, 5, 100, 1000, 1250, 1251])
          expect(elements(topK(x, k, { largest }).indices)).toEqual(order.slice(0, k))
      }
    }
  })
})

describe('searchsorted', () => {
  /** The number of elements below x, or not above it; NaN is the largest. */
  const counted = (list: readonly number[], x: number, right: boolean): number =>
    list.filter(y => {
      if (Number.isNaN(x)) return right || !Number.isNaN(y)
      return right ? y <= x : y < x
    }).length
  test.each([
    ['equal bins', Array.from({ length: 51 }, (_, i) => -3 + i * 0.12)],
    ['unequal bins', [-3, -2.9, 0, 0, 0, 2, 50]],
    ['one element', [0.5]],
    ['equal elements', [1, 1, 1, 1]],
    ['infinite ends', [Number.NEGATIVE_INFINITY, -1, 2, Number.POSITIVE_INFINITY]],
    ['NaN at the end', [-1, 0, 4, Number.NaN]],
    ['nothing', []],
  ])('finds the place among %s', (_, list) => {
    const values = [...odd, ...list, ...Array.from({ length: 300 }, () => random.uniform(-4, 4))]
    for (const side of ['left', 'right'] as const)
      expect(elements(searchsorted(tensor(list), tensor(values), { side }))).toEqual(
        values.map(x => counted(list, x, side === 'right')),
      )
  })

  test('finds the place of an element among many', () => {
    const list = Array.from({ length: 1000 }, () => random.uniform(-4, 4)).sort((a, b) => a - b)
    for (const side of ['left', 'right'] as const)
      for (const x of [...odd, list[500]])
        expect(searchsorted(tensor(list), x, { side }).item()).toBe(counted(list, x, side === 'right'))
  })

  const edges = [
    ['equal bins', 37],
    ['one bin', 1],
    ['given edges', [-3, -2.5, -2.5, 0, 1, 7]],
    ['infinite edges', [Number.NEGATIVE_INFINITY, -1, 0, 2, Number.POSITIVE_INFINITY]],
    ['edges that equal elements', [-2, -1, 0, 1, 2]],
    ['edges of -Infinity', [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]],
  ] as const
  test.each(edges)('counts each element of a histogram once, for %s', (_, bins) => {
    const values = [...odd, ...odd, ...Array.from({ length: 5000 }, (_, i) => (i % 9) - 4 + (i % 7) * 0.1)]
    for (const dtype of ['float64', 'float32', 'int32', 'bool'] as const) {
      const finite = dtype === 'float64' || dtype === 'float32' ? values : values.filter(Number.isInteger)
      const x = cast(tensor(finite), dtype)
      const elementsOfX = elements(x)
      const { counts, edges } = histogram(
        x,
        typeof bins === 'number' ? { bins, range: [-2, 2] } : { bins: [...bins] },
      )
      const ends = elements(edges)
      const expected = ends
        .slice(1)
        .map(
          (end, i) =>
            elementsOfX.filter(x => x >= ends[i] && (i === ends.length - 2 ? x <= end : x < end)).length,
        )
      expect(elements(counts)).toEqual(expected)
      const weights = tensor(elementsOfX.map((_, i) => i % 3))
      expect(sum(histogram(x, { bins: ends, weights }).counts).item()).toBe(
        elementsOfX.reduce((total, x, i) => total + (x >= ends[0] && x <= ends.at(-1)! ? i % 3 : 0), 0),
      )
    }
  })

  test('counts each element between the extremes', () => {
    const values = Array.from({ length: 5000 }, () => random.uniform(-3, 3))
    const { counts, edges } = histogram(tensor(values), { bins: 37 })
    const ends = elements(edges)
    const expected = ends
      .slice(1)
      .map((end, i) => values.filter(x => x >= ends[i] && (i === 36 ? x <= end : x < end)).length)
    expect(elements(counts)).toEqual(expected)
  })
})

describe('indices', () => {
  test('of long slices give whole rows, and negative ones count from the end', () => {
    const x = drawn([5, 400])
    const rows = [4, -5, 2, 2]
    const found = take(x, tensor(rows, { dtype: 'int32' }), { axis: 0 })
    expect(found.toArray()).toEqual(rows.map(row => naive(slice(x, row))))
    const outside = tensor([5], { dtype: 'int32' })
    expect(() => take(x, outside, { axis: 0 })).toThrow('index 5 is outside [-5, 5) of axis 0')
  })

  test('of one axis set places, and a mask does', () => {
    const x = drawn([50])
    const indices = Array.from({ length: 80 }, () => whole(100) - 50)
    const values = indices.map((_, i) => i)
    const expected = elements(x)
    indices.forEach((index, i) => {
      expected[index < 0 ? index + 50 : index] = values[i]
    })
    const at32 = tensor(indices, { dtype: 'int32' })
    expect(elements(at(x, at32).set(tensor(values)))).toEqual(expected)
    expect(elements(scatter(x, at32, tensor(values)))).toEqual(expected)
    for (const index of [50, -51])
      expect(() => at(x, tensor([index], { dtype: 'int32' })).set(1)).toThrow(
        `index ${index} is outside [-50, 50)`,
      )
    const mask = elements(x).map(value => value > 0)
    expect(elements(at(x, tensor(mask)).set(9))).toEqual(elements(x).map((value, i) => (mask[i] ? 9 : value)))
    const table = drawn([6, 4])
    const rows = [true, false, true, false, false, true]
    expect(at(table, tensor(rows)).set(7).toArray()).toEqual(
      rows.map((isSet, i) => (isSet ? [7, 7, 7, 7] : naive(slice(table, i)))),
    )
  })
})
