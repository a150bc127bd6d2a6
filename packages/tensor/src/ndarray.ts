/**
 * Tensors as scijs ndarrays. The only file that imports `ndarray`, whose constructor builds its
 * classes with `new Function`: a page under a content-security policy without `unsafe-eval` leaves
 * this entry out.
 */
import ndarray, { type NdArray } from 'ndarray'
import type { DataOf, DType } from './array/dtype.ts'
import { fail, told } from './array/error.ts'
import { Tensor } from './array/tensor.ts'

/**
 * An ndarray that is a view of a tensor: the same store, shape, stride and offset, nothing copied.
 * Writing to it changes the tensor, which ops expect not to happen. The way back is any op, or
 * `fromNdarray`. Throws inside a derivative, which an ndarray would cut off.
 *
 * @example
 * toNdarray(tensor([[1, 2], [3, 4]]).transpose()).get(0, 1) // 3
 */
export function toNdarray<D extends DType>(x: Tensor<D>): NdArray<DataOf<D>> {
  if (!(x instanceof Tensor)) fail('toNdarray', `takes a tensor, not ${told(x)}; wrap it in tensor(…)`)
  if (x.tracing)
    fail(
      'toNdarray',
      'the tensor is inside grad or vmap; wrap it in stopGradient, or convert what vmap returns',
    )
  return ndarray(x.data, [...x.shape], [...x.stride], x.offset)
}
