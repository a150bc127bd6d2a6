/**
 * The one registry of fast loops: they stand in for the plain loops of the drivers, to the same
 * bits. The slots are empty until `kernels/install.ts` fills them, which the package's main entry
 * imports and `lite` does not.
 */

import type { Blend } from './blend.ts'
import type { Data, DType } from './dtype.ts'
import type { Blocks, Loop, Run } from './loop.ts'
import type { FloatArray, MatrixView } from './matrix-view.ts'
import type { Shape } from './shape.ts'
import type { Tensor } from './tensor.ts'

/**
 * Writes AB to `out[at]`, row after row, where row k of B is made of `count` runs of `length`
 * elements of a store, `step` apart, the first from `starts[k]` on; or returns false.
 */
export type ProductOfRuns = (
  a: MatrixView,
  store: FloatArray,
  starts: readonly number[],
  runs: { readonly count: number; readonly step: number; readonly length: number },
  out: FloatArray,
  at: number,
) => boolean

/**
 * `reduce`, `alongAxis`, `gather` and `scatterAdd` return false if they do not serve the case; the
 * plain loop then does.
 */
export interface FastLoops {
  /**
   * A store for `size` elements that will all be written, not zeroed; undefined where there is
   * none.
   */
  store?: (dtype: DType, size: number) => Data | undefined
  /**
   * The loop of an elementwise op, by the op's name and plain loop, which it falls back to run by
   * run.
   */
  loop?: (name: string, plain: Loop) => Loop
  /**
   * A reduction of blocks [outer, n, inner] to [outer, inner], by the op's name; no length is 0.
   */
  reduce?: (name: string, x: Blocks, out: Data) => boolean
  /** An op along the middle axis of [outer, n, inner] that keeps the shape, by the op's name. */
  alongAxis?: (name: string, x: Blocks, out: Data) => boolean
  /** C = αAB + βC on stores of one float type, AB by default; serves every case. */
  product?: (a: MatrixView, b: MatrixView, c: MatrixView, scales?: Blend) => void
  productOfRuns?: ProductOfRuns
  /**
   * Room for so many numbers while `use` runs, where `product` copies nothing; they may hold
   * anything.
   */
  lendDoubles?: <T>(length: number, use: (data: Float64Array, offset: number) => T) => T
  /**
   * The loop that writes the order which sorts a run of `n` elements, as `array/sort-order.ts`
   * does.
   */
  sortOrder?: (n: number, descending: boolean) => Run
  /** `gather` into `out`. */
  gather?: (x: Tensor, indices: Tensor, axis: number, out: Data) => boolean
  /** `scatterAdd` to y, contiguous and alone on its store, of values in the order of `shape`. */
  scatterAdd?: (
    y: Tensor,
    indices: Tensor,
    axis: number,
    shape: Shape,
    values: Data,
    valuesAt: number,
  ) => boolean
}

export const fast: FastLoops = {}
