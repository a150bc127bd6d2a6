import { axisOption } from '../../array/along-axis.ts'
import { fail, told } from '../../array/error.ts'
import { asTensor } from '../../array/operands.ts'
import { checkWhole } from '../../array/options.ts'
import { axisOf, type Shape } from '../../array/shape.ts'
import type { Arg, Own, Tensor } from '../../array/tensor.ts'
import type { Op } from '../../trace/apply.ts'
import { sliceAxis } from '../indexing/slice-axis.ts'
import { concatenate } from './concatenate.ts'
import { reshape } from './reshape.ts'

export interface RollOptions {
  /** One axis or several. Without it the elements are flattened, rolled, and reshaped back. */
  readonly axis?: number | Shape | null
}

export const rollOp: Op<RollOptions & { readonly shift: number | Shape }> = {
  name: 'roll',
  forward: ([x], { shift, ...options }) => roll(x, shift, options),
  derivative: 'composed',
}

/**
 * The elements shifted along an axis by `shift` positions. Those beyond the end reappear at the
 * start. Several axes have a shift each, or share one. Throws for shifts that are not whole
 * numbers.
 *
 * @example
 * roll(tensor([1, 2, 3, 4]), 1).toArray() // [4, 1, 2, 3]
 * roll(tensor([[1, 2], [3, 4]]), -1, { axis: 0 }).toArray() // [[3, 4], [1, 2]]
 */
export function roll<A extends Arg>(x: A, shift: number | Shape, options?: RollOptions): Tensor<Own<A>>
export function roll(x: Arg, shift: number | Shape, options: RollOptions = {}): Tensor {
  const axis = axisOption('roll', options)
  const t = asTensor('roll', x)
  if (axis === undefined || axis === null) return reshape(roll(reshape(t, [-1]), shift, { axis: 0 }), t.shape)
  const shifts = [shift].flat()
  const axes = [axis].flat().map(a => axisOf('roll', a, t.ndim))
  for (const by of shifts) checkWhole('roll', 'a shift', by)
  const count = Math.max(shifts.length, axes.length)
  const each = (list: readonly number[], i: number) => list[list.length === 1 ? 0 : i]
  let y = t
  for (let i = 0; i < count; i++) {
    const [by, along] = [each(shifts, i), each(axes, i)]
    if (by === undefined || along === undefined)
      fail('roll', `shift ${told(shift)} and axis ${told(axis)} differ in length; give each axis a shift`)
    const n = t.shape[along]
    // The index of the element that comes first.
    const first = n > 0 ? ((-by % n) + n) % n : 0
    if (first > 0)
      y = concatenate([sliceAxis(y, along, first, null), sliceAxis(y, along, 0, first)], { axis: along })
  }
  return y
}
