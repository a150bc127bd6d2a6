import { broadcastTo, ones, tensor, zeros } from '@multiview/tensor/lite'
import { expect, test } from 'vitest'

test('without the main entry a tensor as text is its dtype, its shape and its elements as in JSON', () => {
  expect(
    String(
      tensor([
        [1, 0.1 + 0.2],
        [-0, 1e300],
      ]),
    ),
  ).toBe('tensor float64 [2,2] [[1,0.30000000000000004],[-0,1e+300]]')
  expect(String(tensor([NaN, Infinity, -Infinity]))).toBe('tensor float64 [3] [NaN,Infinity,-Infinity]')
  expect(String(tensor([true, false]))).toBe('tensor bool [2] [true,false]')
  expect(String(tensor(-0))).toBe('tensor float64 [] -0')
  expect(String(zeros([2, 0]))).toBe('tensor float64 [2,0] [[],[]]')
  expect(String(broadcastTo(ones([1], { dtype: 'int32' }), [3]).slice([1, null]))).toBe(
    'tensor int32 [2] [1,1]',
  )
})
