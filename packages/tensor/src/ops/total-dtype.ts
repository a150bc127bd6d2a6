import type { DType, SumOf } from '../array/dtype.ts'
import { fail } from '../array/error.ts'
import { asTensor } from '../array/operands.ts'
import type { Arg, Own, Tensor } from '../array/tensor.ts'
import { castAs } from './cast.ts'

/** The dtype of a sum or product if none is named. */
export type TotalOf<A> = SumOf<Own<A>>

export interface TotalDType<D extends DType = DType> {
  /** The dtype that the elements are cast to before; by default their own, and int32 for bools. */
  readonly dtype?: D
}

/** The operand in the dtype that its sum or product is asked for in. */
export function inTotalDType(operation: string, x: Arg, dtype: DType | undefined): Tensor {
  if (dtype === 'bool') fail(operation, 'dtype bool holds no totals; name a number dtype, or use any or all')
  return dtype === undefined ? asTensor(operation, x) : castAs(operation, x, dtype)
}
