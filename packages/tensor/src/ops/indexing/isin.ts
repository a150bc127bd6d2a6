import { compact } from '../../array/convert.ts'
import { elementwise } from '../../array/elementwise.ts'
import type { Loop } from '../../array/loop.ts'
import { operands } from '../../array/operands.ts'
import { checkOptions } from '../../array/options.ts'
import type { Arg, Tensor } from '../../array/tensor.ts'
import { apply, type Op } from '../../trace/apply.ts'

export interface IsinOptions {
  /** Returns which elements are not in the other tensor. */
  readonly invert?: boolean
}

export const isinOp: Op<IsinOptions> = {
  name: 'isin',
  batch: 'own',
  forward([x, others], { invert }) {
    const { data, offset, size } = compact(others, 'isin')
    // A set treats 0 and -0 as equal, like ==. It treats NaN as equal to itself, unlike ==.
    const known = new Set<number>()
    for (let i = 0; i < size; i++) known.add(data[offset + i])
    known.delete(Number.NaN)
    const loop: Loop = (n, out, o, a, i, di) => {
      for (const end = o + n; o < end; o++, i += di) out[o] = Number(known.has(a[i]) !== (invert === true))
    }
    return elementwise('isin', 'bool', [x], loop)
  },
  derivative: null,
}

/**
 * Whether each element is in another tensor. NaN is never in it.
 *
 * @example
 * isin(tensor([1, 2, 3]), tensor([2, 5])).toArray() // [false, true, false]
 */
export function isin(x: Arg, among: Arg, options: IsinOptions = {}): Tensor<'bool'> {
  checkOptions('isin', options, { invert: 'boolean' })
  return apply(isinOp, operands('isin', x, among, true), options)
}
