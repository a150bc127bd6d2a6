/** Conversions of tensors: of the dtype, and to contiguous elements. */
import type { DType } from './dtype.ts'
import { elementwise, own } from './elementwise.ts'
import type { Loop } from './loop.ts'
import type { Tensor } from './tensor.ts'

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
export const compact = (x: Tensor, operation = 'cast'): Tensor => own(operation, x, true)
