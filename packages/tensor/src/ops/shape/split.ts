import { type AxisOption, axisOption } from '../../array/along-axis.ts'
import { fail, show, told } from '../../array/error.ts'
import { asTensor } from '../../array/operands.ts'
import { checkWhole } from '../../array/options.ts'
import { axisOf } from '../../array/shape.ts'
import type { Arg, Own, Tensor } from '../../array/tensor.ts'
import { sliceAxis } from '../indexing/slice-axis.ts'

/**
 * The parts of an axis, the first by default, as views. A number gives that many equal parts. A
 * list gives the places at which the parts start; a place beyond the end gives an empty part.
 * Throws if a number does not give equal parts.
 *
 * @example
 * split(tensor([1, 2, 3, 4]), 2).map(part => part.toArray()) // [[1, 2], [3, 4]]
 * split(tensor([1, 2, 3, 4]), [1, 3]).map(part => part.toArray()) // [[1], [2, 3], [4]]
 */
export function split<A extends Arg>(
  x: A,
  sections: number | readonly number[],
  options?: AxisOption,
): Tensor<Own<A>>[]
export function split(x: Arg, sections: number | readonly number[], options: AxisOption = {}): Tensor[] {
  const along = axisOption('split', options) ?? 0
  const t = asTensor('split', x)
  const axis = axisOf('split', along, t.ndim)
  const n = t.shape[axis]
  let places: readonly number[]
  if (Array.isArray(sections)) {
    places = sections
    for (const place of places) checkWhole('split', 'a place', place)
  } else {
    checkWhole('split', 'the number of parts', sections as number, 1)
    const size = n / (sections as number)
    if (!Number.isInteger(size))
      fail(
        'split',
        `axis ${axis} of shape ${show(t.shape)} has no ${told(sections)} equal parts; list the places`,
      )
    places = Array.from({ length: (sections as number) - 1 }, (_, i) => (i + 1) * size)
  }
  return [...places, null].map((end, i) => sliceAxis(t, axis, i > 0 ? places[i - 1] : 0, end))
}
