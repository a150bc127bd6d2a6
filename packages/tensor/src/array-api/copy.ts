import type { Tensor } from '../array/tensor.ts'
import { castOp } from '../ops/elementwise/cast.ts'
import { apply } from '../trace/apply.ts'

/** A copy of the tensor on its own store. */
export const copyOf = (x: Tensor): Tensor => apply(castOp, [x], x.dtype)
