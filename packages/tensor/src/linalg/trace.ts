import type { SumOf } from '../array/dtype.ts'
import { asTensor } from '../array/operands.ts'
import { checkOptions, type OptionKinds } from '../array/options.ts'
import type { Arg, Own, Tensor } from '../array/tensor.ts'
import { within } from '../array/within.ts'
import { sum } from '../ops/reduce/sum.ts'
import { type DiagonalOptions, diagonal } from '../ops/shape/diagonal.ts'
import type { Op } from '../trace/apply.ts'

const KINDS: OptionKinds = { offset: '', axis1: '', axis2: '' }

export const traceOp: Op<DiagonalOptions> = {
  name: 'trace',
  forward: ([x], options) => trace(x, options),
  derivative: 'composed',
}

/**
 * The sum over the diagonal of two axes, the first two by default. Each true counts as 1. Throws if
 * both axes are the same.
 *
 * @example
 * trace(tensor([[1, 2], [3, 4]])).item() // 5
 * trace(zeros([7, 3, 3]), { axis1: -2, axis2: -1 }).shape // [7]
 */
export function trace<A extends Arg>(x: A, options?: DiagonalOptions): Tensor<SumOf<Own<A>>>
export function trace(x: Arg, options: DiagonalOptions = {}): Tensor {
  checkOptions('trace', options, KINDS)
  return within('trace', () => sum(diagonal(asTensor('trace', x), options), { axis: -1 }))
}
