import { axisOption } from '../../array/along-axis.ts'
import { asTensor, scalar } from '../../array/operands.ts'
import { axisOf, indexOf } from '../../array/shape.ts'
import type { Arg, Indices, Own, Tensor } from '../../array/tensor.ts'
import { within } from '../../array/within.ts'
import type { Op } from '../../trace/apply.ts'
import { reshape } from '../shape/reshape.ts'
import { gather, layAlong } from './gather-scatter.ts'

export interface TakeOptions {
  /** The axis; without it `x` is flattened. */
  readonly axis?: number | null
}

export const takeOp: Op<TakeOptions> = {
  name: 'take',
  forward: ([x, indices], options) => take(x, indices, options),
  derivative: 'composed',
}

/**
 * The slices at some indices along an axis, as NumPy's take. The axis is replaced by the shape of
 * the (int32) indices. A plain number gives one slice. Throws for an index outside the axis.
 *
 * @example
 * take(tensor([[1, 2], [3, 4], [5, 6]]), tensor([2, 0], { dtype: 'int32' }), { axis: 0 }).toArray() // [[5, 6], [1, 2]]
 */
export function take<A extends Arg>(x: A, indices: Indices, options?: TakeOptions): Tensor<Own<A>>
export function take(x: Arg, indices: Indices, options: TakeOptions = {}): Tensor {
  const along = axisOption('take', options) ?? null
  let t = asTensor('take', x)
  if (along === null) t = reshape(t, [-1])
  const axis = axisOf('take', along ?? 0, t.ndim)
  const at =
    typeof indices === 'number'
      ? scalar(indexOf('take', indices, axis, t.shape), 'int32')
      : asTensor('take', indices)
  const flat = layAlong(t, axis, at)
  return reshape(
    within('take', () => gather(t, flat, { axis })),
    [...t.shape.slice(0, axis), ...at.shape, ...t.shape.slice(axis + 1)],
  )
}
