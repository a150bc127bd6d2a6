import { tensor } from '../../array/create.ts'
import { type FloatOf, floatOf } from '../../array/dtype.ts'
import { fail, show, told } from '../../array/error.ts'
import { asTensor, isStrided } from '../../array/operands.ts'
import { checkOptions, checkWhole } from '../../array/options.ts'
import { arange, linspace } from '../../array/range.ts'
import type { Arg, DTypeOf, NdarrayLike, Tensor } from '../../array/tensor.ts'
import { within } from '../../array/within.ts'
import { stopGradient } from '../../trace/stop-gradient.ts'
import { diff } from '../along-axis/diff.ts'
import { add } from '../elementwise/add.ts'
import { cast } from '../elementwise/cast.ts'
import { equal, less } from '../elementwise/compare.ts'
import { div } from '../elementwise/div.ts'
import { mul } from '../elementwise/mul.ts'
import { nextafter } from '../elementwise/nextafter.ts'
import { sub } from '../elementwise/sub.ts'
import { where } from '../elementwise/where.ts'
import { searchsorted } from '../indexing/searchsorted.ts'
import { slice } from '../indexing/slice.ts'
import { max } from '../reduce/max.ts'
import { min } from '../reduce/min.ts'
import { sum } from '../reduce/sum.ts'
import { concatenate } from '../shape/concatenate.ts'
import { reshape } from '../shape/reshape.ts'
import { type CountOf, counted } from './bincount.ts'

export interface HistogramOptions<W = Arg | undefined, B extends boolean = boolean> {
  /** The number of equal bins, 10 by default, or the edges of the bins in ascending order. */
  readonly bins?: number | readonly number[] | NdarrayLike
  /** The ends of the range of equal bins, by default the smallest and the largest element. */
  readonly range?: readonly [low: number, high: number]
  /** The weight of each element, 1 by default; in the shape of the operand. */
  readonly weights?: W
  /** Divides by the total and by the widths of the bins, so that the integral is 1. */
  readonly density?: B
}

/**
 * The number of elements in each bin, or the sum of their weights, and the edges of the bins. A bin
 * includes its lower edge; the last bin also includes its upper edge. NaN and elements outside the
 * bins are left out. Counts are constant for a derivative. Sums of weights have a derivative in the
 * weights. Throws for edges that are not in ascending order, and for a range that is not finite;
 * inside `jit` and `vmap` neither is checked.
 *
 * @example
 * const { counts, edges } = histogram(tensor([1, 2, 2, 4]), { bins: 3 })
 * counts.toArray() // [1, 2, 1]
 * edges.toArray() // [1, 2, 3, 4]
 * histogram(tensor([1, 2, 2, 4]), { bins: [0, 2, 5], density: true }).counts.toArray() // [0.125, 0.25]
 */
export function histogram<A extends Arg, W extends Arg | undefined = undefined, B extends boolean = false>(
  x: A,
  options?: HistogramOptions<W, B>,
): {
  counts: Tensor<B extends true ? FloatOf<CountOf<W>> : CountOf<W>>
  edges: Tensor<FloatOf<DTypeOf<A>>>
}
export function histogram(x: Arg, options: HistogramOptions = {}): unknown {
  checkOptions('histogram', options, { bins: '', range: '', weights: '', density: 'boolean' })
  const { bins = 10, range, weights, density } = options
  const t = asTensor('histogram', x)
  return within('histogram', () => {
    const edges = cast(
      typeof bins === 'number' ? equalBins(t, bins, range) : givenEdges(bins),
      floatOf(t.dtype),
    )
    const count = edges.size - 1
    // The places before the first bin and after the last take the elements outside the bins.
    const bounds = concatenate([slice(edges, [0, count]), reshape(after(slice(edges, count)), [1])])
    const places = searchsorted(bounds, t, { side: 'right' })
    const counts = slice(counted('histogram', places, count + 2, weights), [1, count + 1])
    if (!density) return { counts, edges }
    return { counts: div(counts, mul(sum(counts), diff(edges))), edges }
  })
}

/** The least number above x. Above infinity it is NaN, which counts as the largest. */
const after = (x: Tensor): Tensor => where(equal(x, Infinity), Number.NaN, nextafter(x, Infinity))

/** The edges of equal bins between two numbers, by default the extremes of `x`. */
function equalBins(x: Tensor, bins: number, range: HistogramOptions['range']): Tensor {
  checkWhole('histogram', 'the number of bins', bins, 1)
  if (range !== undefined && !(Array.isArray(range) && range.length === 2))
    fail('histogram', `range ${told(range)} is not [low, high]`)
  const known = stopGradient(x)
  if (known.tracing && range === undefined && x.size > 0) return binsBetween(min(known), max(known), bins)
  const [low, high] = range ?? (x.size > 0 ? [min(known).item(), max(known).item()] : [0, 1])
  if (!(low <= high && Number.isFinite(high - low)))
    fail('histogram', `the range is [${told(low)},${told(high)}]; give two finite numbers in ascending order`)
  return low < high ? linspace(low, high, bins + 1) : linspace(low - 0.5, high + 0.5, bins + 1)
}

/** The edges of `linspace` by ops, for ends that are inside a transform. */
function binsBetween(low: Tensor, high: Tensor, bins: number): Tensor {
  const wide = less(low, high)
  const first: Tensor = where(wide, low, sub(low, 0.5))
  const last: Tensor = where(wide, high, add(high, 0.5))
  const [from, to] = [cast(first, 'float64'), cast(last, 'float64')]
  const inner = add(mul(arange(1, bins), div(sub(to, from), bins)), from)
  return concatenate([reshape(from, [1]), inner, reshape(to, [1])])
}

function givenEdges(bins: unknown): Tensor {
  const numbers = Array.isArray(bins) && bins.every(edge => typeof edge === 'number')
  if (!numbers && !isStrided(bins))
    fail('histogram', `bins ${told(bins)} is not a number, an array of numbers or a tensor`)
  const edges = numbers ? tensor(bins) : asTensor('histogram', bins as NdarrayLike)
  if (edges.ndim !== 1 || edges.size < 2)
    fail('histogram', `edges of shape ${show(edges.shape)}; give at least two along one axis`)
  const known = stopGradient(edges)
  if (known.tracing) return known
  const list = [...known.values()]
  list.forEach((edge, i) => {
    if (i > 0 && !(edge >= list[i - 1]))
      fail('histogram', `edge ${i} is ${edge}, after ${list[i - 1]}; edges must be in ascending order`)
  })
  return known
}
