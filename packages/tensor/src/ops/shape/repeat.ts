import { axisOption } from '../../array/along-axis.ts'
import { tensor } from '../../array/create.ts'
import { fail, show } from '../../array/error.ts'
import { asTensor, isStrided } from '../../array/operands.ts'
import { checkWhole } from '../../array/options.ts'
import { axisOf } from '../../array/shape.ts'
import type { Arg, NdarrayLike, Own, Tensor } from '../../array/tensor.ts'
import { within } from '../../array/within.ts'
import type { Op } from '../../trace/apply.ts'
import { type TakeOptions, take } from '../indexing/take.ts'
import { broadcastTo } from './broadcast-to.ts'
import { expandDims } from './expand-dims.ts'
import { reshape } from './reshape.ts'

/** One number for all elements, or one for each element along the axis. */
export type Repeats = number | readonly number[] | NdarrayLike

export const repeatOp: Op<TakeOptions & { readonly repeats: Repeats }> = {
  name: 'repeat',
  forward: ([x], { repeats, ...options }) => repeat(x, repeats, options),
  derivative: 'composed',
}

/**
 * Each element along an axis repeated several times in a row. Without an axis the elements are
 * flattened. The numbers of repetitions are constants, since they determine the shape.
 *
 * @example
 * repeat(tensor([1, 2]), 2).toArray() // [1, 1, 2, 2]
 * repeat(tensor([[1, 2], [3, 4]]), [1, 2], { axis: 0 }).toArray() // [[1, 2], [3, 4], [3, 4]]
 */
export function repeat<A extends Arg>(x: A, repeats: Repeats, options?: TakeOptions): Tensor<Own<A>>
export function repeat(x: Arg, repeats: Repeats, options: TakeOptions = {}): Tensor {
  const along = axisOption('repeat', options) ?? null
  const given = asTensor('repeat', x)
  const t = along === null ? reshape(given, [-1]) : given
  const axis = axisOf('repeat', along ?? 0, t.ndim)
  const n = t.shape[axis]
  const list: readonly number[] = isStrided(repeats)
    ? [...asTensor('repeat', repeats).values()]
    : [repeats as number | readonly number[]].flat()
  for (const count of list) checkWhole('repeat', 'a number of repetitions', count, 0)
  if (list.length === 1) {
    const shape = [...t.shape]
    shape.splice(axis + 1, 0, list[0])
    const joined = t.shape.map((length, i) => (i === axis ? length * list[0] : length))
    return within('repeat', () => reshape(broadcastTo(expandDims(t, axis + 1), shape), joined))
  }
  if (list.length !== n)
    fail(
      'repeat',
      `${list.length} numbers of repetitions for axis ${axis} of shape ${show(t.shape)}; give 1 or ${n}`,
    )
  const places = list.flatMap((count, i) => new Array<number>(count).fill(i))
  return take(t, tensor(places, { dtype: 'int32' }), { axis })
}
