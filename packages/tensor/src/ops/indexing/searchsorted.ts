import { compact } from '../../array/convert.ts'
import type { Data } from '../../array/dtype.ts'
import { elementwise } from '../../array/elementwise.ts'
import { fail, show, told } from '../../array/error.ts'
import { fast } from '../../array/fast.ts'
import type { Loop } from '../../array/loop.ts'
import { operands } from '../../array/operands.ts'
import { checkOptions } from '../../array/options.ts'
import type { Arg, Indices, Tensor } from '../../array/tensor.ts'
import { apply, type Op } from '../../trace/apply.ts'
import { take } from './take.ts'

export interface SearchsortedOptions {
  /**
   * Where a value goes among equal elements: `'left'` (the default) before the first, `'right'`
   * after the last.
   */
  readonly side?: 'left' | 'right'
  /** Indices that sort the first operand, as argsort returns them. */
  readonly sorter?: Indices
}

/**
 * The number of sorted elements that are below x or, with `right`, not above x. NaN is the largest.
 */
function search(sorted: Data, start: number, n: number, x: number, right: boolean): number {
  const last = Number.isNaN(x)
  let low = 0
  let high = n
  while (low < high) {
    const middle = (low + high) >> 1
    const y = sorted[start + middle]
    if (right ? last || y <= x : y < x || (last && !Number.isNaN(y))) low = middle + 1
    else high = middle
  }
  return low
}

export const searchsortedOp: Op<{ readonly side?: 'left' | 'right' }> = {
  name: 'searchsorted',
  batch: 'own',
  forward([sorted, values], { side }) {
    const { data, offset, size } = compact(sorted, 'searchsorted')
    const right = side === 'right'
    const place = (x: number) => search(data, offset, size, x, right)
    const plain: Loop = (n, out, o, a, i, di) => {
      for (const end = o + n; o < end; o++, i += di) out[o] = place(a[i])
    }
    const loop = (values.size > size && fast.placesIn?.(data, offset, size, right, place)) || plain
    return elementwise('searchsorted', 'int32', [values], loop)
  },
  derivative: null,
}

/**
 * The places at which values can be inserted into a sorted 1-d tensor so that it stays sorted: for
 * each value the number of elements below it or, with side `'right'`, not above it. NaN counts as
 * the largest. It has no derivative. Throws unless the first operand is 1-d.
 *
 * @example
 * searchsorted(tensor([1, 2, 2, 3]), tensor([2, 9])).toArray() // [1, 4]
 * searchsorted(tensor([1, 2, 2, 3]), 2, { side: 'right' }).item() // 3
 */
export function searchsorted(sorted: Arg, values: Arg, options: SearchsortedOptions = {}): Tensor<'int32'> {
  checkOptions('searchsorted', options, { side: 'string', sorter: '' })
  const { side = 'left', sorter } = options
  if (side !== 'left' && side !== 'right') fail('searchsorted', `side ${told(side)} is not 'left' or 'right'`)
  const [line, x] = operands('searchsorted', sorted, values, true)
  if (line.ndim !== 1) fail('searchsorted', `shape ${show(line.shape)} is not 1-d; reshape it to [-1]`)
  const ordered = sorter === undefined ? line : take(line, sorter)
  return apply(searchsortedOp, [ordered, x], { side })
}
