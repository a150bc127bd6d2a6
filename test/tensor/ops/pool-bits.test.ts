/** Pools large enough for the kernels have the bits of the plain loops. */
import {
  averagePool1d,
  averagePool2d,
  cast,
  maxPool1d,
  maxPool2d,
  type Tensor,
  tensor,
} from '@multiview/tensor'
import { type FloatArray, withoutWebAssembly } from '@multiview/tensor/kernels'
import { expect, test } from 'vitest'
import { poolPlanes } from '../../../packages/tensor/src/kernels/pool/pool.ts'
import { bits, drawn, floatTypes, special } from '../kernels/floats.ts'

const cases: [name: string, shape: number[], window: number[], options: object][] = [
  ['windows side by side', [3, 5, 14, 14], [2, 2], {}],
  ['rows of every length', [2, 9, 31], [3, 3], { stride: [2, 2] }],
  ['one step', [4, 13, 17], [3, 2], { stride: 1 }],
  ['padding of a common layer', [2, 3, 15, 15], [3, 3], { stride: 2, padding: 1 }],
  ['uneven padding', [5, 9, 10], [2, 3], { stride: 2, padding: 'same' }],
  [
    'padding that the last window does not reach',
    [3, 8, 12],
    [3, 3],
    {
      stride: 4,
      padding: [
        [1, 2],
        [2, 0],
      ],
    },
  ],
  ['dilation', [2, 20, 19], [3, 2], { stride: 3, dilation: [2, 4] }],
  ['far strides', [2, 21, 40], [2, 3], { stride: [1, 7] }],
  ['many planes', [90, 24, 24], [2, 2], {}],
  ['a plane that is longer than a piece', [2, 200, 190], [2, 2], { stride: 2 }],
  ['more than 64 elements, which the plain loop takes', [2, 30, 30], [9, 9], { stride: 2 }],
]

test.each(cases)('%s', (_, shape, window, options) => {
  const size = shape.reduce((a, b) => a * b, 1)
  for (const [dtype, Type] of floatTypes)
    for (const draw of [drawn, special]) {
      const x = tensor(draw(Type, size, 1), { dtype: dtype as 'float64' }).reshape(shape) as Tensor
      const pools = [
        () => maxPool2d(x, window, options),
        () => averagePool2d(x, window, options),
        () => averagePool2d(x, window, { ...options, countIncludePad: false }),
      ]
      for (const pool of pools) {
        const [fast, plain] = [pool(), withoutWebAssembly(pool)]
        expect(fast.shape).toEqual(plain.shape)
        expect(bits(fast.data as FloatArray)).toEqual(bits(plain.data as FloatArray))
      }
    }
})

test('pools of lines, of views and of other dtypes', () => {
  const x = tensor(drawn(Float64Array, 3000, 2)).reshape([3, 1000]) as Tensor
  const views = [x, x.slice([1, null], [7, null]), x.transpose(), cast(x.mul(100), 'int32')] as Tensor[]
  for (const view of views)
    for (const pool of [
      () => maxPool1d(view, 3, { stride: 2 }),
      () => averagePool1d(view, 2, { stride: 1, padding: 1 }),
    ]) {
      const [fast, plain] = [pool(), withoutWebAssembly(pool)]
      expect(fast.toArray()).toEqual(plain.toArray())
    }
})

test('the kernels run, and leave to the plain loop what they do not support', () => {
  const axis = { size: 20, kernel: 2, stride: 2, dilation: 1, before: 0, count: 10 }
  const run = (data: FloatArray | Int32Array, kernel: number) =>
    poolPlanes(
      { data, offset: 0 },
      { plane: [axis, { ...axis, kernel }], planes: [1, 20, 20] },
      null,
      data.slice(0, 100),
    )
  expect(run(new Float64Array(400), 2)).toBe(true)
  expect(run(new Int32Array(400), 2)).toBe(false)
  expect(run(new Float64Array(400), 33)).toBe(false)
  expect(withoutWebAssembly(() => run(new Float32Array(400), 2))).toBe(false)
})
