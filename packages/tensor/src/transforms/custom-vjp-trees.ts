import { fail, show, unfit } from '../array/error.ts'
import { asTensor } from '../array/operands.ts'
import { checkFunction, checkOptions } from '../array/options.ts'
import { broadcastShapes, sameShape } from '../array/shape.ts'
import { Tensor } from '../array/tensor.ts'
import { apply, type Op, type Rule } from '../trace/apply.ts'
import { checkClosure } from '../trace/closure.ts'
import { pull } from './backward.ts'
import { type Part, pack, packedDType, unpack } from './packing.ts'
import { mapTree } from './tree.ts'
import type { Like } from './vjp.ts'

/** Cotangents in the form of a value. null marks a part that counts as constant. */
export type Cotangents<T> = null | (T extends Tensor ? Tensor : { readonly [K in keyof T]: Cotangents<T[K]> })

/**
 * Maps the cotangent of the result, the result and the arguments to one cotangent per argument.
 * null marks an argument that counts as constant. `A` is the tuple of the arguments.
 */
export type BackwardOf<A extends readonly unknown[], R> = (
  g: Like<R>,
  y: R,
  ...args: A
) => readonly Cotangents<A[number]>[]

/** Gives the result, and residuals, which are what the backward pass needs. */
export type ForwardOf<A extends readonly unknown[], R, S> = (...args: A) => readonly [result: R, residuals: S]

/** Maps the residuals and the cotangent of the result to one cotangent per argument. */
export type FromResiduals<A extends readonly unknown[], R, S> = (
  residuals: S,
  g: Like<R>,
) => readonly Cotangents<A[number]>[]

type Options = { readonly name?: string }

/**
 * A function with its own derivative rule. Use it if the rule of the composed ops is unstable, slow
 * or not wanted. Arguments and result are tensors, or objects and arrays of them. The rule is
 * written in ops, so it has derivatives itself. It returns an array with one cotangent for each
 * argument, in the form of the argument. null stands for zeros.
 *
 * `customVjp(f, backward)` gives the rule the cotangent, the result and the arguments.
 *
 * `customVjp(f, forward, backward)` has the meaning of `jax.custom_vjp`. Inside a derivative
 * `forward` runs in place of `f`. It returns the same result, and residuals: whatever `backward`
 * needs. `backward(residuals, g)` gets them with the cotangent. A derivative of the derivative
 * differentiates the ops of `forward` and `backward`.
 *
 * The cotangent of an int32 or bool tensor in the result is zero. Throws if `f` uses a tensor
 * inside a derivative or vmap that is not among its arguments, and if the rule returns cotangents
 * that do not fit. If the rule reads numbers of its inputs (item, get, toArray, data), taking its
 * derivative throws. This is allowed only if a cotangent also depends on these inputs by ops, or if
 * the numbers are read from `stopGradient` of them.
 *
 * @example
 * const clipped = customVjp(x => x, g => [clip(g, -1, 1)])
 * grad(x => sum(clipped(x).mul(tensor([5, 0.5]))))(tensor([1, 1])).toArray() // [1, 0.5]
 *
 * // The softplus, whose rule uses the exponential that the result needs too.
 * const log1pExp = customVjp(
 *   x => log1p(exp(x)),
 *   x => {
 *     const e = exp(x)
 *     return [log1p(e), e]
 *   },
 *   (e, g) => [g.mul(sub(1, div(1, e.add(1))))],
 * )
 * grad(log1pExp)(tensor(0)).item() // 0.5
 *
 * const dense = customVjp(
 *   ({ w, b }, x) => ({ y: w.mul(x).add(b), w }),
 *   (g, _y, p, x) => [{ w: g.y.mul(x).add(g.w), b: null }, g.y.mul(p.w)],
 * )
 * grad(p => sum(dense(p, tensor([5])).y))({ w: tensor([2]), b: tensor([1]) }).w.toArray() // [5]
 */
