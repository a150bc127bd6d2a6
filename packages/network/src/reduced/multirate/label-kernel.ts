/**
 * `evaluate` of pushed-outputs.ts for the cross-entropy of labels, in one pass of WebAssembly over
 * the records of a sample. Every operation and every sum is that of the plain loops, so both give
 * the same bits.
 */

import { placeTables, TABLE_BYTES, type WebAssemblyApi } from '@multiview/tensor/kernel-parts'
import { log } from '@multiview/tensor/math'
import { type OutputLayout, slotOf } from '../../objective/output-layout.ts'
import { emitLabels, type LabelPasses } from './emit-labels.ts'
import {
  inAddresses,
  inLargest,
  inRest,
  inSeen,
  inWhole,
  type Records,
  recordLength,
  sampleLength,
} from './records.ts'

/** The length of `tables` in the records. */
export const tableLength = TABLE_BYTES / 8

export interface LabelKernel {
  /** As `evaluate` of pushed-outputs.ts, for the samples of `list` in the records. */
  evaluate(count: number, time: number): number
  /** Writes the terms of the samples that were evaluated since the last call. */
  terms(into: Float64Array): void
}

let compiled: object | undefined

/** @returns null where the records do not lie in a WebAssembly memory. */
export const labelKernel = (
  records: Records,
  layout: OutputLayout,
  label: Int32Array,
): LabelKernel | null => {
  const { memory, samples, outputs } = records
  if (memory === null) return null
  const webAssembly = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly
  compiled ??= new webAssembly.Module(emitLabels())
  const { evaluate } = new webAssembly.Instance(compiled, { js: { memory } })
    .exports as unknown as LabelPasses
  placeTables({ doubles: records.tables })
  const ownRecord = writeSamples(records, layout, label)
  const { shares, slotClass, drift, isDirty, changed, list } = records
  const { size } = layout
  const [atSamples, atOutputs, atShares] = [samples, outputs, shares].map(({ byteOffset }) => byteOffset)
  const [atClass, atDrift, atDirty] = [slotClass, drift, isDirty].map(({ byteOffset }) => byteOffset)
  const [atChanged, atList] = [changed, list].map(({ byteOffset }) => byteOffset)
  return {
    evaluate: (count, time) =>
      evaluate(
        atList,
        count,
        atSamples,
        time,
        atOutputs,
        atShares,
        atClass,
        atDrift,
        atDirty,
        atChanged,
        size,
      ),
    terms: into => {
      for (let n = 0, at = 0; n < size; n++, at += sampleLength) {
        const whole = samples[at + inWhole]
        // NaN, if the term is known.
        if (Number.isNaN(whole)) continue
        into[n] = log(whole) - (outputs[ownRecord[n] + inSeen] - samples[at + inLargest])
        samples[at + inWhole] = Number.NaN
      }
    },
  }
}

/** Writes what the kernel reads of each sample. Returns the place of each label's record. */
const writeSamples = ({ samples, outputs }: Records, layout: OutputLayout, label: Int32Array): Int32Array => {
  const { size, classes, firstSlot, slotClass } = layout
  const words = new Int32Array(samples.buffer, samples.byteOffset, 2 * samples.length)
  const addressOf = (slot: number): number =>
    outputs.byteOffset + slot * recordLength * outputs.BYTES_PER_ELEMENT
  const ownRecord = new Int32Array(size)
  for (let n = 0, at = 0; n < size; n++, at += sampleLength) {
    const own = slotOf(layout, n, label[n])
    const rest = classes - (firstSlot[n + 1] - firstSlot[n])
    ownRecord[n] = recordLength * own
    // NaN equals nothing, so that every share is computed.
    samples[at + inLargest] = Number.NaN
    samples[at + inWhole] = Number.NaN
    samples[at + inRest] = rest
    words.set(
      [
        addressOf(firstSlot[n]),
        addressOf(firstSlot[n + 1]),
        addressOf(own),
        rest > 0 ? addressOf(slotClass.length + n) : 0,
      ],
      2 * (at + inAddresses),
    )
  }
  return ownRecord
}
