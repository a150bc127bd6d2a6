import type { Promote } from '../../array/dtype.ts'
import { asTensor, operands } from '../../array/operands.ts'
import { checkOptions, checkWhole } from '../../array/options.ts'
import { axisOf } from '../../array/shape.ts'
import type { Arg, DTypeOf, Own, Tensor } from '../../array/tensor.ts'
import { within } from '../../array/within.ts'
import type { Op } from '../../trace/apply.ts'
import { notEqual } from '../elementwise/compare.ts'
import { sub } from '../elementwise/sub.ts'
import { sliceAxis } from '../indexing/slice-axis.ts'
import { broadcastTo } from '../shape/broadcast-to.ts'
import { concatenate } from '../shape/concatenate.ts'

export interface DiffOptions<P = Arg | undefined, Q = Arg | undefined> {
  /** The axis, the last one by default. */
  readonly axis?: number
  /** How many times differences are computed, once by default. */
  readonly n?: number
  /** Elements to add before the first ones; a number stands for a slice of it. */
  readonly prepend?: P
  /** Elements to add after the last ones; a number stands for a slice of it. */
  readonly append?: Q
}

/** An edge that is left out counts as bool, which does not change the dtype. */
type EdgeOf<P> = P extends undefined ? 'bool' : DTypeOf<P>

export const diffOp: Op<Omit<DiffOptions, 'prepend' | 'append'>> = {
  name: 'diff',
  forward: ([x], options) => diff(x, options),
  derivative: 'composed',
}

/**
 * The differences of neighbours along an axis, x[i + 1] − x[i], computed `n` times. For bools the
 * result says whether neighbours differ. Each time the axis becomes shorter by one.
 *
 * @example
 * diff(tensor([1, 4, 9, 16])).toArray() // [3, 5, 7]
 * diff(tensor([1, 4, 9, 16]), { n: 2 }).toArray() // [2, 2]
 * diff(tensor([1, 4]), { prepend: 0 }).toArray() // [1, 3]
 */
export function diff<
  A extends Arg,
  P extends Arg | undefined = undefined,
  Q extends Arg | undefined = undefined,
>(x: A, options?: DiffOptions<P, Q>): Tensor<Promote<Promote<Own<A>, EdgeOf<P>>, EdgeOf<Q>>>
export function diff(x: Arg, options: DiffOptions = {}): Tensor {
  checkOptions('diff', options, { axis: '', n: '', prepend: '', append: '' })
  const { axis: along = -1, n = 1, prepend, append } = options
  checkWhole('diff', 'n', n, 0)
  const t = asTensor('diff', x)
  const axis = axisOf('diff', along, t.ndim)
  const one = t.shape.map((length, i) => (i === axis ? 1 : length))
  const edge = (given: Arg | undefined): Tensor[] => {
    if (given === undefined) return []
    const y = operands('diff', t, given)[1]
    return [y.ndim > 0 ? y : broadcastTo(y, one)]
  }
  return within('diff', () => {
    const parts = [...edge(prepend), t, ...edge(append)]
    let y: Tensor = parts.length > 1 ? concatenate(parts, { axis }) : t
    for (let i = 0; i < n; i++) {
      const [right, left] = [sliceAxis(y, axis, 1, null), sliceAxis(y, axis, 0, -1)]
      y = y.dtype === 'bool' ? notEqual(right, left) : sub(right, left)
    }
    return y
  })
}
