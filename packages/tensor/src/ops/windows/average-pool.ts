import { compact, convert } from '../../array/convert.ts'
import { allocate, type DType, type FloatOf, floatOf } from '../../array/dtype.ts'
import { fast, storeToWrite } from '../../array/fast.ts'
import type { OptionKinds } from '../../array/options.ts'
import { type Arg, type DTypeOf, Tensor } from '../../array/tensor.ts'
import { apply, type Op } from '../../trace/apply.ts'
import { checkPadding, eachRun, elementsOf, overWindows, type Pool } from './pool.ts'
import { type PerAxis, WINDOW_KINDS, type WindowOptions, type Windows } from './windows.ts'

export interface AveragePoolOptions extends WindowOptions {
  /** Whether an average counts padding as zeros (the default) or leaves it out. */
  readonly countIncludePad?: boolean
}

const KINDS: OptionKinds = { ...WINDOW_KINDS, countIncludePad: 'boolean' }

interface AveragePool extends Pool {
  readonly operation: string
  readonly countIncludePad: boolean
}

/** The divisor of each window of a plane. */
function countsOf({ plane: [rows, columns], countIncludePad }: AveragePool): Float64Array {
  const counts = (axis: Windows) =>
    elementsOf(axis).map(({ from, to }) => (countIncludePad ? axis.kernel : to - from))
  const across = counts(columns)
  return Float64Array.from(counts(rows).flatMap(n => across.map(m => n * m)))
}

export const averagePool2dOp: Op<AveragePool> = {
  name: 'averagePool2d',
  batch: 'windows',
  dtypes: 'float',
  forward([x], pool) {
    const dtype = floatOf(x.dtype)
    const t = x.dtype === dtype ? compact(x, pool.operation) : convert(x, dtype, pool.operation)
    const out = storeToWrite(pool.operation, dtype, pool.windows)
    if (!pool.countIncludePad) checkPadding(pool.operation, pool)
    const counts = countsOf(pool)
    if (fast.pool?.(t, pool, counts, out)) return new Tensor<DType>(dtype, out, pool.windows)
    const { data, offset } = t
    const totals = new Float64Array(out.length)
    const { stride } = pool.plane[1]
    const run = (window: number, at: number, first: number, end: number) => {
      for (let w = window + first, next = offset + at + first * stride; w < window + end; w++) {
        totals[w] += data[next]
        next += stride
      }
    }
    eachRun(pool, run)
    for (let w = 0; w < out.length; )
      for (let i = 0; i < counts.length; i++, w++) out[w] = totals[w] / counts[i]
    return new Tensor<DType>(dtype, out, pool.windows)
  },
  derivative: (g, _y, _inputs, pool) => [() => apply(averagePool2dInputOp, [g], pool)],
}

/** The transpose: each element gets its share from every window that covers it. */
export const averagePool2dInputOp: Op<AveragePool> = {
  name: 'averagePool2dInput',
  batch: 'windows',
  dtypes: 'float',
  forward([g], pool) {
    const { data, offset } = compact(g, pool.operation)
    const out = allocate(pool.operation, g.dtype, pool.planes)
    const counts = countsOf(pool)
    const shares = new Float64Array(g.size)
    for (let w = 0; w < shares.length; )
      for (let i = 0; i < counts.length; i++, w++) shares[w] = data[offset + w] / counts[i]
    const { stride } = pool.plane[1]
    const run = (window: number, at: number, first: number, end: number) => {
      for (let w = window + first, next = at + first * stride; w < window + end; w++) {
        out[next] += shares[w]
        next += stride
      }
    }
    // An element adds the shares of its windows in the order of the windows.
    eachRun(pool, run, true)
    return new Tensor(g.dtype, out, pool.planes)
  },
  derivative: (h, _y, _inputs, pool) => [() => apply(averagePool2dOp, [h], pool)],
}

function averagePool(
  operation: string,
  axes: number,
  x: Arg,
  window: PerAxis,
  options: AveragePoolOptions,
): Tensor {
  return overWindows(operation, axes, x, window, options, KINDS, (t, pool) =>
    apply(averagePool2dOp, [t], {
      ...pool,
      operation,
      countIncludePad: options.countIncludePad ?? true,
    }),
  )
}

export const averagePool1dOp: Op<{ readonly window: number } & AveragePoolOptions> = {
  name: 'averagePool1d',
  dtypes: 'float',
  forward: ([x], { window, ...options }) => averagePool1d(x, window, options),
  derivative: 'composed',
}

/**
 * The average of each window over the last axis: [..., length] gives [..., windows]. See
 * {@link averagePool2d}.
 *
 * @example
 * averagePool1d(tensor([3, 1, 4, 2, 5]), 2).toArray() // [2, 3]
 */
export function averagePool1d<A extends Arg>(
  x: A,
  window: number,
  options?: AveragePoolOptions,
): Tensor<FloatOf<DTypeOf<A>>>
export function averagePool1d(x: Arg, window: number, options: AveragePoolOptions = {}): Tensor {
  return averagePool('averagePool1d', 1, x, window, options)
}

/**
 * The average of each window over the last two axes: [..., height, width] gives [..., rows,
 * columns]. Sums are computed in float64. Throws if no window fits, and if a window would contain
 * only padding that does not count.
 *
 * @param window the height and width of the window, or one number for both.
 * @param options.stride the distance between windows, by default the window size, so that they do
 * not overlap.
 * @example
 * averagePool2d(reshape(arange(16), [4, 4]), 2).toArray() // [[2.5, 4.5], [10.5, 12.5]]
 * averagePool2d(ones([2, 2]), 2, { padding: 'same', stride: 1 }).toArray() // [[1, 0.5], [0.5, 0.25]]
 */
export function averagePool2d<A extends Arg>(
  x: A,
  window: PerAxis,
  options?: AveragePoolOptions,
): Tensor<FloatOf<DTypeOf<A>>>
export function averagePool2d(x: Arg, window: PerAxis, options: AveragePoolOptions = {}): Tensor {
  return averagePool('averagePool2d', 2, x, window, options)
}
