import type { Arg, Own, Tensor } from '../../array/tensor.ts'
import type { Op } from '../../trace/apply.ts'
import { call1 } from '../call.ts'
import { mul, mulOp } from './mul.ts'

export const squareOp: Op<undefined> = {
  name: 'square',
  batch: 'elementwise',
  forward: ([x]) => mulOp.forward([x, x], undefined),
  derivative: (g, _y, [x]) => [() => mul(g, mul(x, 2))],
}

/**
 * x·x, elementwise; int32 wraps around.
 *
 * @example
 * square(tensor([3, -4])).toArray() // [9, 16]
 */
export function square<A extends Arg>(x: A): Tensor<Own<A>> {
  return call1(squareOp, x)
}
