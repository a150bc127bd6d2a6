/** The sizes, in elements, of the blocks into which a matrix product is divided. */
import type { FloatType } from '../engine.ts'

/** The number of rows of a tile, which the registers hold. */
export const ROWS = 4
/** The depth of a block: a panel of B of this depth fills a quarter of a first-level cache. */
export const DEPTH = 256
/** The number of lanes (rows of A, columns of B) that are in the staging area at a time. */
export const LANES = 64
/** The maximum number of rows of a block of A. With DEPTH they stay in a second-level cache. */
export const MOST_ROWS = 96
/** The maximum number of packed columns of B, and of elements of C in the memory of the engine. */
export const PACKED_COLUMNS = 2048
export const HELD_ELEMENTS = 1 << 20
/**
 * The same for C if it is finished at once. These elements stay in a second-level cache with the
 * rest.
 */
export const CACHED_ELEMENTS = 1 << 15

export const bytesOf = (type: FloatType): number => (type === 'float64' ? 8 : 4)

/** The number of columns of a tile and of a panel: two vectors. */
export const panelWidth = (type: FloatType): number => 32 / bytesOf(type)

export const roundUp = (value: number, multiple: number): number => Math.ceil(value / multiple) * multiple

/**
 * The height of equal blocks into which `length` is divided. It is at most `most` and a multiple of
 * `multiple`.
 */
export const evenly = (length: number, most: number, multiple: number): number =>
  roundUp(length / Math.ceil(length / most), multiple)
