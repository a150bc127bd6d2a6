import { zerosLike } from '../array/create.ts'
import { fail, show } from '../array/error.ts'
import { checkFunction } from '../array/options.ts'
import { checkList, sameShape } from '../array/shape.ts'
import type { Tensor } from '../array/tensor.ts'
import { cast } from '../ops/elementwise/cast.ts'
import { type Pull, pull, refuseCut } from './backward.ts'
import { type Flat, flatten, type TreeList } from './tree.ts'

/**
 * The same form with tensors of any dtype. Cotangents and tangents are cast to the dtype of the
 * tensor that they belong to.
 */
export type Like<T> = T extends Tensor ? Tensor : { readonly [K in keyof T]: Like<T[K]> }

/**
 * The value of a function at some arguments, and its pullback there. The pullback maps a cotangent,
 * which has the form of the value, to the cotangents of the arguments, `cotangent · Jacobian`.
 * Arguments and value are tensors, or objects and arrays of them. The pullback can be called
 * several times and differentiated. Throws if the function reads numbers of an argument and its
 * value does not depend on this argument through ops.
 *
 * @example
 * const [y, pullback] = vjp((a, b) => a.mul(b), [tensor([1, 2]), tensor([3, 4])])
 * y.toArray() // [3, 8]
 * pullback(tensor([1, 10])).map(x => x.toArray()) // [[3, 40], [1, 20]]
 */
export function vjp<A extends unknown[], R>(
  f: (...args: A) => R,
  args: TreeList<A>,
): [value: R, pullback: (cotangent: Like<R>) => A] {
  const { rebuild, form, outputs, pullback } = followed('vjp', f, args)
  return [
    form.rebuild(outputs),
    cotangent => rebuild(pullback(matching('vjp', 'cotangent', cotangent, outputs))),
  ]
}

/**
 * The value of a function and its directional derivative, `Jacobian · tangent`, as `[value,
 * change]`. Arguments, tangents and value are tensors, or objects and arrays of them. It uses
 * reverse mode twice: the pullback is linear in its cotangent, and the pullback of the pullback is
 * the directional derivative.
 *
 * @example
 * const [y, change] = jvp(x => x.mul(x), [tensor([1, 2])], [tensor([1, 10])])
 * change.toArray() // [2, 40]
 */
export function jvp<A extends unknown[], R>(
  f: (...args: A) => R,
  args: TreeList<A>,
  tangents: { readonly [K in keyof A]: Like<A[K]> },
): [value: R, change: R] {
  const { leaves, form, outputs, pullback } = followed('jvp', f, args)
  const directions = matching('jvp', 'tangent', tangents, leaves)
  const { pullback: push } = pull(
    'jvp',
    pullback,
    outputs.map(y => zerosLike(y)),
    [],
  )
  return [form.rebuild(outputs), form.rebuild(push(directions, true))]
}

/** The value of a function at some arguments, the forms of both, and its pullback. */
function followed<A extends unknown[], R>(
  name: string,
  f: (...args: A) => R,
  args: TreeList<A>,
): { leaves: readonly Tensor[]; rebuild: Flat<A>['rebuild']; form: Flat<R> } & Pull {
  checkCall(name, f, args)
  const { leaves, paths, rebuild } = flatten<A>(name, args as unknown as A, true)
  let form!: Flat<R>
  const inside = (inputs: Tensor[]) => {
    form = flatten(name, f(...rebuild(inputs)))
    return form.leaves
  }
  const pulled = pull(
    name,
    inside,
    leaves,
    paths.map(path => `argument ${path}`),
  )
  refuseCut(pulled)
  return { leaves, rebuild, form, ...pulled }
}

/** Throws unless it gets a function and an array of its arguments. */
export function checkCall(operation: string, f: unknown, args: unknown): void {
  checkFunction(operation, f)
  checkList(operation, args, 'the second argument', '[x]')
}

/**
 * The leaves of a tree, cast to the dtypes of others. Throws unless they have the shapes of those.
 */
function matching(name: string, what: string, tree: unknown, like: readonly Tensor[]): Tensor[] {
  const { leaves, paths } = flatten(name, tree)
  if (leaves.length !== like.length)
    fail(name, `the ${what} holds ${leaves.length} tensors, it needs ${like.length}: give it the same form`)
  return leaves.map((x, i) => {
    if (!sameShape(x.shape, like[i].shape))
      fail(name, `the ${what}${paths[i]} has shape ${show(x.shape)}, it needs ${show(like[i].shape)}`)
    return cast(x, like[i].dtype)
  })
}
