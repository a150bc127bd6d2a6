/** The sizes of the blocks a matrix product is cut into, in elements. */
import type { FloatType } from '../engine.ts'

/** Rows of a tile: what the registers hold. */
export const ROWS = 4
/** The depth of a block: a panel of B of this depth fills a quarter of a first-level cache. */
export const DEPTH = 256
/** Rows of a block of A, and columns of B packed at once: with DEPTH they stay in a second-level cache. */
export const LANES = 64
/** Columns of B kept packed, and elements of C held in the engine's memory at a time. */
export const PACKED_COLUMNS = 2048
export const HELD_ELEMENTS = 1 << 20

export const bytesOf = (type: FloatType): number => (type === 'float64' ? 8 : 4)

/** Columns of a tile and of a panel: two vectors. */
export const panelWidth = (type: FloatType): number => 32 / bytesOf(type)

export const roundUp = (value: number, multiple: number): number => Math.ceil(value / multiple) * multiple
