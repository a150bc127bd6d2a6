/** Where the arrays of the dense step lie in the engine's memory while it runs. */

import { bytesOf, DEPTH, panelWidth, ROWS, roundUp, STAGING } from '@multiview/tensor/kernel-parts'
import type { FloatType } from '@multiview/tensor/kernels'
import { entryBytes } from './emit.ts'
import type { DenseShape } from './shape.ts'

/**
 * Patches whose preactivations exist at a time, if a sample has no more: they and their X stay in
 * the caches.
 */
export const BLOCK_PATCHES = 80
/** Patches whose lists exist at a time, at most. */
const CHUNK_ROWS = 80
/** Vectors of the gradient that the registers hold, together with a factor and a product. */
const MOST_VECTORS = 13

export interface StepLayout {
  readonly blockSamples: number
  /** Patches whose lists exist at a time. */
  readonly chunkRows: number
  /** Neurons, filled up to whole panels: the row length of the preactivations. */
  readonly columns: number
  readonly xStride: number
  readonly sliverElements: number
  readonly gradientVectors: number
  readonly gradientPanels: number
  readonly gradientStride: number
  readonly bytes: number
  /**
   * The places for a reservation at `address`: in elements, but `lists` in bytes and `ends` in
   * 32-bit integers.
   */
  at(address: number): StepPlaces
}

export type StepPlaces = Readonly<Record<Place, number>>

type Place = 'x' | 'slivers' | 'weights' | 'staging' | 'z' | 'sums' | 'gradient' | 'lists' | 'ends'

/**
 * An odd number of cache lines from row to row, so that the rows of a column do not share a few
 * cache sets.
 */
const oddLines = (bytes: number): number => {
  const lines = Math.ceil(bytes / 64)
  return (lines + 1 - (lines % 2)) * 64
}

export const stepLayout = (
  type: FloatType,
  { samples, patches, dimension, classes, neurons }: DenseShape,
  blockPatches: number,
): StepLayout => {
  const bytes = bytesOf(type)
  const all = classes * neurons
  const blockSamples = Math.min(samples, Math.max(1, Math.floor(blockPatches / patches)))
  const blockRows = roundUp(blockSamples * patches, ROWS)
  const chunkRows = Math.min(blockSamples * patches, CHUNK_ROWS)
  const columns = roundUp(all, panelWidth(type))
  const vectors = Math.ceil((dimension * bytes) / 16)
  const gradientPanels = Math.ceil(vectors / MOST_VECTORS)
  const gradientVectors = Math.ceil(vectors / gradientPanels)
  const gradientStride = (gradientPanels * gradientVectors * 16) / bytes
  const xStride = oddLines(gradientStride * bytes) / bytes
  const sliverElements = blockRows * Math.min(dimension, DEPTH)
  const sizes: [Place, number][] = [
    ['x', blockRows * xStride * bytes],
    ['slivers', sliverElements * bytes],
    ['weights', columns * dimension * bytes],
    ['staging', STAGING * bytes],
    ['z', blockRows * columns * bytes],
    ['sums', blockSamples * columns * bytes],
    ['gradient', all * gradientStride * bytes],
    // One entry more than there are rows: the last one is written before it is known to stay.
    ['lists', (all * chunkRows + 1) * entryBytes(type)],
    ['ends', all * 4],
  ]
  const at = (address: number): StepPlaces => {
    let next = address
    const places = {} as Record<Place, number>
    for (const [place, size] of sizes) {
      places[place] = next / (place === 'lists' ? 1 : place === 'ends' ? 4 : bytes)
      next += roundUp(size, 64)
    }
    return places
  }
  const total = sizes.reduce((sum, [, size]) => sum + roundUp(size, 64), 0)
  return {
    blockSamples,
    chunkRows,
    columns,
    xStride,
    sliverElements,
    gradientVectors,
    gradientPanels,
    gradientStride,
    bytes: total,
    at,
  }
}
