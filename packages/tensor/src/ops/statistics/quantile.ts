import { tensor } from '../../array/create.ts'
import { type FloatOf, floatOf } from '../../array/dtype.ts'
import { fail, told } from '../../array/error.ts'
import { asTensor, isStrided } from '../../array/operands.ts'
import { checkReduce, type ReduceOptions, reducedShape } from '../../array/reduce.ts'
import { axesOf } from '../../array/shape.ts'
import type { Arg, DTypeOf, NdarrayLike, Tensor } from '../../array/tensor.ts'
import { within } from '../../array/within.ts'
import type { Op } from '../../trace/apply.ts'
import { stopGradient } from '../../trace/stop-gradient.ts'
import { sort } from '../along-axis/sort.ts'
import { add } from '../elementwise/add.ts'
import { cast } from '../elementwise/cast.ts'
import { div } from '../elementwise/div.ts'
import { isfinite, isnan } from '../elementwise/logic.ts'
import { mul } from '../elementwise/mul.ts'
import { sub } from '../elementwise/sub.ts'
import { where } from '../elementwise/where.ts'
import { gather } from '../indexing/gather-scatter.ts'
import { slice } from '../indexing/slice.ts'
import { take } from '../indexing/take.ts'
import { mergeAxes } from '../reduce/merge-axes.ts'
import { moveaxis } from '../shape/moveaxis.ts'
import { reshape } from '../shape/reshape.ts'
import { rankPlaces } from './rank-places.ts'

/** The value between two elements: linear interpolation, one of the two, or their mean. */
export type QuantileMethod = 'linear' | 'lower' | 'higher' | 'midpoint' | 'nearest'

export interface QuantileOptions extends ReduceOptions {
  /** `'linear'` by default. */
  readonly method?: QuantileMethod
}

/** A share of the elements, or several: numbers in [0, 1]. */
export type Shares = number | readonly number[] | NdarrayLike

/**
 * For each method: the weight of the upper element, from the fraction between the two ranks and the
 * lower rank.
 */
const ways: Record<QuantileMethod, (t: number, below: number) => number> = {
  linear: t => t,
  lower: () => 0,
  higher: t => Math.ceil(t),
  midpoint: t => (t > 0 ? 0.5 : 0),
  nearest: (t, below) => (t === 0.5 ? below % 2 : Math.round(t)),
}

export const quantileOp: Op<QuantileOptions & { readonly q: Shares }> = {
  name: 'quantile',
  dtypes: 'float',
  forward: ([x], { q, ...options }) => quantile(x, q, options),
  derivative: 'composed',
}

/**
 * The quantiles of the elements at the shares `q`, over some axes, all of them by default. The
 * result has the axes of `q` first. Integers and bools give float64. The result is NaN if there is
 * a NaN. The derivative goes to the elements below and above; `q` is a constant. Throws if there
 * are no elements, and for shares outside [0, 1].
 *
 * @example
 * quantile(tensor([1, 2, 3, 4]), 0.5).item() // 2.5
 * quantile(tensor([[1, 2, 3], [4, 5, 9]]), [0.25, 1], { axis: 1 }).toArray() // [[1.5, 4.5], [3, 9]]
 */
export function quantile<A extends Arg>(
  x: A,
  q: Shares,
  options?: QuantileOptions,
): Tensor<FloatOf<DTypeOf<A>>>
export function quantile(x: Arg, q: Shares, options: QuantileOptions = {}): Tensor {
  checkReduce('quantile', options, { method: 'string' })
  const { axis, keepDims, method = 'linear' } = options
  if (!Object.hasOwn(ways, method))
    fail('quantile', `method ${told(method)} is not one of ${Object.keys(ways)}`)
  const shares = isStrided(q) ? stopGradient(asTensor('quantile', q)) : tensorOf(q)
  const list = [...shares.values()]
  for (const share of list)
    if (!(share >= 0 && share <= 1)) fail('quantile', `a share is ${told(share)}; it must be in [0, 1]`)
  const { runs, n, shape } = runsOf('quantile', x, axis, keepDims)
  const at = list.map(share => share * (n - 1))
  const below = at.map(Math.floor)
  const way = at.map((place, i) => ways[method](place - below[i], below[i]))
  return within('quantile', () => {
    const count = list.length
    const picked = pick(runs, [...below, ...below.map((rank, i) => rank + Math.ceil(way[i]))])
    const [low, high] = [sliceLast(picked, 0, count), sliceLast(picked, count, null)]
    const wide = sub(high, low)
    // Interpolates from the nearer element, so that both ends are exact.
    const weights = (f: (t: number) => number) => cast(tensor(way.map(f)), runs.dtype)
    const near = weights(t => (t < 0.5 ? t : t - 1))
    const from = where(tensor(way.map(t => t < 0.5)), low, high)
    const line = add(from, mul(wide, near))
    const infinite = add(
      mul(
        low,
        weights(t => 1 - t),
      ),
      mul(
        high,
        weights(t => t),
      ),
    )
    const between = where(
      tensor(way.map(t => t === 0 || t === 1)),
      from,
      where(isfinite(wide), line, infinite),
    )
    return reshape(moveaxis(withNaN(between, low), -1, 0), [...shares.shape, ...shape])
  })
}

