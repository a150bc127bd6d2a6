/**
 * Tensors as scijs ndarrays. Only this file imports `ndarray`, whose constructor builds its classes
 * with `new Function`. A page under a content-security policy without `unsafe-eval` must not import
 * this entry.
 */
import ndarray, { type NdArray } from 'ndarray'
import type { DataOf, DType } from './array/dtype.ts'
import { fail, told } from './array/error.ts'
import { Tensor } from './array/tensor.ts'

/**
 * An ndarray that is a view of a tensor, without copying. It has the same store, shape, stride and
 * offset. Do not write to it: ops expect that a tensor never changes. Every op takes an ndarray,
 * and `fromNdarray` turns it into a tensor. Throws inside a derivative, since an ndarray has no
 * derivative.
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
  return ndarray(x.data as never as DataOf<D>, [...x.shape], [...x.stride], x.offset)
}
