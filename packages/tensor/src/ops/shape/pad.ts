import { element } from '../../array/create.ts'
import { allocate } from '../../array/dtype.ts'
import { own, place } from '../../array/elementwise.ts'
import { fail, show, told } from '../../array/error.ts'
import { asTensor } from '../../array/operands.ts'
import { checkOptions } from '../../array/options.ts'
import { strideOf } from '../../array/shape.ts'
import { type Arg, type Own, type SliceRange, Tensor } from '../../array/tensor.ts'
import { within } from '../../array/within.ts'
import { apply, type Op } from '../../trace/apply.ts'
import { slice } from '../indexing/slice.ts'
import { take } from '../indexing/take.ts'

/**
 * The number of elements to add: one number for both ends of all axes, [before, after] for all
 * axes, or [before, after] for each axis.
 */
export type PadWidth = number | readonly [number, number] | readonly (readonly [number, number])[]

export interface PadOptions {
  /**
   * The added values, by NumPy's names: 'constant' (the default), 'edge' (the outermost element),
   * 'reflect' (mirrored at the outermost element), 'symmetric' (mirrored beyond it), 'wrap' (from
   * the other end).
   */
  readonly mode?: 'constant' | 'edge' | 'reflect' | 'symmetric' | 'wrap'
  /** The constant, 0 by default. */
  readonly constantValues?: number
}

/** For each mode: which of n elements on an axis is used at position i, which may be outside. */
const sources: Readonly<Record<string, (i: number, n: number) => number>> = {
  edge: (i, n) => Math.min(Math.max(i, 0), n - 1),
  reflect: (i, n) => n - 1 - Math.abs(n - 1 - modulo(i, Math.max(2 * n - 2, 1))),
  symmetric: (i, n) => Math.min(modulo(i, 2 * n), modulo(-1 - i, 2 * n)),
  wrap: (i, n) => modulo(i, n),
}

const modulo = (i: number, n: number): number => ((i % n) + n) % n

type Widths = readonly (readonly [before: number, after: number])[]

export const padOp: Op<{ readonly widths: Widths; readonly value: number }> = {
  name: 'pad',
  batch: 'own',
  forward([x], { widths, value }) {
    const shape = x.shape.map((n, axis) => widths[axis][0] + n + widths[axis][1])
    const data = allocate('pad', x.dtype, shape).fill(element('pad', value, x.dtype, [], 0))
    const stride = strideOf(shape)
    const start = stride.reduce((at, step, axis) => at + step * widths[axis][0], 0)
    place(own('pad', x), data, stride, start)
    return new Tensor(x.dtype, data, shape, stride, 0)
  },
  derivative: (g, _y, [x], { widths }) => [
    () => slice(g, ...x.shape.map((n, axis): SliceRange => [widths[axis][0], widths[axis][0] + n])),
  ],
}

/**
 * A tensor with elements added around it, as NumPy's `pad`. Throws for widths that are negative or
 * not whole numbers, and for a mode other than 'constant' on an axis without elements.
 *
 * @example
 * pad(tensor([1, 2, 3]), 1).toArray() // [0, 1, 2, 3, 0]
 * pad(tensor([1, 2, 3]), [2, 1], { mode: 'reflect' }).toArray() // [3, 2, 1, 2, 3, 2]
 * pad(ones([2, 3]), [[1, 0], [0, 2]]).shape // [3, 5]
 */
export function pad<A extends Arg>(x: A, widths: PadWidth, options?: PadOptions): Tensor<Own<A>>
export function pad(x: Arg, widths: PadWidth, options: PadOptions = {}): Tensor {
  checkOptions('pad', options, { mode: 'string', constantValues: 'number' })
  const { mode = 'constant', constantValues: value = 0 } = options
  const t = asTensor('pad', x)
  const ends = widthsOf(widths, t.ndim)
  if (mode === 'constant') return apply(padOp, [t], { widths: ends, value })
  if (!Object.hasOwn(sources, mode))
    fail('pad', `mode ${told(mode)} is not one of constant,${Object.keys(sources)}`)
  return within('pad', () =>
    ends.reduce((y, [before, after], axis) => {
      const n = t.shape[axis]
      const length = before + n + after
      if (length === n) return y
      if (n === 0)
        fail('pad', `axis ${axis} of shape ${show(t.shape)} has no elements to pad with; give a constant`)
      const at = allocate('pad', 'int32', [length]).map((_, i) => sources[mode](i - before, n))
      return take(y, new Tensor('int32', at as Int32Array, [length]), { axis }) as Tensor
    }, t),
  )
}

function widthsOf(widths: unknown, ndim: number): Widths {
  const pair = (x: unknown): x is [number, number] =>
    Array.isArray(x) && x.length === 2 && x.every(n => Number.isInteger(n) && n >= 0)
  const all = typeof widths === 'number' ? [widths, widths] : widths
  if (pair(all)) return new Array<[number, number]>(ndim).fill(all)
  if (!Array.isArray(all) || all.length !== ndim || !all.every(pair))
    fail(
      'pad',
      `widths ${told(widths)}; give a whole number from 0, [before, after], or that for each of ${ndim} axes`,
    )
  return all
}