function tensorOf(q: unknown): Tensor {
  if (typeof q === 'number' || (Array.isArray(q) && q.every(share => typeof share === 'number')))
    return tensor(q)
  return fail('quantile', `the shares are ${told(q)}; give a number, an array of numbers or a tensor`)
}

/** With more ranks than this, sorting the run is faster than finding each rank. */
const MANY = 16

const selected = (runs: Tensor, ranks: readonly number[]): Tensor =>
  gather(runs, rankPlaces(runs, ranks), { axis: -1 })

/**
 * The elements of some ranks along the last axis. If a run holds a NaN, all its results are NaN.
 */
function pick(runs: Tensor, ranks: readonly number[]): Tensor {
  if (ranks.length <= MANY) return selected(runs, ranks)
  const sorted: Tensor = sort(runs)
  const chosen = take(sorted, tensor([...ranks], { dtype: 'int32' }), { axis: -1 })
  return withNaN(chosen, sliceLast(sorted, -1, null))
}

/** Replaces a result by NaN if `beside` is NaN. */
const withNaN = (y: Tensor, beside: Tensor): Tensor => where(isnan(beside), Number.NaN, y)

/**
 * The elements along the reduced axes as floats, merged into a last axis of length n. Also a
 * function that gives the shape of the result.
 */
function runsOf(name: string, x: Arg, axis: ReduceOptions['axis'], keepDims: boolean | undefined) {
  const given = asTensor(name, x)
  const t = cast(given, floatOf(given.dtype))
  const runs: Tensor = mergeAxes(name, t, axis)
  const n = runs.shape[runs.ndim - 1]
  if (n === 0) fail(name, 'has no elements to choose from; give at least one')
  return { runs, n, shape: reducedShape(t.shape, axesOf(name, axis, t.ndim), keepDims) }
}

const sliceLast = (x: Tensor, start: number, end: number | null): Tensor =>
  slice(x, ...new Array<null>(x.ndim - 1).fill(null), [start, end])

export const medianOp: Op<ReduceOptions> = {
  name: 'median',
  dtypes: 'float',
  forward: ([x], options) => median(x, options),
  derivative: 'composed',
}

/**
 * The median over some axes, all of them by default: the middle element, or the mean of the two in
 * the middle. Integers and bools give float64. The result is NaN if there is a NaN. Throws if there
 * are no elements.
 *
 * @example
 * median(tensor([3, 1, 2])).item() // 2
 * median(tensor([[1, 2], [5, 9]]), { axis: 1 }).toArray() // [1.5, 7]
 */
export function median<A extends Arg>(x: A, options?: ReduceOptions): Tensor<FloatOf<DTypeOf<A>>>
export function median(x: Arg, options: ReduceOptions = {}): Tensor {
  checkReduce('median', options)
  const { runs, n, shape } = runsOf('median', x, options.axis, options.keepDims)
  return within('median', () => {
    const middle = selected(runs, n % 2 ? [n >> 1] : [(n - 1) >> 1, n >> 1])
    const low = sliceLast(middle, 0, 1)
    const y = n % 2 ? low : div(add(low, sliceLast(middle, 1, 2)), 2)
    return reshape(withNaN(y, low), shape)
  })
}
