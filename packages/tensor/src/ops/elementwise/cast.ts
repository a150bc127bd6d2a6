import { convert } from '../../array/convert.ts'
import { checkDType, type DType, isFloat } from '../../array/dtype.ts'
import { asTensor } from '../../array/operands.ts'
import type { Arg, Tensor } from '../../array/tensor.ts'
import { apply, type Op } from '../../trace/apply.ts'

export const castOp: Op<DType> = {
  name: 'cast',
  batch: 'elementwise',
  forward: ([x], dtype) => convert(x, dtype),
  derivative: g => [() => g],
}

/** The cast from float to int32 or bool, which is constant but for steps. */
const cutOp: Op<DType> = { ...castOp, name: 'cast to int32 or bool', derivative: null }

/**
 * The same values in another dtype. Numbers are rounded to float32. For int32 they are truncated,
 * and wrap around outside its range. For bool they are true unless they are 0. The derivative of a
 * cast from float to int32 or bool is 0, like that of floor.
 *
 * @example
 * cast(tensor([1.7, -1.7]), 'int32').toArray() // [1, -1]
 * grad(x => x.mul(cast(x, 'int32')))(tensor(1.5)).item() // 1
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
