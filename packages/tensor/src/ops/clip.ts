import { fail } from '../array/error.ts'
import { asTensor } from '../array/operands.ts'
import type { Arg, Own, Tensor } from '../array/tensor.ts'
import type { Op } from '../trace/apply.ts'
import { maximum } from './maximum.ts'
import { minimum } from './minimum.ts'

export interface ClipOptions {
  readonly low?: number | Tensor
  readonly high?: number | Tensor
}

export const clipOp: Op<ClipOptions> = {
  name: 'clip',
  dtypes: 'any',
  forward: ([x], { low, high }) => clip(x, low, high),
  derivative: 'composed',
}

/**
 * x moved into [low, high], elementwise with broadcasting; leave a side out with undefined. On an edge half the
 * derivative passes.
 *
 * @example
 * clip(tensor([-1, 0.5, 2]), 0, 1).toArray() // [0, 0.5, 1]
 */
export function clip<A extends Arg>(x: A, low?: number | Tensor, high?: number | Tensor): Tensor<Own<A>>
export function clip(x: Arg, low?: number | Tensor, high?: number | Tensor): Tensor {
  if (typeof low === 'number' && typeof high === 'number' && low > high)
    fail('clip', `low ${low} is above high ${high}; exchange them`)
  const t = asTensor('clip', x)
  const raised = low === undefined ? t : maximum(t, low)
  return high === undefined ? raised : minimum(raised, high)
}
