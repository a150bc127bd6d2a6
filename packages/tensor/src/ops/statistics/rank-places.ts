import { compact } from '../../array/convert.ts'
import { allocate, type DType } from '../../array/dtype.ts'
import { Tensor } from '../../array/tensor.ts'
import { apply, type Op } from '../../trace/apply.ts'

interface Ranks {
  readonly ranks: readonly number[]
}

/** Indices along the last axis, [..., ranks]. */
export const rankPlacesOp: Op<Ranks> = {
  name: 'rankPlaces',
  batch: 'leading',
  dtypes: 'number',
  forward([x], { ranks }) {
    const lead = x.shape.slice(0, -1)
    const n = x.shape[lead.length]
    const out = allocate('rankPlaces', 'int32', [...lead, ranks.length])
    const { data, offset } = compact(x, 'rankPlaces')
    const run = new Float64Array(n)
    for (let o = 0, at = offset; o < out.length; at += n) {
      run.set(data.subarray(at, at + n))
      const bad = run.findIndex(Number.isNaN)
      for (const rank of ranks) out[o++] = bad < 0 ? placeOf(select(run, rank), rank, data, at, n) : bad
    }
    return new Tensor<DType>('int32', out, [...lead, ranks.length])
  },
  derivative: null,
}

/**
 * The indices along the last axis of the elements with these ranks in a stable sort. In a run with
 * a NaN, all of them are the index of the first NaN.
 */
export const rankPlaces = (x: Tensor, ranks: readonly number[]): Tensor => apply(rankPlacesOp, [x], { ranks })

/** The number of a rank among numbers without NaN. Reorders the numbers (Hoare 1961). */
function select(x: Float64Array, rank: number): number {
  let low = 0
  let high = x.length - 1
  // After 64 partitions the remaining numbers are sorted.
  for (let turns = 64; low < high; turns--) {
    if (turns === 0) {
      x.subarray(low, high + 1).sort()
      break
    }
    const [a, b, c] = [x[low], x[(low + high) >> 1], x[high]]
    const pivot = a < b ? (b < c ? b : a < c ? c : a) : a < c ? a : b < c ? c : b
    let i = low
    let j = high
    while (i <= j) {
      while (x[i] < pivot) i++
      while (x[j] > pivot) j--
      if (i <= j) {
        const y = x[i]
        x[i++] = x[j]
        x[j--] = y
      }
    }
    if (rank <= j) high = j
    else if (rank >= i) low = i
    else break
  }
  return x[rank]
}

/** The index of the element of a rank. Among equal elements their order decides. */
function placeOf(value: number, rank: number, data: ArrayLike<number>, at: number, n: number): number {
  let left = rank
  for (let i = at; i < at + n; i++) if (data[i] < value) left--
  for (let i = at; ; i++) if (data[i] === value && left-- === 0) return i - at
}
