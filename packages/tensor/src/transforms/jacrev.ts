import { zerosLike } from '../array/create.ts'
import type { DType } from '../array/dtype.ts'
import { sizeOf } from '../array/shape.ts'
import type { Tensor } from '../array/tensor.ts'
import { concatenate } from '../ops/shape/concatenate.ts'
import { reshape } from '../ops/shape/reshape.ts'
import { transpose } from '../ops/shape/transpose.ts'
import type { Argnums, ArgnumsOption, Chosen, WithTrees } from './argnums.ts'
import { pull } from './backward.ts'
import type { Loss } from './grad.ts'
import { jacobianBy, type Rows, units } from './rows.ts'
import { vmap } from './vmap.ts'

/**
 * The maximum number of elements of a tensor in a pass, so that memory does not grow with the
 * number of passes.
 */
const ELEMENTS = 2 ** 20

/** The results of a linear function for each unit vector of the form of `x`, along a first axis. */
function forUnits(f: (unit: Tensor) => Tensor[], x: Tensor, largest: number): Tensor[] {
  const count = Math.max(1, Math.floor(ELEMENTS / largest))
  const parts: Tensor[][] = []
  for (let start = 0; start < x.size; start += count)
    parts.push(vmap(f)(units(x, start, Math.min(count, x.size - start))))
  return parts[0].map((part, i) => (parts.length > 1 ? concatenate(parts.map(all => all[i])) : part))
}

/** Many backward passes at once. */
export const together: Rows = (pullback, y, inputs) =>
  forUnits(unit => pullback([unit]), y, Math.max(y.size, ...inputs.map(x => x.size)))

/**
 * The Jacobian by reverse mode: `vmap` of the pullback over the elements of the result, in parts
 * that fit in memory. Use it for functions with fewer results than arguments; otherwise use
 * {@link jacfwd}. Shapes, options and errors are those of {@link jacobian}.
 *
 * @example
 * jacrev(x => sum(x.mul(x)))(tensor([1, 2, 3])).toArray() // [2, 4, 6]
 */
export function jacrev<Rest extends unknown[]>(
  f: (x: Tensor, ...rest: Rest) => Tensor,
): <D extends DType>(x: Tensor<D>, ...rest: Rest) => Tensor<D>
export function jacrev<F extends Loss, const I extends Argnums = 0>(
  f: F,
  options?: ArgnumsOption<I>,
): (...args: WithTrees<Parameters<F>, I>) => Chosen<F, I>
export function jacrev(f: Loss, options: ArgnumsOption = {}): unknown {
  return jacobianBy('jacrev', f, options, together)
}

/**
 * The Jacobian by forward mode: `vmap` of {@link jvp} over the elements of the argument. Use it for
 * functions with more results than arguments; otherwise use {@link jacrev}. The jvp is the pullback
 * of the pullback. The pullback is linear, so this is exact, and no op needs a second rule. Shapes,
 * options and errors are those of {@link jacobian}.
 *
 * @example
 * jacfwd(x => x.mul(tensor([1, 2, 3])))(tensor(5)).toArray() // [1, 2, 3]
 */
export function jacfwd<Rest extends unknown[]>(
  f: (x: Tensor, ...rest: Rest) => Tensor,
): <D extends DType>(x: Tensor<D>, ...rest: Rest) => Tensor<D>
export function jacfwd<F extends Loss, const I extends Argnums = 0>(
  f: F,
  options?: ArgnumsOption<I>,
): (...args: WithTrees<Parameters<F>, I>) => Chosen<F, I>
export function jacfwd(f: Loss, options: ArgnumsOption = {}): unknown {
  return jacobianBy('jacfwd', f, options, columns)
}

const columns: Rows = (pullback, y, inputs) => {
  const { pullback: push } = pull('jacfwd', cotangents => pullback(cotangents), [zerosLike(y)], [])
  const still = inputs.map(x => zerosLike(x))
  return inputs.map((x, i) => {
    if (x.size === 0) return zerosLike(x)
    const along = (unit: Tensor) => push(still.map((zero, k) => (k === i ? unit : zero)))
    const [found] = forUnits(along, x, Math.max(y.size, x.size))
    return transpose(reshape(found, [x.size, sizeOf(y.shape)]))
  })
}
