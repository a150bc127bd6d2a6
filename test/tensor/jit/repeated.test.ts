import { broadcastTo, cast, tensor, transpose } from '@multiview/tensor'
import { expect, test } from 'vitest'
import { repeated } from '../../../packages/tensor/src/jit/repeated.ts'

test.each([
  [[3], [40, 3]],
  [
    [3, 1],
    [3, 40],
  ],
  [
    [3, 1],
    [5, 3, 7],
  ],
  [
    [4, 1, 3, 1],
    [4, 16, 3, 8],
  ],
  [
    [4, 1, 3, 1],
    [4, 5, 3, 33],
  ],
  [
    [2, 1, 1, 2],
    [2, 3, 5, 2],
  ],
  [[1], [2, 0, 3]],
  [[], [70]],
  [[1], [1, 1]],
])('elements that a broadcast of %j to %j repeats are written in C order', (from, to) => {
  const size = from.reduce((a, b) => a * b, 1)
  for (const dtype of ['float64', 'float32', 'int32', 'bool'] as const) {
    const numbers = tensor(Array.from({ length: size }, (_, i) => i % 7)).reshape(from)
    const x = broadcastTo(cast(numbers, dtype), to)
    for (const view of [x, transpose(x), to.includes(0) ? x : x.slice([null, null, -1])]) {
      const expected: number[] = []
      const at: number[] = []
      const visit = (axis: number): void => {
        if (axis === view.shape.length) expected.push(Number(view.get(...at)))
        else for (at[axis] = 0; at[axis] < view.shape[axis]; at[axis]++) visit(axis + 1)
      }
      visit(0)
      expect(Array.from(repeated(view).data, Number)).toEqual(expected)
    }
  }
})
