/** Conversions of tensors: of the dtype, and to contiguous elements. */
import { type DType, isCanonical } from './dtype.ts'
import { elementwise, place } from './elementwise.ts'
import { storeToWrite } from './fast.ts'
import type { Loop } from './loop.ts'
import { isContiguous, sizeOf, strideOf } from './shape.ts'
import { Tensor } from './tensor.ts'

const copyLoop: Loop = (n, out, o, a, i, di) => {
  for (const end = o + n; o < end; o++, i += di) out[o] = a[i]
}

const truthLoop: Loop = (n, out, o, a, i, di) => {
  for (const end = o + n; o < end; o++, i += di) out[o] = a[i] !== 0 ? 1 : 0
}

/** A new contiguous tensor with the same values, in another dtype or the same. */
export function convert(x: Tensor, dtype: DType, operation = 'cast'): Tensor {
  return elementwise('cast', dtype, [x], dtype === 'bool' ? truthLoop : copyLoop, operation)
}

/**
 * The tensor itself if its elements are in C order and in the typed array of its dtype. Otherwise a
 * copy of that form.
 */
export function compact(x: Tensor, operation = 'cast'): Tensor {
  if (isCanonical(x.dtype, x.data) && isContiguous(x.shape, x.stride)) return x
  const data = storeToWrite(operation, x.dtype, x.shape, sizeOf(x.shape))
  place(x, data, strideOf(x.shape), 0)
  return new Tensor(x.dtype, data, x.shape)
}
