import { elementwise } from '../array/elementwise.ts'
import type { Loop } from '../array/loop.ts'
import { asTensor, operands } from '../array/operands.ts'
import type { Arg, Tensor } from '../array/tensor.ts'
import { apply, type Op } from '../trace/apply.ts'

/** Applies an op of one operand and no options. */
export const call1 = (op: Op<undefined>, x: Arg): Tensor<never> =>
  apply(op, [asTensor(op.name, x)], undefined)

/**
 * Applies an op of two operands and no options. An op without a derivative is a comparison or
 * logic.
 */
export const call2 = (op: Op<undefined>, a: Arg, b: Arg): Tensor<never> =>
  apply(op, operands(op.name, a, b, op.derivative === null), undefined)

/** An op whose result is bool; it has no derivative. */
export const predicate = (name: string, loop: Loop): Op<undefined> => ({
  name,
  dtypes: 'any',
  forward: inputs => elementwise(name, 'bool', inputs, loop),
  derivative: null,
})
