/** Brings lanes (rows of A, columns of B) into the engine's memory, packed for the kernel. */
import type { FloatArray, KernelFunction } from '../engine.ts'
import { DEPTH, LANES } from './block-shape.ts'
import { copyRows } from './copy.ts'

/** Paddings that keep rows of a power-of-two length from falling into the same few cache sets. */
const STEPS_STRIDE = DEPTH + 8
const LANES_STRIDE = LANES + 8

/** Elements a staging area needs. */
export const STAGING = Math.max(LANES * STEPS_STRIDE, DEPTH * LANES_STRIDE)

/**
 * Packs up to LANES lanes of up to DEPTH steps in groups of `width`: a copy as the caller's array runs fastest, then
 * the kernel's own reordering. Lanes that fill up the last group hold whatever lay in the staging area: what the
 * kernel makes of them is never read.
 */
export const packLanes = (
  pack: KernelFunction,
  from: FloatArray,
  fromOffset: number,
  laneStride: number,
  stepStride: number,
  lanes: number,
  steps: number,
  memory: FloatArray,
  stagingAt: number,
  packedAt: number,
  width: number,
): void => {
  const bytes = memory.BYTES_PER_ELEMENT
  const byLanes = Math.abs(stepStride) <= Math.abs(laneStride)
  const rows = byLanes ? lanes : steps
  const columns = byLanes ? steps : lanes
  const rowStride = byLanes ? laneStride : stepStride
  const columnStride = byLanes ? stepStride : laneStride
  // Rows that follow one another are one copy, at their own distance.
  const contiguous = columnStride === 1 && rowStride === columns
  const stride = contiguous ? columns : byLanes ? STEPS_STRIDE : LANES_STRIDE
  if (contiguous) memory.set(from.subarray(fromOffset, fromOffset + rows * columns), stagingAt)
  else copyRows(from, fromOffset, rowStride, columnStride, rows, columns, memory, stagingAt, stride)
  pack(
    stagingAt * bytes,
    (byLanes ? stride : 1) * bytes,
    (byLanes ? 1 : stride) * bytes,
    Math.ceil(lanes / width),
    steps,
    packedAt * bytes,
  )
}
