import { ones } from '../array/create.ts'
import { isFloat } from '../array/dtype.ts'
import { fail, show, told } from '../array/error.ts'
import { checkFunction, checkOptions } from '../array/options.ts'
import { Tensor } from '../array/tensor.ts'
import { pull } from './backward.ts'
import { type Flat, flatten } from './tree.ts'

/** Which argument a derivative is taken in. */
export interface ArgumentOption<I extends number = number> {
  /** The position of the argument, 0 unless said. */
  readonly argument?: I
}

/** A function of any arguments with one tensor as result. */
export type Loss = (...args: never[]) => Tensor
type Differentiated<F extends Loss, I extends number> = Parameters<F>[I]

/** The position of the argument that a transform of `f` is about. */
export function argumentOf(operation: string, f: Loss, options: ArgumentOption): number {
  checkFunction(operation, f)
  checkOptions(operation, options, { argument: 'number' })
  return options.argument ?? 0
}

/** The leaves of what is differentiated, all of a float dtype. */
export function parameters<T>(operation: string, tree: T): Flat<T> {
  const flat = flatten(operation, tree)
  flat.leaves.forEach((x, i) => {
    if (!isFloat(x.dtype))
      fail(
        operation,
        `${flat.paths[i] || 'the argument'} is ${x.dtype}; derivatives are taken in float64 and float32: ` +
          'cast it, or pass it as a further argument',
      )
  })
  return flat
}

/**
 * The function that gives a function's value and its gradient, as `[value, gradient]`. The function returns one
 * float number (0-d tensor); the gradient has the form of the argument: a tensor, or objects and arrays of them.
 * Other arguments are handed through. Throws if the result is not one number, an argument not of a float dtype, or
 * the way between them passes an op without a derivative; a bool beside another operand is a mask and counts as
 * constant.
 *
 * @example
 * const f = p => sum(p.w.mul(p.w)).mul(p.c)
 * const [value, gradient] = valueAndGrad(f)({ w: tensor([1, 2]), c: tensor(3) })
 * value.item() // 15
 * gradient.w.toArray() // [6, 12]
 * gradient.c.item() // 5
 */
export function valueAndGrad<Rest extends unknown[]>(
  f: (x: Tensor, ...rest: Rest) => Tensor,
): (x: Tensor, ...rest: Rest) => [value: Tensor, gradient: Tensor]
export function valueAndGrad<F extends Loss, I extends number = 0>(
  f: F,
  options?: ArgumentOption<I>,
): (...args: Parameters<F>) => [value: ReturnType<F>, gradient: Differentiated<F, I>]
export function valueAndGrad(f: Loss, options: ArgumentOption = {}): unknown {
  const argument = argumentOf('valueAndGrad', f, options)
  return (...args: never[]) => differentiate('valueAndGrad', f, argument, args)
}

/**
 * The function that gives a function's gradient, in the form of its argument; see {@link valueAndGrad}. It can be
 * differentiated again.
 *
 * @example
 * grad(x => sum(x.mul(x)))(tensor([1, 2])).toArray() // [2, 4]
 * grad(grad(x => x.mul(x).mul(x)))(tensor(5)).item() // 30
 */
export function grad<Rest extends unknown[]>(
  f: (x: Tensor, ...rest: Rest) => Tensor,
): (x: Tensor, ...rest: Rest) => Tensor
export function grad<F extends Loss, I extends number = 0>(
  f: F,
  options?: ArgumentOption<I>,
): (...args: Parameters<F>) => Differentiated<F, I>
export function grad(f: Loss, options: ArgumentOption = {}): unknown {
  const argument = argumentOf('grad', f, options)
  return (...args: never[]) => differentiate('grad', f, argument, args)[1]
}

function differentiate(name: string, f: Loss, argument: number, args: never[]): [Tensor, unknown] {
  if (!(argument in args)) fail(name, `argument ${argument} was not given; there are ${args.length}`)
  const { leaves, rebuild } = parameters<unknown>(name, args[argument])
  const { outputs, pullback } = pull(inputs => {
    const call: unknown[] = [...args]
    call[argument] = rebuild(inputs)
    const y: unknown = f(...(call as never[]))
    if (!(y instanceof Tensor))
      return fail(name, `the function returned ${told(y)}; it must return a 0-d tensor`)
    return [oneNumber(name, y)]
  }, leaves)
  const value = outputs[0]
  if (!isFloat(value.dtype)) {
    // The way back names the op without a derivative that made it an integer, if one did.
    pullback([ones([])])
    fail(name, `the function returned ${value.dtype}; it must return a float number: cast it`)
  }
  return [value, rebuild(pullback([ones([], { dtype: value.dtype })], true))]
}

function oneNumber(name: string, y: Tensor): Tensor {
  if (y.shape.length > 0)
    fail(
      name,
      `the function returned shape ${show(y.shape)}; it must return one number: sum it, or use jacobian`,
    )
  return y
}
