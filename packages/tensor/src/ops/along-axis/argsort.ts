import { alongAxis } from '../../array/along-axis.ts'
import { fast } from '../../array/fast.ts'
import { asTensor } from '../../array/operands.ts'
import { checkOptions } from '../../array/options.ts'
import { axisOf } from '../../array/shape.ts'
import { sortOrder } from '../../array/sort-order.ts'
import type { Arg, Tensor } from '../../array/tensor.ts'
import { apply, type Op } from '../../trace/apply.ts'

export interface SortOptions {
  /** The axis to sort, the last one by default; negative axes count from the end. */
  readonly axis?: number
  /** Sorts the largest first. */
  readonly descending?: boolean
  /** Whether equal elements keep their order. They always do, so this changes nothing. */
  readonly stable?: boolean
}

/** Throws for options other than those of sorting, and adds the defaults. */
export function sortOptions(name: string, options: SortOptions): { axis: number; descending: boolean } {
  checkOptions(name, options, { axis: '', descending: 'boolean', stable: 'boolean' })
  const { axis = -1, descending = false } = options
  return { axis, descending }
}

interface ArgsortOptions {
  readonly axis: number
  readonly descending?: boolean
  /** How many of the indices are found, where `fast` does so; all of them by default. */
  readonly first?: number
}

export const argsortOp: Op<ArgsortOptions> = {
  name: 'argsort',
  batch: 'axis',
  forward([x], { axis, descending = false, first }) {
    const along = axisOf('argsort', axis, x.ndim)
    const n = x.shape[along]
    if (first !== undefined) return fast.firstInOrder!(x, along, first, descending)
    return alongAxis('argsort', x, axis, 'int32', (fast.sortOrder ?? sortOrder)(n, descending))
  },
  derivative: null,
}

/**
 * The indices that sort an axis, the last one by default. The sort is stable, and ascending unless
 * `descending`. NaN counts as the largest. It has no derivative; to differentiate, use
 * {@link sort}.
 *
 * @example
 * argsort(tensor([3, 1, 2])).toArray() // [1, 2, 0]
 * argsort(tensor([3, 1, 2]), { descending: true }).toArray() // [0, 2, 1]
 */
export function argsort(x: Arg, options: SortOptions = {}): Tensor<'int32'> {
  return apply(argsortOp, [asTensor('argsort', x)], sortOptions('argsort', options))
}
