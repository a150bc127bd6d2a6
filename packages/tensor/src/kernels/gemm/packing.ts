/** Brings lanes (rows of A, columns of B) into the engine's memory, packed for the kernel. */
import type { FloatArray, KernelFunction } from '../engine.ts'
import { DEPTH, LANES } from './block-shape.ts'
import { copyRows } from './copy.ts'

/** A padding that keeps rows of a power-of-two length from falling into the same few cache sets. */
const STEPS_STRIDE = DEPTH + 8

/** Elements a staging area needs. */
export const STAGING = LANES * STEPS_STRIDE

/** Where packed lanes go: groups of `width` lanes, each group `steps` steps of `width` elements. */
interface Packed {
  readonly memory: FloatArray
  readonly stagingAt: number
  readonly packedAt: number
  readonly width: number
}

/**
 * Packs lanes of up to DEPTH steps in groups: a copy as the caller's array runs fastest, as much at
 * a time as the staging area holds, then the kernel's own reordering. Lanes that fill up the last
 * group hold whatever lay in the staging area: what the kernel makes of them is never read.
 */
export const packLanes = (
  pack: KernelFunction,
  from: FloatArray,
  fromOffset: number,
  laneStride: number,
  stepStride: number,
  lanes: number,
  steps: number,
  { memory, stagingAt, packedAt, width }: Packed,
): void => {
  const bytes = memory.BYTES_PER_ELEMENT
  const groupBytes = steps * width * bytes
  if (Math.abs(stepStride) <= Math.abs(laneStride)) {
    for (let lane = 0; lane < lanes; lane += LANES) {
      const few = Math.min(LANES, lanes - lane)
      const at = fromOffset + lane * laneStride
      // Lanes that follow one another are one copy, at their own distance.
      const contiguous = stepStride === 1 && laneStride === steps
      const stride = contiguous ? steps : STEPS_STRIDE
      copyRows(from, at, laneStride, stepStride, few, steps, memory, stagingAt, stride)
      const to = packedAt + lane * steps
      pack(stagingAt * bytes, stride * bytes, bytes, Math.ceil(few / width), steps, to * bytes, groupBytes)
    }
    return
  }
  const wide = Math.ceil(lanes / width) * width
  const most = Math.floor(STAGING / wide)
  for (let step = 0; step < steps; step += most) {
    const few = Math.min(most, steps - step)
    const at = fromOffset + step * stepStride
    const contiguous = laneStride === 1 && stepStride === lanes
    const stride = contiguous ? lanes : wide
    copyRows(from, at, stepStride, laneStride, few, lanes, memory, stagingAt, stride)
    const to = packedAt + step * width
    pack(stagingAt * bytes, bytes, stride * bytes, Math.ceil(lanes / width), few, to * bytes, groupBytes)
  }
}
