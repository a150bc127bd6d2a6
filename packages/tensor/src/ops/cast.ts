import { convert } from '../array/convert.ts'
import { checkDType, type DType, isFloat } from '../array/dtype.ts'
import { asTensor } from '../array/operands.ts'
import type { Arg, Tensor } from '../array/tensor.ts'
import { apply, type Op } from '../trace/apply.ts'

export const castOp: Op<DType> = {
  name: 'cast',
  dtypes: 'any',
  forward: ([x], dtype) => convert(x, dtype),
  derivative: g => [() => g],
}

/** From float to int32 or bool: piecewise constant. */
const cutOp: Op<DType> = { ...castOp, name: 'cast to int32 or bool', derivative: null }

/**
 * The same values in another dtype: rounded to float32, cut off towards 0 for int32 (and wrapped
 * around outside its range), true where not 0 for bool. A cast from float to int32 or bool has no
 * derivative, like floor: differentiating through it throws. If the result is meant to count as
 * constant, write `cast(stopGradient(x), 'int32')`.
 *
 * @example
 * cast(tensor([1.7, -1.7]), 'int32').toArray() // [1, -1]
 * grad(x => x.mul(cast(stopGradient(x), 'int32')))(tensor(1.5)).item() // 1
 */
export function cast<D extends DType>(x: Arg, dtype: D): Tensor<D> {
  return castAs('cast', x, dtype)
}

/** A cast that is part of another operation. */
export function castAs(operation: string, x: Arg, dtype: DType): Tensor<never> {
  const t = asTensor(operation, x)
  if (checkDType(operation, dtype) === t.dtype) return t as Tensor<never>
  return apply(isFloat(t.dtype) && !isFloat(dtype) ? cutOp : castOp, [t], dtype)
}
