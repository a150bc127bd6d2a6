/**
 * What pushes the outputs of a block, ∂L/∂F, and what of it the block holds back: Σ η ∂L/∂F since it last took it in.
 * Two ways to keep it: slot by slot for all own neurons at once, as every step goes over all of them, or block by block.
 */

import { type OutputLayout, outputCount, relaid } from '../../objective/output-layout.ts'
import type { BlockTable } from './block-table.ts'

export interface BlockPushes {
  /** Σ |∂L/∂F| · scale over the block's outputs, at present. */
  strength(): number
  /** Writes ∂L/∂F at the block's outputs. */
  present(into: Float64Array): void
  /** Writes what is held back. */
  held(into: Float64Array): void
  /** The other way round. */
  holdBack(from: Float64Array): void
  /** Nothing is held back any more. */
  release(): void
  /** Says whether the block takes the next steps itself, so that nothing of them is held back. */
  follow(isAwake: boolean): void
}

/** What a push on each output of a block counts for: z_max Σ_p z_p + ‖ξ‖²_max over the patches of its sample. */
export const outputScales = ({ shape, slot }: BlockTable): Float64Array => {
  const { firstPatch, weight, noiseSquared } = shape
  const samples = firstPatch.length - 1
  const width = slot.length / samples
  const most = weight.reduce((a, z) => Math.max(a, z), 0)
  const mostNoise = noiseSquared.reduce((a, z) => Math.max(a, z), 0)
  const scale = new Float64Array(slot.length)
  for (let n = 0; n < samples; n++) {
    let sum = 0
    for (let p = firstPatch[n]; p < firstPatch[n + 1]; p++) sum += weight[p]
    scale.fill(most * sum + mostNoise, n * width, (n + 1) * width)
  }
  return scale
}

/** Σ |gradient| · scale. */
export const strengthOf = (gradient: Float64Array, scale: Float64Array): number => {
  let sum = 0
  for (let at = 0; at < gradient.length; at++) sum += Math.abs(gradient[at]) * scale[at]
  return sum
}

/** The pushes of one block by themselves. */
export interface SeparatePushes extends BlockPushes {
  /** @param gradient ∂L/∂F as the outputs stand. */
  receive(gradient: Float64Array): void
  /** Holds a step back. */
  advance(size: number): void
}

export const separatePushes = (table: BlockTable): SeparatePushes => {
  const { slot } = table
  const scale = outputScales(table)
  const now = new Float64Array(slot.length)
  const back = new Float64Array(slot.length)
  let isFollowing = false
  return {
    receive: gradient => {
      for (let at = 0; at < slot.length; at++) now[at] = slot[at] >= 0 ? gradient[slot[at]] : 0
    },
    advance: size => {
      if (!isFollowing) for (let at = 0; at < slot.length; at++) back[at] += size * now[at]
    },
    strength: () => strengthOf(now, scale),
    present: into => into.set(now),
    held: into => into.set(back),
    holdBack: from => back.set(from),
    release: () => back.fill(0),
    follow: isAwake => {
      isFollowing = isAwake
    },
  }
}

/** The pushes of the own neurons of all classes. */
export interface SlotPushes {
  /** ∂L/∂F as the outputs stand, of the last `receive`. */
  readonly gradient: Float64Array
  receive(outputGradient: Float64Array): void
  /** Holds a step back wherever the class does not follow. */
  advance(size: number): void
  /** Goes over to a layout with more slots, in which the tables already are. */
  relay(to: OutputLayout): void
  of(ofClass: number): BlockPushes
}

/**
 * Slots stand sample by sample, so each class meets its outputs in the order of its table, and its sums are those of a block.
 *
 * @param tables of each class, one output a sample.
 */
export const slotPushes = (start: OutputLayout, tables: readonly BlockTable[]): SlotPushes => {
  let layout = { ...start }
  let gradient = new Float64Array(outputCount(layout))
  let back: Float64Array = new Float64Array(gradient.length)
  /** 0 where a class has a slot, but no own neuron meets the sample. */
  let scale = slotScales(layout, tables)
  const strength = new Float64Array(tables.length)
  const follows = new Uint8Array(tables.length)
  const share = new Float64Array(tables.length)
  return {
    get gradient() {
      return gradient
    },
    receive: outputGradient => {
      gradient.set(outputGradient)
      strength.fill(0)
      addStrengths(layout.slotClass, gradient, scale, strength)
    },
    advance: size => {
      for (let i = 0; i < share.length; i++) share[i] = follows[i] === 1 ? 0 : size
      addShares(layout.slotClass, gradient, share, back)
    },
    relay: to => {
      back = relaid(layout, back, to)
      layout = { ...to }
      gradient = new Float64Array(outputCount(layout))
      scale = slotScales(layout, tables)
    },
    of: ofClass => {
      const { slot } = tables[ofClass]
      return {
        strength: () => strength[ofClass],
        present: into => {
          for (let at = 0; at < slot.length; at++) into[at] = gradient[slot[at]]
        },
        held: into => {
          for (let at = 0; at < slot.length; at++) into[at] = back[slot[at]]
        },
        holdBack: from => {
          for (let at = 0; at < slot.length; at++) back[slot[at]] = from[at]
        },
        release: () => {
          for (let at = 0; at < slot.length; at++) back[slot[at]] = 0
        },
        follow: isAwake => {
          follows[ofClass] = isAwake ? 1 : 0
        },
      }
    },
  }
}

const slotScales = (layout: OutputLayout, tables: readonly BlockTable[]): Float64Array => {
  const scale = new Float64Array(outputCount(layout))
  for (const table of tables) {
    const ofTable = outputScales(table)
    table.slot.forEach((slot, at) => {
      scale[slot] = ofTable[at]
    })
  }
  return scale
}

const addStrengths = (
  slotClass: Int32Array,
  gradient: Float64Array,
  scale: Float64Array,
  strength: Float64Array,
): void => {
  for (let slot = 0; slot < slotClass.length; slot++)
    strength[slotClass[slot]] += Math.abs(gradient[slot]) * scale[slot]
}

const addShares = (
  slotClass: Int32Array,
  gradient: Float64Array,
  share: Float64Array,
  back: Float64Array,
): void => {
  for (let slot = 0; slot < slotClass.length; slot++) back[slot] += share[slotClass[slot]] * gradient[slot]
}
