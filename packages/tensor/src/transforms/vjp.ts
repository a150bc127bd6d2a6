import { zerosLike } from '../array/create.ts'
import { fail, show, told } from '../array/error.ts'
import { checkFunction } from '../array/options.ts'
import { sameShape } from '../array/shape.ts'
import type { Tensor } from '../array/tensor.ts'
import { cast } from '../ops/cast.ts'
import { type Pull, pull } from './backward.ts'
import { type Flat, flatten } from './tree.ts'

/**
 * The same form with tensors of any dtype: cotangents and tangents take the dtype of what they
 * belong to.
 */
export type Like<T> = T extends Tensor ? Tensor : { readonly [K in keyof T]: Like<T[K]> }

/**
 * A function's value at some arguments and its pullback there: from a cotangent of the value (of
 * its form) to the cotangents of the arguments, `cotangent · Jacobian`. Arguments and value are
 * tensors, or objects and arrays of them. The pullback can be called again and again, and
 * differentiated. Throws if numbers of an argument are read and the value does not depend on it
 * through ops.
 *
 * @example
 * const [y, pullback] = vjp((a, b) => a.mul(b), [tensor([1, 2]), tensor([3, 4])])
 * y.toArray() // [3, 8]
 * pullback(tensor([1, 10])).map(x => x.toArray()) // [[3, 40], [1, 20]]
 */
export function vjp<A extends unknown[], R>(
  f: (...args: A) => R,
  args: readonly [...A],
): [value: R, pullback: (cotangent: Like<R>) => A] {
  const { rebuild, form, outputs, pullback } = followed('vjp', f, args)
  return [
    form.rebuild(outputs),
    cotangent => rebuild(pullback(matching('vjp', 'cotangent', cotangent, outputs))),
  ]
}

/**
 * A function's value and its change along a direction, `Jacobian · tangent`: `[value, change]`.
 * Arguments, tangents and value are tensors, or objects and arrays of them. Worked out by reverse
 * mode twice: the pullback is linear in its cotangent, and its own pullback is the change.
 *
 * @example
 * const [y, change] = jvp(x => x.mul(x), [tensor([1, 2])], [tensor([1, 10])])
 * change.toArray() // [2, 40]
 */
export function jvp<A extends unknown[], R>(
  f: (...args: A) => R,
  args: readonly [...A],
  tangents: { readonly [K in keyof A]: Like<A[K]> },
): [value: R, change: R] {
  const { leaves, form, outputs, pullback } = followed('jvp', f, args)
  const directions = matching('jvp', 'tangent', tangents, leaves)
  const { pullback: push } = pull(
    'jvp',
    cotangents => pullback(cotangents),
    outputs.map(y => zerosLike(y)),
    [],
  )
  return [form.rebuild(outputs), form.rebuild(push(directions, true))]
}

/** A function at some arguments, with the form of both and its pullback. */
function followed<A extends unknown[], R>(
  name: string,
  f: (...args: A) => R,
  args: readonly [...A],
): { leaves: readonly Tensor[]; rebuild: Flat<A>['rebuild']; form: Flat<R> } & Pull {
  checkCall(name, f, args)
  const { leaves, paths, rebuild } = flatten<A>(name, args as unknown as A, true)
  let form!: Flat<R>
  const inside = (inputs: Tensor[]) => {
    form = flatten(name, f(...rebuild(inputs)))
    return form.leaves
  }
  const pulled = pull(name, inside, leaves, paths.map(named))
  return { leaves, rebuild, form, ...pulled }
}

/** What an error calls a leaf of the arguments. */
const named = (path: string) => `argument ${path}`

/** Refuses what is not a function and an array of its arguments. */
export function checkCall(operation: string, f: unknown, args: unknown): void {
  checkFunction(operation, f)
  if (!Array.isArray(args))
    fail(operation, `the arguments are ${told(args)}; give an array of them, such as [x]`)
}

/** The leaves of a tree that must have the shapes of others; they take their dtypes. */
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
