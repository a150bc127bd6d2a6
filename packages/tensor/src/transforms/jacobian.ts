import type { DType } from '../array/dtype.ts'
import { unfit } from '../array/error.ts'
import { checkFunction } from '../array/options.ts'
import { Tensor } from '../array/tensor.ts'
import { within } from '../array/within.ts'
import type { Argnums, ArgnumsOption, Chosen, WithTrees } from './argnums.ts'
import { grad, type Loss } from './grad.ts'
import { jacobianBy, rows } from './rows.ts'
import type { TreeLike } from './tree.ts'
import { jvp, type Like } from './vjp.ts'

/**
 * Returns a function that computes all first derivatives of a function whose result is one tensor.
 * For an argument of shape [...n] and a result of shape [...m] the Jacobian has shape [...m, ...n].
 * Objects and arrays of tensors give one Jacobian per tensor, and several `argnums` give an array
 * of them. It is {@link jacrev}. With `lite` it takes one backward pass per element of the result
 * and gives the same bits. Throws as {@link valueAndGrad} does, except that the result may have any
 * shape.
 *
 * @example
 * jacobian(x => x.mul(x))(tensor([1, 2])).toArray() // [[2, 0], [0, 4]]
 */
export function jacobian<Rest extends unknown[]>(
  f: (x: Tensor, ...rest: Rest) => Tensor,
): <D extends DType>(x: Tensor<D>, ...rest: Rest) => Tensor<D>
export function jacobian<F extends Loss, const I extends Argnums = 0>(
  f: F,
  options?: ArgnumsOption<I>,
): (...args: WithTrees<Parameters<F>, I>) => Chosen<F, I>
export function jacobian(f: Loss, options: ArgnumsOption = {}): unknown {
  return jacobianBy('jacobian', f, options, (...pulled) => rows.of(...pulled))
}

/**
 * Returns a function that computes all second derivatives of a function whose result is one number.
 * The argument is one tensor of shape [...n]; the result has shape [...n, ...n].
 *
 * @example
 * hessian(x => sum(x.mul(x).mul(x)))(tensor([1, 2])).toArray() // [[6, 0], [0, 12]]
 */
export function hessian<Rest extends unknown[]>(
  f: (x: Tensor, ...rest: Rest) => Tensor,
): <D extends DType>(x: Tensor<D>, ...rest: Rest) => Tensor<D> {
  checkFunction('hessian', f)
  return (x, ...rest) => {
    if (!(x instanceof Tensor))
      unfit('hessian', 'the argument', x, 'a tensor: use hvp for objects of tensors')
    const gradient = grad((y: Tensor) => f(y, ...rest))
    return within('hessian', () => jacobian(gradient)(x), ['grad', 'jacobian'])
  }
}

/**
 * Returns a function that computes the product of the Hessian of `f` at `x` with a direction, in
 * the form of the argument. It takes one backward pass through the gradient and does not form the
 * Hessian.
 *
 * @example
 * hvp(x => sum(x.mul(x).mul(x)))(tensor([1, 2]), tensor([1, 10])).toArray() // [6, 120]
 */
export function hvp(f: (x: Tensor) => Tensor): <D extends DType>(x: Tensor<D>, direction: Tensor) => Tensor<D>
export function hvp<A>(f: (x: A) => Tensor): (x: TreeLike<A>, direction: A) => A
export function hvp<A>(f: (x: A) => Tensor): (x: A, direction: A) => A {
  checkFunction('hvp', f)
  const gradient = grad(f as Loss) as unknown as (x: unknown) => never
  return (x, direction) => within('hvp', () => jvp(gradient, [x], [direction as Like<A>])[1], ['grad', 'jvp'])
}
