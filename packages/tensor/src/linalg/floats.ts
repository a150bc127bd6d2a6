import { floatOf } from '../array/dtype.ts'
import { asTensor } from '../array/operands.ts'
import type { Arg, Tensor } from '../array/tensor.ts'
import { cast } from '../ops/elementwise/cast.ts'

/** A float tensor: integers and bools become float64. */
export function floats(operation: string, x: Arg): Tensor {
  const t = asTensor(operation, x)
  const dtype = floatOf(t.dtype)
  return t.dtype === dtype ? t : cast(t, dtype)
}
