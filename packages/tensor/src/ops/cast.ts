import { convert } from '../array/compact.ts'
import { type Arg, asTensor } from '../array/operands.ts'
import { checkDType, type DType } from '../array/dtype.ts'
import type { Tensor } from '../array/tensor.ts'
import { apply, type Op } from '../trace/apply.ts'

export const castOp: Op<DType> = {
  name: 'cast',
  dtypes: 'any',
  forward: ([x], dtype) => convert(x, dtype),
  derivative: g => [() => g],
}

/**
 * The same values in another dtype: rounded to float32, cut off towards 0 for int32 (and wrapped around
 * outside its range), true where not 0 for bool.
 *
 * @example
 * cast(tensor([1.7, -1.7]), 'int32').toArray() // [1, -1]
 */
export function cast<D extends DType>(x: Arg, dtype: D): Tensor<D> {
  const t = asTensor('cast', x)
  checkDType('cast', dtype)
  return t.dtype === dtype ? (t as Tensor as Tensor<D>) : apply(castOp, [t], dtype)
}
