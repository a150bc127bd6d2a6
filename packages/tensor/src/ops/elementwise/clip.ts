import type { Promote } from '../../array/dtype.ts'
import { fail } from '../../array/error.ts'
import { asTensor } from '../../array/operands.ts'
import type { Arg, DTypeOf, Own, Tensor } from '../../array/tensor.ts'
import { within } from '../../array/within.ts'
import type { Op } from '../../trace/apply.ts'
import { maximum } from './maximum.ts'
import { minimum } from './minimum.ts'

export interface ClipOptions {
  readonly low?: number | Tensor
  readonly high?: number | Tensor
}

/** A bound that is left out counts as bool, which does not change the dtype. */
type Edge<B> = B extends undefined ? 'bool' : DTypeOf<B>

export const clipOp: Op<ClipOptions> = {
  name: 'clip',
  forward: ([x], { low, high }) => clip(x, low, high),
  derivative: 'composed',
}

/**
 * x limited to [low, high], elementwise with broadcasting, in the common dtype. Use undefined for a
 * bound that is left out. If x equals a bound, x and the bound each get half of the derivative.
 *
 * @example
 * clip(tensor([-1, 0.5, 2]), 0, 1).toArray() // [0, 0.5, 1]
 */
export function clip<
  A extends Arg,
  L extends number | Tensor | undefined = undefined,
  H extends number | Tensor | undefined = undefined,
>(x: A, low?: L, high?: H): Tensor<Promote<Promote<Own<A>, Edge<L>>, Edge<H>>>
export function clip(x: Arg, low?: number | Tensor, high?: number | Tensor): Tensor {
  if (typeof low === 'number' && typeof high === 'number' && low > high)
    fail('clip', `low ${low} is above high ${high}; exchange them`)
  return within('clip', () => {
    const t = asTensor('clip', x)
    const raised = low === undefined ? t : maximum(t, low)
    return high === undefined ? raised : minimum(raised, high)
  })
}
