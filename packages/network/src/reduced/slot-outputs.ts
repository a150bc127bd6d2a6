/**
 * The sum of the outputs of all blocks, kept from step to step. Only the outputs of classes with a
 * recomputed block are written again. Each is a sum over the blocks in their order, so it has the
 * bits of a sum over all blocks.
 */

import { type OutputLayout, outputCount } from '../objective/output-layout.ts'
import type { LazyBlock } from './lazy-blocks.ts'

/** The neurons of one class in a block that has several. */
interface Lane {
  readonly block: LazyBlock
  readonly lane: number
}

export interface SlotOutputs {
  readonly values: Float64Array
  /** Says that a block was recomputed. */
  stale(block: LazyBlock): void
  /** Brings `values` up to date. */
  renew(): void
}

/**
 * @param own of each class, one output per sample.
 * @param others added behind them, in this order.
 */
export const slotOutputs = (
  layout: OutputLayout,
  own: readonly LazyBlock[],
  others: readonly LazyBlock[],
): SlotOutputs => {
  const values = new Float64Array(outputCount(layout))
  const isStale = new Uint8Array(own.length).fill(1)
  const lanesOf: Lane[][] = own.map(() => [])
  for (const block of others)
    block.classOf.forEach((ofClass, lane) => {
      if (ofClass >= 0) lanesOf[ofClass].push({ block, lane })
    })
  const renewClass = (ofClass: number): void => {
    // A sample that none of the class's own neurons meets is written by the others alone.
    for (const { block, lane } of lanesOf[ofClass])
      for (let at = lane; at < block.slot.length; at += block.classOf.length) values[block.slot[at]] = 0
    const { slot, step } = own[ofClass]
    const { outputs } = step.arrays
    for (let at = 0; at < slot.length; at++) values[slot[at]] = outputs[at]
    for (const { block, lane } of lanesOf[ofClass]) {
      const add = block.step.arrays.outputs
      for (let at = lane; at < block.slot.length; at += block.classOf.length)
        values[block.slot[at]] += add[at]
    }
  }
  return {
    values,
    stale: ({ classOf }) => {
      for (const ofClass of classOf) if (ofClass >= 0) isStale[ofClass] = 1
    },
    renew: () => {
      for (let i = 0; i < isStale.length; i++)
        if (isStale[i] === 1) {
          renewClass(i)
          isStale[i] = 0
        }
    },
  }
}