export function customVjp<A extends Tensor[]>(
  f: (...args: A) => Tensor,
  backward: BackwardOf<A, Tensor>,
  options?: Options,
): (...args: A) => Tensor
export function customVjp<A extends Tensor[], R, S>(
  f: (...args: A) => R,
  forward: ForwardOf<A, R, S>,
  backward: FromResiduals<A, R, S>,
  options?: Options,
): (...args: A) => R
export function customVjp<A extends unknown[], R, S>(
  f: (...args: A) => R,
  forward: ForwardOf<A, R, S>,
  backward: FromResiduals<A, R, S>,
  options?: Options,
): (...args: A) => R
export function customVjp<A extends unknown[], R>(
  f: (...args: A) => R,
  backward: BackwardOf<A, R>,
  options?: Options,
): (...args: A) => R
export function customVjp(f: Any, first: Any, second: Any | Options = {}, last: Options = {}): unknown {
  const hasResiduals = typeof second === 'function'
  const options = hasResiduals ? last : second
  checkFunction('customVjp', f)
  checkFunction('customVjp', first, 'rule')
  checkOptions('customVjp', options, { name: 'string' })
  const name = options.name || f.name || 'customVjp'
  return (...args: unknown[]) => {
    const [leaves, treeOf, paths] = formOf(name, args, x => asTensor(name, x as never))
    const argumentNames = paths.map(path => `argument ${path.replace(/.(\d+)./, '$1')}`)
    let parts: readonly Part[]
    let resultOf: ((leaves: Leaves) => unknown) | undefined
    /** Joins the tensors of a result into one, since an op has one result. */
    const joined = (result: unknown, inputs: Leaves): Tensor => {
      const [ys, rebuild] = formOf(name, result, (x, path) =>
        unfit(name, `the result of the function${path}`, x, 'a tensor'),
      )
      if (!ys[0]) fail(name, 'the function returned no tensor; it needs one at least')
      for (const y of ys) checkClosure(name, y, inputs)
      resultOf = rebuild
      parts = ys.map(({ dtype, shape }) => ({ dtype, shape }))
      return ys[1] ? pack(ys, packedDType(parts)) : ys[0]
    }
    const times = <T>(x: T) => parts.map(() => x)
    const parted = (whole: Tensor) => (parts[1] ? unpack(whole, parts) : [whole])
    /** The cotangents of a rule, which computes all at once when the first one is requested. */
    const following = (given: Given, inputs: Leaves, backward: (xs: Leaves) => unknown) => {
      let all: Found | undefined
      const inside = (xs: Leaves) => check(name, backward(xs), treeOf(inputs))
      return inputs.map((_, i) => () => (all ??= followed(name, inside, given))[i])
    }
    const op: Op<undefined> = {
      name,
      batch: 'inside',
      forward: inputs => joined(f(...treeOf(inputs)), inputs),
      derivative: (g, y, inputs) => {
        const n = parts.length
        const given = [...parted(g), ...parted(y), ...inputs]
        const names = [...times('the cotangent'), ...times('the result'), ...argumentNames]
        return following([given, names], inputs, xs =>
          first(resultOf!(xs.slice(0, n)), resultOf!(xs.slice(n, 2 * n)), ...treeOf(xs.slice(2 * n))),
        )
      },
    }
    const follow = (inputs: Leaves): [Tensor, Op<undefined>] => {
      const pair = first(...treeOf(inputs)) as unknown[]
      if (!Array.isArray(pair) || pair.length !== 2)
        unfit(name, 'the result of its forward function', pair, '[result, residuals]')
      const kept: Tensor[] = []
      const residuals = mapTree(name, pair[1], x => {
        checkClosure(name, x, inputs)
        return kept.push(x) && x
      })
      const derivative: Rule<undefined> = g =>
        following(
          [
            [...parted(g), ...kept],
            [...times('the cotangent'), ...kept.map(() => 'a residual')],
          ],
          inputs,
          xs => {
            let next = parts.length
            return (second as Any)(
              mapTree(name, residuals, () => xs[next++]),
              resultOf!(xs.slice(0, parts.length)),
            )
          },
        )
      return [joined(pair[0], inputs), { ...op, derivative }]
    }
    const whole = apply(hasResiduals ? { ...op, follow } : op, leaves)
    return resultOf!(parted(whole))
  }
}

// biome-ignore lint/suspicious/noExplicitAny: the overloads state the types.
type Any = (...args: any[]) => unknown
type Leaves = readonly Tensor[]
type Found = readonly (Tensor | null)[]
/** Tensors and their names in errors. */
type Given = readonly [xs: Leaves, names: readonly string[]]

/**
 * The tensors of a tree, a function which makes a tree of this form from other tensors, and the
 * path of each tensor.
 */
function formOf<T>(
  name: string,
  tree: T,
  rest: (x: unknown, path: string) => Tensor,
): [leaves: Leaves, rebuild: (leaves: Leaves) => T, paths: readonly string[]] {
  const leaves: Tensor[] = []
  const paths: string[] = []
  const note = (x: Tensor, path: string) => {
    paths.push(path)
    return leaves.push(x) - 1
  }
  const form = mapTree(name, tree, note, (x, path) => note(rest(x, path), path))
  return [
    leaves,
    values =>
      mapTree(
        name,
        form,
        x => x,
        at => values[at as number],
      ) as T,
    paths,
  ]
}

/**
 * Runs a rule. If its inputs belong to an outer derivative, it is also checked whether the rule
 * reads their numbers and no cotangent depends on them by ops. That derivative would then be
 * silently wrong.
 */
function followed(name: string, rule: (xs: Leaves) => Found, [given, names]: Given): Found {
  const isOpen = (_: unknown, i: number) => given[i].tracing !== undefined
  let cotangents: Found = []
  const inside = (open: Tensor[]) => {
    cotangents = rule(given.map(x => (x.tracing ? open.shift()! : x)))
    return cotangents.filter(c => c !== null)
  }
  const { outputs } = pull(name, inside, given.filter(isOpen), names.filter(isOpen), 'its rule')
  const found = [...outputs]
  return cotangents.map(c => c && found.shift()!)
}

/** The cotangents that a rule gave for the tensors of the arguments. */
function check(name: string, given: unknown, args: readonly unknown[]): Found {
  const found: (Tensor | null)[] = []
  const visit = (c: unknown, x: unknown, path: string): void => {
    const what = `cotangent ${path} of its rule`
    if (!(x instanceof Tensor)) {
      const keys = Object.keys(x as object)
      const fits = c === null || (Object(c) === c && Object.keys(c as object).join() === keys.join())
      if (!fits) unfit(name, what, c, 'a tree of the form of the argument, or null')
      for (const key of keys) visit(c === null ? c : c![key as never], x![key as never], `${path}.${key}`)
      return
    }
    found.push(c as Tensor | null)
    if (c === null) return
    if (!(c instanceof Tensor)) unfit(name, what, c, 'a tensor, or null for a constant')
    else if (!sameShape(broadcastShapes(name, c.shape, x.shape), c.shape))
      fail(name, `${what} has shape ${show(c.shape)}, the argument ${show(x.shape)}`)
  }
  if (!Array.isArray(given) || given.length !== args.length)
    fail(
      name,
      `its rule gave ${(given as unknown[] | undefined)?.length ?? 'no'} cotangents for ${args.length} arguments; give one each, or null`,
    )
  args.forEach((x, i) => {
    visit(given[i], x, `${i}`)
  })
  return found
}
