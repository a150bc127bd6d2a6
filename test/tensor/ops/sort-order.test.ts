/**
 * Sorting with and without kernels follows one comparison, for lengths on both sides of the change
 * of algorithm.
 */
import { argsort, cast, type DType, reshape, sort, stream, tensor } from '@multiview/tensor'
import { expect, test } from 'vitest'
import { sortOrder } from '../../../packages/tensor/src/array/sort-order.ts'

const compare = (a: number, b: number) =>
  a < b ? -1 : a > b ? 1 : Number(Number.isNaN(a)) - Number(Number.isNaN(b))

const special = [0, -0, 1, -1, NaN, Infinity, -Infinity, 5e-324, -5e-324, 1.7e308, -1.7e308, 2 ** 31, -0.5]

test.each(['float64', 'float32', 'int32', 'bool'] as const)(
  '%s elements sort as by comparison',
  (dtype: DType) => {
    const s = stream(7, dtype)
    for (const n of [0, 1, 2, 5, 40, 95, 96, 97, 255, 1000, 5000]) {
      const list = Array.from({ length: n }, () => {
        const kind = s.uniform(0, 3)
        if (dtype === 'int32') return s.integer(kind < 1 ? 5 : 2 ** 31) - (kind < 2 ? 2 : 2 ** 30)
        return kind < 1
          ? special[s.integer(special.length)]
          : kind < 2
            ? s.integer(9) - 4
            : s.uniform(-1e3, 1e3)
      })
      const x = cast(tensor(list), dtype)
      const values = [...x.values()]
      for (const descending of [false, true]) {
        const want = values.map((_, i) => i)
        want.sort((i, j) => (descending ? -1 : 1) * compare(values[i], values[j]) || i - j)
        expect([...argsort(x, { descending }).values()]).toEqual(want)
        const plain = new Int32Array(n)
        sortOrder(n, descending)(x.data, x.offset, n, 1, plain, 0)
        expect([...plain]).toEqual(want)
        expect([...sort(x, { descending }).values()]).toEqual(want.map(i => values[i]))
        const columns = reshape(tensor(Float64Array.from({ length: 2 * n }, (_, i) => values[i >> 1])), [
          n,
          2,
        ])
        expect([...argsort(columns, { axis: 0, descending }).slice(null, 1).values()]).toEqual(want)
      }
    }
  },
)
