import { checkFunction, checkWhole } from '../array/options.ts'
import { arange } from '../array/range.ts'
import type { Tensor } from '../array/tensor.ts'
import type { TreeLike } from '../transforms/tree.ts'
import { repeated } from './repeated.ts'
import type { Carried } from './trees.ts'
import { flatOf } from './trees.ts'

/**
 * Runs `carry = body(i, carry)` for each whole number `i` from `lower` up to `upper`, which is not
 * included, as `jax.lax.fori_loop`. It returns the last carry, which is a tensor, or objects and
 * arrays of them. `i` is a 0-d int32 tensor. It has both modes of derivatives, as {@link scan}.
 *
 * Throws for bounds that are not whole numbers, and if the carry changes its form, a shape or a
 * dtype.
 *
 * @example
 * foriLoop(1, 6, (i, product) => product.mul(i), tensor(1)).item() // 120
 * grad(x => foriLoop(0, 3, (_, y) => y.mul(x), tensor(1)))(tensor(2)).item() // 12
 */
export function foriLoop<C>(
  lower: number,
  upper: number,
  body: (i: Tensor, carry: Carried<C>) => Carried<C>,
  init: TreeLike<C>,
): Carried<C> {
  checkWhole('foriLoop', 'lower', lower)
  checkWhole('foriLoop', 'upper', upper)
  checkFunction('foriLoop', body, 'third argument')
  const numbers = arange(lower, Math.max(lower, upper), { dtype: 'int32' })
  const start = flatOf<Carried<C>>('foriLoop', 'init', init)
  const rows = flatOf<Tensor>('foriLoop', 'the numbers', numbers)
  return repeated('foriLoop', (carry: Carried<C>, i: Tensor) => [body(i, carry), null], start, rows, {
    length: numbers.size,
    reverse: false,
    unroll: 1,
  }).carry
}
