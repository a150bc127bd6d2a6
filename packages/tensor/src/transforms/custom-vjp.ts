import { asTensor } from '../array/operands.ts'
import { fail, show, told } from '../array/error.ts'
import { checkFunction, checkOptions } from '../array/options.ts'
import { broadcastShapes, sameShape } from '../array/shape.ts'
import { Tensor } from '../array/tensor.ts'
import { apply, type Cotangent, type Op } from '../trace/apply.ts'

/**
 * From the result's cotangent, the result and the arguments to one cotangent an argument, null for an argument that
 * counts as constant.
 */
export type Backward = (g: Tensor, y: Tensor, ...args: Tensor[]) => readonly (Tensor | null)[]

/**
 * A function of tensors with a derivative rule of its own, for where the rule of the composed ops is unstable, slow
 * or not wanted. The rule is written in ops, and so has derivatives itself. Throws if `f` uses a tensor that is
 * being differentiated other than through its arguments, or the rule gives cotangents that do not fit.
 *
 * @example
 * const clipped = customVjp(x => x, g => [clip(g, -1, 1)])
 * grad(x => sum(clipped(x).mul(tensor([5, 0.5]))))(tensor([1, 1])).toArray() // [1, 0.5]
 */
export function customVjp<F extends (...args: Tensor[]) => Tensor>(
  f: F,
  backward: Backward,
  options: { readonly name?: string } = {},
): (...args: Parameters<F>) => Tensor {
  checkFunction('customVjp', f)
  checkFunction('customVjp', backward, 'rule')
  checkOptions('customVjp', options, { name: 'string' })
  const name = options.name || f.name || 'customVjp'
  const op: Op<undefined> = {
    name,
    dtypes: 'any',
    forward(inputs) {
      const y = f(...inputs)
      if (!(y instanceof Tensor)) return fail(name, `returned ${told(y)}; it must return a tensor`)
      if (y.tracing)
        fail(
          name,
          'uses a tensor that is being differentiated and is not among its arguments; pass it as one',
        )
      return y
    },
    derivative(g, y, inputs) {
      // The rule gives all cotangents at once; it runs when the first is asked for.
      let all: readonly (Tensor | null)[] | undefined
      const cotangents = () => {
        all ??= check(name, backward(g, y, ...inputs), inputs)
        return all
      }
      return inputs.map(
        (_, i): Cotangent =>
          () =>
            cotangents()[i],
      )
    },
  }
  return (...args) =>
    apply(
      op,
      args.map(x => asTensor(name, x)),
      undefined,
    )
}

function check(name: string, cotangents: readonly (Tensor | null)[], inputs: readonly Tensor[]) {
  if (!Array.isArray(cotangents) || cotangents.length !== inputs.length)
    fail(
      name,
      `its rule gave ${cotangents?.length ?? 'no'} cotangents for ${inputs.length} arguments; give one each, or null`,
    )
  inputs.forEach(({ shape }, i) => {
    const c = cotangents[i]
    if (c && !sameShape(broadcastShapes(name, c.shape, shape), c.shape))
      fail(
        name,
        `its rule gave a cotangent of shape ${show(c.shape)} for argument ${i} of shape ${show(shape)}`,
      )
  })
  return cotangents
}
