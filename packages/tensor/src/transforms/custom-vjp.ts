import { fail, show, unfit } from '../array/error.ts'
import { asTensor } from '../array/operands.ts'
import { checkFunction, checkOptions } from '../array/options.ts'
import { broadcastShapes, sameShape } from '../array/shape.ts'
import { Tensor } from '../array/tensor.ts'
import { apply, type Op } from '../trace/apply.ts'
import { checkClosure } from '../trace/closure.ts'
import { pull } from './backward.ts'

/**
 * Maps the cotangent of the result, the result and the arguments to one cotangent per argument.
 * null marks an argument that counts as constant. `A` is the tuple of the arguments.
 */
export type Backward<A extends readonly Tensor[] = Tensor[]> = (
  g: Tensor,
  y: Tensor,
  ...args: A
) => readonly (Tensor | null)[]

/**
 * A function of tensors with its own derivative rule. Use it if the rule of the composed ops is
 * unstable, slow or not wanted. The rule is written in ops, so it has derivatives itself. Throws if
 * `f` uses a tensor inside a derivative or vmap that is not among its arguments, and if the rule
 * returns cotangents that do not fit. If the rule reads numbers of its inputs (item, get, toArray,
 * data), taking its derivative throws. This is allowed only if a cotangent also depends on these
 * inputs by ops, or if the numbers are read from `stopGradient` of them. This is the function of
 * `@multiview/tensor/lite`. That of the main entry also takes trees and residuals.
 *
 * @example
 * const clipped = customVjp(x => x, g => [clip(g, -1, 1)])
 * grad(x => sum(clipped(x).mul(tensor([5, 0.5]))))(tensor([1, 1])).toArray() // [1, 0.5]
 */
export function customVjp<A extends Tensor[]>(
  f: (...args: A) => Tensor,
  backward: Backward<A>,
  options: { readonly name?: string } = {},
): (...args: A) => Tensor {
  checkFunction('customVjp', f)
  checkFunction('customVjp', backward, 'rule')
  checkOptions('customVjp', options, { name: 'string' })
  const name = options.name || f.name || 'customVjp'
  const op: Op<undefined> = {
    name,
    batch: 'inside',
    forward(inputs) {
      const y: unknown = f(...(inputs as A))
      if (!(y instanceof Tensor)) return unfit(name, 'the result of the function', y, 'a tensor')
      checkClosure(name, y, inputs)
      return y
    },
    derivative(g, y, inputs) {
      // The rule computes all cotangents at once. It runs when the first one is requested.
      let all: readonly (Tensor | null)[] | undefined
      const cotangents = () => (all ??= followed(name, backward as Backward, [g, y, ...inputs]))
      return inputs.map((_, i) => () => cotangents()[i])
    },
  }
  return (...args) =>
    apply(
      op,
      args.map(x => asTensor(name, x)),
    )
}

/**
 * Runs a rule and checks its cotangents. If its inputs belong to an outer derivative, it is also
 * checked whether the rule reads their numbers and no cotangent depends on them by ops. That
 * derivative would then be silently wrong.
 */
function followed(name: string, backward: Backward, [g, y, ...inputs]: readonly Tensor[]) {
  const given = [g, y, ...inputs]
  const names = ['the cotangent', 'the result', ...inputs.map((_, i) => `argument ${i}`)]
  const isOpen = (_: unknown, i: number) => given[i].tracing !== undefined
  let cotangents: readonly (Tensor | null)[] = []
  const inside = (open: Tensor[]) => {
    const [g, y, ...rest] = given.map(x => (x.tracing ? open.shift()! : x))
    cotangents = check(name, backward(g, y, ...rest), inputs)
    return cotangents.filter(c => c !== null)
  }
  const { outputs } = pull(name, inside, given.filter(isOpen), names.filter(isOpen), 'its rule')
  const found = [...outputs]
  return cotangents.map(c => c && found.shift()!)
}

function check(name: string, cotangents: readonly (Tensor | null)[], inputs: readonly Tensor[]) {
  if (!Array.isArray(cotangents) || cotangents.length !== inputs.length)
    fail(
      name,
      `its rule gave ${cotangents?.length ?? 'no'} cotangents for ${inputs.length} arguments; give one each, or null`,
    )
  inputs.forEach(({ shape }, i) => {
    const c = cotangents[i]
    if (c === null) return
    if (!(c instanceof Tensor))
      unfit(name, `cotangent ${i} of its rule`, c, 'a tensor, or null for a constant')
    if (!sameShape(broadcastShapes(name, c.shape, shape), c.shape))
      fail(name, `cotangent ${i} of its rule has shape ${show(c.shape)}, the argument ${show(shape)}`)
  })
  return cotangents
}
