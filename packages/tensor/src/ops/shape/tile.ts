import { asTensor } from '../../array/operands.ts'
import { checkShape, type Shape } from '../../array/shape.ts'
import type { Arg, Own, Tensor } from '../../array/tensor.ts'
import { within } from '../../array/within.ts'
import type { Op } from '../../trace/apply.ts'
import { broadcastTo } from './broadcast-to.ts'
import { reshape } from './reshape.ts'

export const tileOp: Op<{ readonly repetitions: Shape }> = {
  name: 'tile',
  forward: ([x], { repetitions }) => tile(x, repetitions),
  derivative: 'composed',
}

/**
 * A tensor repeated along each axis as often as `repetitions` says. Axes and repetitions are
 * aligned at the last one. The shorter list is extended by 1 at the front.
 *
 * @example
 * tile(tensor([1, 2]), [2]).toArray() // [1, 2, 1, 2]
 * tile(tensor([1, 2]), [2, 1]).toArray() // [[1, 2], [1, 2]]
 */
export function tile<A extends Arg>(x: A, repetitions: Shape): Tensor<Own<A>>
export function tile(x: Arg, repetitions: Shape): Tensor {
  const t = asTensor('tile', x)
  checkShape('tile', repetitions)
  const ndim = Math.max(t.ndim, repetitions.length)
  const filled = (list: Shape) => [...new Array<number>(ndim - list.length).fill(1), ...list]
  const [shape, counts] = [filled(t.shape), filled(repetitions)]
  const apart = shape.flatMap(n => [1, n])
  const wide = shape.flatMap((n, axis) => [counts[axis], n])
  const joined = shape.map((n, axis) => n * counts[axis])
  return within('tile', () => reshape(broadcastTo(reshape(t, apart), wide), joined))
}
