import { type DType, floatOf, numeric } from '../array/dtype.ts'
import { elementwise } from '../array/elementwise.ts'
import type { Loop, Reducer } from '../array/loop.ts'
import { asTensor, operands, promoteAll } from '../array/operands.ts'
import { checkReduce, type ReduceOptions, reduce } from '../array/reduce.ts'
import type { Arg, Tensor } from '../array/tensor.ts'
import { type Accepts, apply, type Op, type Rule } from '../trace/apply.ts'

/** Applies an op of one operand and no options. */
export const call1 = (op: Op<undefined>, x: Arg): Tensor<never> => apply(op, [asTensor(op.name, x)])

/**
 * Applies an op of two operands and no options. An op without a derivative is a comparison or
 * logic.
 */
export const call2 = (op: Op<undefined>, a: Arg, b: Arg): Tensor<never> =>
  apply(op, operands(op.name, a, b, op.derivative === null))

/** Applies a reduction. */
export function callReduce<O extends ReduceOptions>(op: Op<O>, x: Arg, options: O = {} as O): Tensor<never> {
  checkReduce(op.name, options)
  return apply(op, [asTensor(op.name, x)], options)
}

/**
 * The record of an elementwise op. Its result has the common dtype of the operands, or the float
 * dtype of that. `others` are the loops for results of some dtypes.
 */
export const record = (
  name: string,
  dtypes: Accepts,
  loop: Loop,
  derivative: Rule<undefined> | null,
  others?: { readonly [D in DType]?: Loop },
): Op<undefined> => ({
  name,
  batch: 'elementwise',
  dtypes,
  forward(inputs) {
    const common = promoteAll(inputs)
    if (dtypes === 'number') numeric(name, common)
    const dtype = dtypes === 'float' ? floatOf(common) : common
    return elementwise(name, dtype, inputs, others?.[dtype] ?? loop)
  },
  derivative,
})

/** The record of an op whose result is bool; it has no derivative. */
export const predicate = (name: string, loop: Loop): Op<undefined> => ({
  name,
  batch: 'elementwise',
  forward: inputs => elementwise(name, 'bool', inputs, loop),
  derivative: null,
})

/**
 * The record of a reduction without a derivative. If it `needsOne`, no elements are an error.
 */
export const reduction = (
  name: string,
  dtype: DType,
  reducer: Reducer,
  needsOne?: boolean,
): Op<ReduceOptions> => ({
  name,
  batch: 'axis',
  forward: ([x], options) => reduce(name, x, options, dtype, reducer, needsOne),
  derivative: null,
})
