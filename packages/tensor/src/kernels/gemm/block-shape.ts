/** The sizes of the blocks a matrix product is cut into, in elements. */
import type { FloatType } from '../engine.ts'

/** Rows of a tile: what the registers hold. */
export const ROWS = 4
/** The depth of a block: a panel of B of this depth fills a quarter of a first-level cache. */
export const DEPTH = 256
/** Lanes (rows of A, columns of B) that pass through the staging area at a time. */
export const LANES = 64
/** The most rows of a block of A: with DEPTH they stay in a second-level cache. */
export const MOST_ROWS = 96
/** Columns of B kept packed, and elements of C held in the engine's memory at a time. */
export const PACKED_COLUMNS = 2048
export const HELD_ELEMENTS = 1 << 20
/** The same where C is finished at once: these stay in a second-level cache beside the rest. */
export const CACHED_ELEMENTS = 1 << 15

export const bytesOf = (type: FloatType): number => (type === 'float64' ? 8 : 4)

/** Columns of a tile and of a panel: two vectors. */
export const panelWidth = (type: FloatType): number => 32 / bytesOf(type)

export const roundUp = (value: number, multiple: number): number => Math.ceil(value / multiple) * multiple

/**
 * The height of blocks of at most `most` that `length` falls into evenly, a multiple of `multiple`.
 */
export const evenly = (length: number, most: number, multiple: number): number =>
  roundUp(length / Math.ceil(length / most), multiple)
