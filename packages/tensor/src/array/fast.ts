/**
 * The registry of fast loops. They replace the plain loops of the drivers and give the same bits.
 * The members are undefined until `kernels/install.ts` sets them. The main entry of the package
 * imports that file; `lite` does not.
 */

import type { Blend } from './blend.ts'
import { allocate, type Data, type DType } from './dtype.ts'
import type { Blocks, Loop, Run, RunLevel } from './loop.ts'
import type { FloatArray, MatrixView } from './matrix-view.ts'
import { type Shape, sizeOf } from './shape.ts'
import type { Tensor } from './tensor.ts'

/**
 * Writes AB to `out[at]`, row by row, or returns false. Row k of B consists of `count` runs of
 * `length` elements in a store. The first run starts at `starts[k]`, and the runs are `step`
 * elements apart.
 */
export type ProductOfRuns = (
  a: MatrixView,
  store: FloatArray,
  starts: readonly number[],
  runs: { readonly count: number; readonly step: number; readonly length: number },
  out: FloatArray,
  at: number,
) => boolean

/** The windows along an axis, as in `ops/windows`. */
interface PooledAxis {
  readonly size: number
  readonly kernel: number
  readonly stride: number
  readonly dilation: number
  readonly before: number
  readonly count: number
}

/**
 * Writes the largest element of each window of contiguous planes to `out`, or with divisors, one
 * per window of a plane, the sum over the divisor. Returns false if it does not support the case.
 */
export type FastPool = (
  x: { readonly data: Data; readonly offset: number },
  pool: { readonly plane: readonly [PooledAxis, PooledAxis]; readonly planes: Shape },
  divisors: Float64Array | null,
  out: Data,
) => boolean

/**
 * `reduce`, `alongAxis`, `gather` and `scatterAdd` return false if they do not support the case.
 * The plain loop then runs.
 */
export interface FastLoops {
  /**
   * A store of `size` elements that is not zeroed, since all of them will be written. Undefined if
   * the engine cannot provide one.
   */
  store?: (dtype: DType, size: number) => Data | undefined
  /**
   * The loop of an elementwise op, from the op's name and its plain loop. It uses the plain loop
   * for runs that it does not support.
   */
  loop?: (name: string, plain: Loop) => Loop
  /** Reduces sorted axes by the op of this name. */
  reduce?: (name: string, x: Tensor, axes: Shape, out: Data) => boolean
  /**
   * The sum, along sorted axes, of the squared distances from centres. They are contiguous, one for
   * each result. Undefined if it does not support the case.
   */
  distances?: (x: Tensor, centres: Tensor, axes: Shape, keepDims: boolean) => Tensor | undefined
  /**
   * Applies the op of this name, which keeps the shape, along the middle axis of [outer, n, inner].
   */
  alongAxis?: (name: string, x: Blocks, out: Data) => boolean
  /** C = αAB + βC on stores of the same float type, by default C = AB. It supports every case. */
  product?: (a: MatrixView, b: MatrixView, c: MatrixView, scales?: Blend) => void
  productOfRuns?: ProductOfRuns
  pool?: FastPool
  /**
   * Lends memory for `length` numbers while `use` runs. `product` does not copy matrices that lie
   * there. The numbers start with arbitrary values.
   */
  lendDoubles?: <T>(length: number, use: (data: Float64Array, offset: number) => T) => T
  /**
   * Solves LX = B for a small lower triangular L and writes X over B. With `unit` the diagonal of L
   * counts as ones. Returns false for matrices that are not in the memory that `lendDoubles` lends.
   */
  solveRows?: (l: MatrixView, x: MatrixView, unit: boolean) => boolean
  /**
   * The loop that writes the indices that sort a run of `n` elements, as in `array/sort-order.ts`.
   */
  sortOrder?: (n: number, descending: boolean) => Run
  /** The first indices that sort an axis, as `argsort` finds them. */
  firstInOrder?: (x: Tensor, axis: number, count: number, descending: boolean) => Tensor
  /** Copies the elements of these runs, innermost first, whose steps are those of x and of out. */
  copy?: (levels: readonly RunLevel[], x: Data, from: number, out: Data, to: number) => void
  /** The loop that finds places in sorted numbers as `plain` does, and mostly without a search. */
  placesIn?: (sorted: Data, start: number, n: number, right: boolean, plain: (x: number) => number) => Loop
  /** Writes `gather` into `out`. */
  gather?: (x: Tensor, indices: Tensor, axis: number, out: Data) => boolean
  /**
   * Adds values, in the order of `shape`, to y as `scatterAdd` does. y is contiguous and the only
   * tensor on its store.
   */
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

/** A store for a result of which every element will be written. */
export function storeToWrite(operation: string, dtype: DType, shape: Shape, size = sizeOf(shape)): Data {
  return fast.store?.(dtype, size) ?? allocate(operation, dtype, shape, size)
}
