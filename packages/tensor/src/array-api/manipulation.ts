import { fail } from '../array/error.ts'
import { asTensor } from '../array/operands.ts'
import { checkOptions } from '../array/options.ts'
import { broadcastShapes, checkShape, type Shape } from '../array/shape.ts'
import type { Arg, Own, Tensor } from '../array/tensor.ts'
import { within } from '../array/within.ts'
import { broadcastArrays } from '../ops/shape/broadcast-arrays.ts'
import { broadcastTo } from '../ops/shape/broadcast-to.ts'
import { concatenate } from '../ops/shape/concatenate.ts'
import { expandDims } from '../ops/shape/expand-dims.ts'
import { flip as flipOf } from '../ops/shape/flip.ts'
import { reshape as reshapeOf } from '../ops/shape/reshape.ts'
import { squeeze as squeezeOf } from '../ops/shape/squeeze.ts'
import { transpose } from '../ops/shape/transpose.ts'
import { copyOf } from './copy.ts'
import { named } from './standard-name.ts'

export const broadcast_to = /* @__PURE__ */ named('broadcast_to', broadcastTo)
export const broadcast_arrays = /* @__PURE__ */ named('broadcast_arrays', broadcastArrays)
export const concat = /* @__PURE__ */ named('concat', concatenate)
export const expand_dims = /* @__PURE__ */ named('expand_dims', expandDims)

/**
 * The shape that several shapes broadcast to.
 *
 * @example
 * xp.broadcast_shapes([3, 1], [4]) // [3, 4]
 */
export function broadcast_shapes(...shapes: Shape[]): number[] {
  for (const shape of shapes) checkShape('broadcast_shapes', shape)
  return broadcastShapes('broadcast_shapes', [], ...shapes)
}

/**
 * A view with some axes reversed, all of them by default.
 *
 * @example
 * xp.flip(xp.asarray([[1, 2], [3, 4]]), { axis: 1 }).toArray() // [[2, 1], [4, 3]]
 */
export function flip<A extends Arg>(
  x: A,
  options: { readonly axis?: number | Shape | null } = {},
): Tensor<Own<A>> {
  checkOptions('flip', options, { axis: '' })
  return flipOf(x, options.axis ?? undefined)
}

/**
 * A view with the axes in another order.
 *
 * @example
 * xp.permute_dims(xp.ones([2, 3, 4]), [1, 0, 2]).shape // [3, 2, 4]
 */
export function permute_dims<A extends Arg>(x: A, axes: Shape): Tensor<Own<A>> {
  // `transpose` of the main entry reverses the axes if none are given.
  return within('permute_dims', () => transpose(x, axes ?? [Number.NaN]))
}

/**
 * A view without the named axes of length 1.
 *
 * @example
 * xp.squeeze(xp.ones([1, 3, 1]), 0).shape // [3, 1]
 */
export function squeeze<A extends Arg>(x: A, axis: number | Shape): Tensor<Own<A>> {
  return squeezeOf(x, axis ?? [Number.NaN])
}

/**
 * The same elements in C order, in another shape. One length may be -1. With `copy: true` the
 * elements are copied. With `copy: false` the function throws if a view is not possible.
 *
 * @example
 * xp.reshape(xp.arange(6), [2, -1]).shape // [2, 3]
 */
export function reshape<A extends Arg>(
  x: A,
  shape: Shape,
  options: { readonly copy?: boolean | null } = {},
): Tensor<Own<A>> {
  checkOptions('reshape', options, { copy: '' })
  const t = asTensor('reshape', x)
  const y = reshapeOf(t, shape)
  if (options.copy === true) return copyOf(y) as Tensor<Own<A>>
  if (options.copy === false && y.data !== t.data)
    fail('reshape', 'these strides need a copy in that shape; leave out copy: false')
  return y as Tensor<Own<A>>
}
