import type { Promote } from '../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../array/tensor.ts'
import { diff as diffOf } from '../ops/along-axis/diff.ts'
import { searchsorted as searchsortedOf } from '../ops/indexing/searchsorted.ts'
import { uniqueAll, uniqueCounts, uniqueInverse, uniqueValues } from '../ops/indexing/unique.ts'
import { named, withNone } from './standard-name.ts'

export const unique_all = /* @__PURE__ */ named('unique_all', uniqueAll)
export const unique_counts = /* @__PURE__ */ named('unique_counts', uniqueCounts)
export const unique_inverse = /* @__PURE__ */ named('unique_inverse', uniqueInverse)
export const unique_values = /* @__PURE__ */ named('unique_values', uniqueValues)

export interface SearchsortedOptions {
  /**
   * Where a value goes among equal elements: 'left' (the default) before the first, 'right' after
   * the last.
   */
  readonly side?: 'left' | 'right'
  /** Indices that sort the first operand, as argsort returns them. */
  readonly sorter?: Arg | null
}

/**
 * The places at which values can be inserted into a sorted 1-d tensor so that it stays sorted.
 *
 * @example
 * xp.searchsorted(xp.asarray([1, 2, 2, 3]), xp.asarray([2, 9])).toArray() // [1, 4]
 */
export const searchsorted = /* @__PURE__ */ withNone('searchsorted', searchsortedOf) as (
  x1: Arg,
  x2: Arg,
  options?: SearchsortedOptions,
) => Tensor<'int32'>

export interface DiffOptions<P = Arg | null, Q = Arg | null> {
  readonly axis?: number
  /** How many times differences are computed, once by default. */
  readonly n?: number
  readonly prepend?: P
  readonly append?: Q
}

/** An edge that is left out counts as bool, which does not change the dtype. */
type Edge<P> = P extends null | undefined ? 'bool' : DTypeOf<P>

/**
 * The differences of neighbouring elements along an axis, the last one by default.
 *
 * @example
 * xp.diff(xp.asarray([1, 4, 9, 16]), { n: 2 }).toArray() // [2, 2]
 */
export const diff = /* @__PURE__ */ withNone('diff', diffOf) as <
  A extends Arg,
  P extends Arg | null | undefined = undefined,
  Q extends Arg | null | undefined = undefined,
>(
  x: A,
  options?: DiffOptions<P, Q>,
) => Tensor<Promote<Promote<DTypeOf<A>, Edge<P>>, Edge<Q>>>
