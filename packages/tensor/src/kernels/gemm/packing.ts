/**
 * Copies lanes (rows of A, columns of B) into the memory of the engine and packs them for the
 * kernel.
 */
import type { FloatArray, KernelFunction } from '../engine.ts'
import { DEPTH, LANES } from './block-shape.ts'
import { copyRows } from './copy.ts'

/**
 * The padding keeps rows whose length is a power of two from mapping to the same few cache sets.
 */
const STEPS_STRIDE = DEPTH + 8

/** The number of elements of a staging area. */
export const STAGING = LANES * STEPS_STRIDE

/**
 * The place of packed lanes. They are in groups of `width` lanes; a group has `steps` steps of
 * `width` elements.
 */
interface Packed {
  readonly memory: FloatArray
  readonly stagingAt: number
  readonly packedAt: number
  readonly width: number
}

/**
 * Packs lanes of up to DEPTH steps in groups. It copies in the order of the caller's array, as much
 * at a time as the staging area holds, and then the kernel reorders. Unused lanes of the last group
 * hold arbitrary values, and no result of them is read.
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
      // Adjacent lanes are copied at once and keep their distance.
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
