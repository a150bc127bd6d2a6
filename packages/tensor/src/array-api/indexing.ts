import { fail, show } from '../array/error.ts'
import { asTensor } from '../array/operands.ts'
import { checkOptions } from '../array/options.ts'
import type { Arg, Indices, Own, Tensor } from '../array/tensor.ts'
import { gather } from '../ops/indexing/gather-scatter.ts'
import { take as takeOf } from '../ops/indexing/take.ts'
import { named } from './standard-name.ts'

/** The axis of a function that requires one, unless the tensor has only one axis. */
export function onlyAxis(operation: string, { shape }: Tensor, axis: number | null | undefined): number {
  if (axis !== undefined && axis !== null) return axis
  if (shape.length !== 1) fail(operation, `shape ${show(shape)} has not one axis; name the axis`)
  return 0
}

/**
 * The slices at some indices along an axis. The axis may be left out if there is only one.
 *
 * @example
 * xp.take(xp.asarray([[1, 2], [3, 4]]), xp.asarray([1], { dtype: xp.int32 }), { axis: 0 }).toArray() // [[3, 4]]
 */
export function take<A extends Arg>(
  x: A,
  indices: Indices,
  options: { readonly axis?: number | null } = {},
): Tensor<Own<A>> {
  checkOptions('take', options, { axis: '' })
  const t = asTensor('take', x)
  return takeOf(t, indices, { axis: onlyAxis('take', t, options.axis) }) as Tensor<Own<A>>
}

export const take_along_axis = /* @__PURE__ */ named('take_along_axis', gather)
