/**
 * Where the numbers of the outputs lie. A move changes the outputs of samples that are scattered
 * over the training set. So all numbers of an output lie together in one record, and the records of
 * a sample one behind the other. They lie in a WebAssembly memory where the kernel of
 * label-kernel.ts may run.
 */

import type { WebAssemblyApi } from '@multiview/tensor/kernel-parts'
import { kernelState } from '@multiview/tensor/kernels'
import { type OutputLayout, outputCount } from '../../objective/output-layout.ts'

/** Where the record of an output has F, and F when ∂L/∂F was computed last. */
export const inOutput = 0
export const inSeen = 1
/** ∂L/∂F and ∂²L/∂F². */
export const inGradient = 2
export const inCurvature = 3
/** ∂L/∂F when the class of the output moved last. */
export const inGradientAt = 4
/** ∫ ∂L/∂F dt and ∫ [−∂L/∂F]^+ dt up to the time of the sample. */
export const inIntegral = 5
export const inUpward = 6
/** The factor with which a change of ∂L/∂F counts as drift (output-scales.ts). */
export const inScale = 7
/** Numbers of a record. */
export const recordLength = 8

/** Where the record of a sample has the time up to which its integrals are added up. */
export const inTime = 0
/** Σ ∫ [−∂L/∂F]^+ dt at which a look is due. */
export const inLooksAt = 1
/** What the kernel keeps: the largest output, Σ_i e^(F_i − largest), and the label's part of it. */
export const inLargest = 2
export const inWhole = 3
export const inOwnShare = 4
/** How many classes the rest of the sample stands for. */
export const inRest = 5
/** Four addresses in bytes: the first record, the end, that of the label, that of the rest. */
export const inAddresses = 6
/** Numbers of the record of a sample. */
export const sampleLength = 8

const bytes = 8
const pageBytes = 65_536

export interface Records {
  /** The memory, if it is one of WebAssembly. */
  readonly memory: object | null
  /** [N, sampleLength] */
  readonly samples: Float64Array
  /** The record of each slot and, if the layout has it, of the rest of each sample. */
  readonly outputs: Float64Array
  /** [k] Σ |change of ∂L/∂F since the class moved| · scale, and whether it has changed. */
  readonly drift: Float64Array
  readonly isDirty: Int32Array
  /** [1 + k] how many classes have changed, and which. */
  readonly changed: Int32Array
  /** What the kernel keeps of each output, e^(F − largest), and the class of each slot. */
  readonly shares: Float64Array
  readonly slotClass: Int32Array
  /** [N] a list of samples. */
  readonly list: Int32Array
  /** For the tables of the kernel. */
  readonly tables: Float64Array
}

/**
 * @param tableLength the length of `tables`.
 * @param forKernel whether a kernel may use the records.
 */
export const recordsFor = (layout: OutputLayout, tableLength: number, forKernel: boolean): Records => {
  const { size, classes } = layout
  const count = outputCount(layout)
  const lengths = [tableLength, sampleLength * size, recordLength * count, count, classes]
  const doubles = lengths.reduce((sum, length) => sum + length, 0)
  const total = bytes * doubles + 4 * (2 * classes + 1 + count + size)
  const memory =
    forKernel && kernelState().webAssembly
      ? new (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly.Memory({
          initial: Math.ceil(total / pageBytes),
        })
      : null
  const buffer = memory === null ? new ArrayBuffer(total) : memory.buffer
  let end = 0
  const take = (length: number): Float64Array => {
    const array = new Float64Array(buffer, end, length)
    end += bytes * length
    return array
  }
  const [tables, samples, outputs, shares, drift] = lengths.map(take)
  const takeInts = (length: number): Int32Array => {
    const array = new Int32Array(buffer, end, length)
    end += 4 * length
    return array
  }
  const [isDirty, changed, slotClass, list] = [classes, 1 + classes, count, size].map(takeInts)
  slotClass.set(layout.slotClass)
  return {
    memory,
    tables,
    samples,
    outputs,
    shares,
    drift,
    isDirty,
    changed,
    slotClass,
    list,
  }
}
