import { type DType, isFloat } from '../array/dtype.ts'
import { fail, show, told } from '../array/error.ts'
import { scalar } from '../array/operands.ts'
import { checkFunction, checkOptions } from '../array/options.ts'
import { Tensor } from '../array/tensor.ts'
import { settled } from '../trace/tape.ts'
import { type Argnums, type ArgnumsOption, type Chosen, choose, type WithTrees } from './argnums.ts'
import { pull, refuseCut } from './backward.ts'
import { mapTree } from './tree.ts'

/**
 * Whether the function returns `[loss, aux]`: the loss, and results that are not differentiated.
 */
export interface AuxOption {
  readonly hasAux: true
}

/** A function of any arguments whose result is one tensor. */
export type Loss = (...args: never[]) => Tensor
type LossWithAux = (...args: never[]) => readonly [loss: Tensor, aux: unknown]
/**
 * Returns a function that computes the value and the gradient of `f`, as `[value, gradient]`. `f`
 * returns one float number (0-d tensor). The gradient has the form of the argument: a tensor, or
 * objects and arrays of tensors. The other arguments are passed through.
 *
 * With `hasAux`, `f` returns `[loss, aux]`, and the result is `[[value, aux], gradient]`. `aux` is
 * anything, such as running means and metrics. Tensors in its plain objects and arrays carry no
 * trace of this derivative.
 *
 * Numbers that `f` reads (item, get, toArray, data) are constants. Read them only to choose a
 * branch or to print them.
 *
 * Throws if the result is not one number, if an argument does not have a float dtype, and if the
 * result depends on the argument through an op without a derivative. Ops that are constant but for
 * steps, such as `floor`, comparisons, and casts to int32 or bool, have the derivative 0. Throws if
 * the result depends on the argument through such ops alone. Throws if `f` reads numbers of a
 * tensor in the argument and the result does not depend on that tensor through ops. Numbers of
 * `stopGradient(x)` may be read.
 *
 * @example
 * const f = p => sum(p.w.mul(p.w)).mul(p.c)
 * const [value, gradient] = valueAndGrad(f)({ w: tensor([1, 2]), c: tensor(3) })
 * value.item() // 15
 * gradient.w.toArray() // [6, 12]
 * gradient.c.item() // 5
 *
 * // A running mean of what a layer gives, as batch normalization keeps it.
 * let running = tensor(0)
 * const loss = w => {
 *   const h = w.mul(tensor([1, 3]))
 *   return [sum(h.mul(h)), running.mul(0.5).add(mean(h).mul(0.5))]
 * }
 * const [[size, next], slope] = valueAndGrad(loss, { hasAux: true })(tensor(2))
 * running = next
 * size.item() // 40
 * running.item() // 2
 * slope.item() // 40
 */
export function valueAndGrad<Rest extends unknown[]>(
  f: (x: Tensor, ...rest: Rest) => Tensor,
): <D extends DType>(x: Tensor<D>, ...rest: Rest) => [value: Tensor, gradient: Tensor<D>]
export function valueAndGrad<Rest extends unknown[], Aux>(
  f: (x: Tensor, ...rest: Rest) => readonly [loss: Tensor, aux: Aux],
  options: AuxOption & ArgnumsOption<0>,
): <D extends DType>(x: Tensor<D>, ...rest: Rest) => [result: [value: Tensor, aux: Aux], gradient: Tensor<D>]
export function valueAndGrad<F extends LossWithAux, const I extends Argnums = 0>(
  f: F,
  options: AuxOption & ArgnumsOption<I>,
): (
  ...args: WithTrees<Parameters<F>, I>
) => [result: [value: ReturnType<F>[0], aux: ReturnType<F>[1]], gradient: Chosen<F, I>]
export function valueAndGrad<F extends Loss, const I extends Argnums = 0>(
  f: F,
  options?: ArgnumsOption<I>,
): (...args: WithTrees<Parameters<F>, I>) => [value: ReturnType<F>, gradient: Chosen<F, I>]
export function valueAndGrad(f: AnyLoss, options: Options = {}): unknown {
  const at = differentiated('valueAndGrad', f, options)
  return (...args: never[]) => {
    const [value, gradient, aux] = at(args)
    return [options.hasAux ? [value, aux] : value, gradient]
  }
}

/**
 * Returns a function that computes the gradient of `f`, in the form of its argument; see
 * {@link valueAndGrad}. It can be differentiated again. With `hasAux` it returns `[gradient, aux]`.
 *
 * @example
 * grad(x => sum(x.mul(x)))(tensor([1, 2])).toArray() // [2, 4]
 * grad(grad(x => x.mul(x).mul(x)))(tensor(5)).item() // 30
 * grad(x => [sum(x.mul(x)), max(x)], { hasAux: true })(tensor([1, 2]))[1].item() // 2
 */
export function grad<Rest extends unknown[]>(
  f: (x: Tensor, ...rest: Rest) => Tensor,
): <D extends DType>(x: Tensor<D>, ...rest: Rest) => Tensor<D>
export function grad<Rest extends unknown[], Aux>(
  f: (x: Tensor, ...rest: Rest) => readonly [loss: Tensor, aux: Aux],
  options: AuxOption & ArgnumsOption<0>,
): <D extends DType>(x: Tensor<D>, ...rest: Rest) => [gradient: Tensor<D>, aux: Aux]
export function grad<F extends LossWithAux, const I extends Argnums = 0>(
  f: F,
  options: AuxOption & ArgnumsOption<I>,
): (...args: WithTrees<Parameters<F>, I>) => [gradient: Chosen<F, I>, aux: ReturnType<F>[1]]
export function grad<F extends Loss, const I extends Argnums = 0>(
  f: F,
  options?: ArgnumsOption<I>,
): (...args: WithTrees<Parameters<F>, I>) => Chosen<F, I>
export function grad(f: AnyLoss, options: Options = {}): unknown {
  const at = differentiated('grad', f, options)
  return (...args: never[]) => {
    const [, gradient, aux] = at(args)
    return options.hasAux ? [gradient, aux] : gradient
  }
}

type AnyLoss = (...args: never[]) => unknown
type Options = ArgnumsOption & { readonly hasAux?: boolean }

function differentiated(name: string, f: AnyLoss, options: Options) {
  checkFunction(name, f)
  checkOptions(name, options, { argnums: '', hasAux: 'boolean' })
  const { argnums = 0, hasAux } = options
  return (args: never[]): [value: Tensor, gradient: unknown, aux: unknown] => {
    const [{ leaves, paths, rebuild }, among] = choose(name, argnums, args)
    const refuse = (what: string) =>
      fail(
        name,
        `the result of the function is ${what}; it must be a 0-d float tensor, or [it, aux] with hasAux: ` +
          'use sum, cast or jacobian',
      )
    let aux: unknown
    const inside = (inputs: Tensor[]) => {
      let y: unknown = f(...among(inputs))
      if (hasAux) [y, aux] = Array.isArray(y) && y.length === 2 ? (y as unknown[]) : refuse(told(y))
      if (!(y instanceof Tensor)) return refuse(told(y))
      if (y.ndim > 0) refuse(`of shape ${show(y.shape)}`)
      return [y]
    }
    const pulled = pull(name, inside, leaves, paths)
    const [value] = pulled.outputs
    refuseCut(pulled)
    if (!isFloat(value.dtype)) refuse(value.dtype)
    const gradient = rebuild(pulled.pullback([scalar(1, value.dtype)], true))
    return [value, gradient, mapTree(name, aux, settled)]
  }
}
