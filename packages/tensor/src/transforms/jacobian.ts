import { allocate, type DType } from '../array/dtype.ts'
import { fail, told } from '../array/error.ts'
import { checkFunction, checkOptions, type OptionKinds } from '../array/options.ts'
import { Tensor } from '../array/tensor.ts'
import { within } from '../array/within.ts'
import { reshape } from '../ops/reshape.ts'
import { stack } from '../ops/stack.ts'
import { type Argnums, type ArgnumsOption, type Chosen, choose } from './argnums.ts'
import { pull } from './backward.ts'
import { grad, type Loss } from './grad.ts'
import { jvp, type Like } from './vjp.ts'

const KINDS: OptionKinds = { argnums: '' }

/**
 * The function that gives all first derivatives of a function with a tensor as result: for an
 * argument of shape [...n] and a result of shape [...m] the Jacobian has shape [...m, ...n]; for
 * objects and arrays of tensors one such for each. One pass back for each element of the result.
 * Throws as {@link valueAndGrad} does, but for the shape of the result.
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
): (...args: Parameters<F>) => Chosen<F, I>
export function jacobian(f: Loss, options: ArgnumsOption = {}): unknown {
  checkFunction('jacobian', f)
  checkOptions('jacobian', options, KINDS)
  const { argnums = 0 } = options
  return (...args: never[]) => {
    const [{ leaves, paths, rebuild }, among] = choose('jacobian', argnums, args)
    const inside = (inputs: Tensor[]) => {
      const y: unknown = f(...among(inputs))
      if (!(y instanceof Tensor))
        return fail('jacobian', `the function returned ${told(y)}; it must return a tensor`)
      return [y]
    }
    const { outputs, pullback } = pull('jacobian', inside, leaves, paths)
    const [y] = outputs
    const rows = Array.from({ length: y.size }, (_, i) => {
      const data = allocate('jacobian', y.dtype, y.shape)
      data[i] = 1
      return pullback([new Tensor(y.dtype, data, y.shape)])
    })
    return rebuild(
      leaves.map((x, i) => {
        const shape = [...y.shape, ...x.shape]
        if (rows.length === 0) return new Tensor(x.dtype, allocate('jacobian', x.dtype, shape), shape)
        return reshape(stack(rows.map(row => row[i])), shape)
      }),
    )
  }
}

/**
 * The function that gives all second derivatives of a function with one number as result: shape
 * [...n, ...n] for an argument of shape [...n], which is one tensor.
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
      fail('hessian', 'the argument is not a single tensor; for objects of tensors use hvp')
    const gradient = grad((y: Tensor) => f(y, ...rest))
    return within('hessian', () => jacobian((y: Tensor) => gradient(y))(x), ['grad', 'jacobian'])
  }
}

/**
 * The function that gives the product of the second derivatives of `f` at `x` with a direction, in
 * the form of the argument, without forming them: a pass back through the gradient.
 *
 * @example
 * hvp(x => sum(x.mul(x).mul(x)))(tensor([1, 2]), tensor([1, 10])).toArray() // [6, 120]
 */
export function hvp(f: (x: Tensor) => Tensor): <D extends DType>(x: Tensor<D>, direction: Tensor) => Tensor<D>
export function hvp<A>(f: (x: A) => Tensor): (x: A, direction: A) => A
export function hvp<A>(f: (x: A) => Tensor): (x: A, direction: A) => A {
  checkFunction('hvp', f)
  const gradient = grad(f as Loss) as (x: unknown) => never
  return (x, direction) => within('hvp', () => jvp(gradient, [x], [direction as Like<A>])[1], ['grad', 'jvp'])
}
