import type { DType, SumOf } from '../../array/dtype.ts'
import { fail } from '../../array/error.ts'
import { asTensor } from '../../array/operands.ts'
import type { Arg, Own, Tensor } from '../../array/tensor.ts'
import { castAs } from '../elementwise/cast.ts'

/** The dtype of a sum or product if no dtype is given. */
export type TotalOf<A> = SumOf<Own<A>>

export interface TotalDType<D extends DType = DType> {
  /**
   * The elements are cast to this dtype first; by default they keep their own, and bools become
   * int32.
   */
  readonly dtype?: D
}

/** The operand in the dtype of its sum or product. */
export function inTotalDType(operation: string, x: Arg, dtype: DType | undefined): Tensor {
  if (dtype === 'bool') fail(operation, 'dtype bool holds no totals; name a number dtype, or use any or all')
  return dtype === undefined ? asTensor(operation, x) : castAs(operation, x, dtype)
}
