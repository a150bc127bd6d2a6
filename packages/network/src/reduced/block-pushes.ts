/**
 * What pushes the outputs of a block, ∂L/∂F, and the part of it that the block holds back: Σ η
 * ∂L/∂F since the block moved last. There are two ways to keep it. Own neurons keep it slot by slot
 * for all classes at once, since every step goes over all of them. Other blocks keep it block by
 * block.
 */

import { type OutputLayout, outputCount, relaid } from '../objective/output-layout.ts'
import type { BlockTable } from './block-table.ts'
import { cut, joined, refill } from './state.ts'

export interface BlockPushes {
  /** Σ |∂L/∂F| · scale over the outputs of each block, written by `receive`. */
  readonly strengths: Float64Array
  /** @param outputGradient ∂L/∂F at the present outputs. */
  receive(outputGradient: Float64Array): void
  /** Adds a step to what each block holds back. Blocks that are awake take the step themselves. */
  advance(size: number, isAwake: Uint8Array): void
  /** Writes ∂L/∂F at a block's outputs. */
  present(at: number, into: Float64Array): void
  /** Writes what a block holds back. */
  held(at: number, into: Float64Array): void
  /** Clears what a block holds back. */
  release(at: number): void
  /** What all blocks hold back. `holdAll` sets it. */
  allHeld(): Float64Array
  holdAll(held: Float64Array): void
}

/**
 * The factor with which a push on each output of a block counts: z_max Σ_p z_p + ‖ξ‖²_max over the
 * patches of its sample.
 */
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

/** The pushes of each block by itself: several blocks may have outputs in the same slot. */
export const separatePushes = (tables: readonly BlockTable[]): BlockPushes => {
  const scales = tables.map(outputScales)
  const strengths = new Float64Array(tables.length)
  const present = tables.map(({ slot }) => new Float64Array(slot.length))
  const back = tables.map(({ slot }) => new Float64Array(slot.length))
  return {
    strengths,
    receive: outputGradient => {
      tables.forEach(({ slot }, t) => {
        const now = present[t]
        for (let at = 0; at < slot.length; at++) now[at] = slot[at] >= 0 ? outputGradient[slot[at]] : 0
        strengths[t] = strengthOf(now, scales[t])
      })
    },
    advance: (size, isAwake) => {
      back.forEach((held, t) => {
        if (isAwake[t] === 1) return
        const now = present[t]
        for (let at = 0; at < held.length; at++) held[at] += size * now[at]
      })
    },
    present: (t, into) => into.set(present[t]),
    held: (t, into) => into.set(back[t]),
    release: t => {
      back[t].fill(0)
    },
    allHeld: () => joined(back),
    holdAll: held => cut(held, back),
  }
}

/** The pushes of the own neurons of all classes. */
export interface SlotPushes extends BlockPushes {
  /** ∂L/∂F of the last `receive`. */
  readonly gradient: Float64Array
  /** Changes to a layout with more slots, in which the tables already are. */
  relay(to: OutputLayout): void
}

/**
 * Slots stand sample by sample, so each class meets its outputs in the order of its table, and its
 * sums are those of a block by itself.
 *
 * @param tables of each class, one output per sample.
 */
export const slotPushes = (start: OutputLayout, tables: readonly BlockTable[]): SlotPushes => {
  let layout = { ...start }
  let gradient = new Float64Array(outputCount(layout))
  let back: Float64Array = new Float64Array(gradient.length)
  /** It is 0 if a class has a slot, but no own neuron meets the sample. */
  let scale = slotScales(layout, tables)
  const strengths = new Float64Array(tables.length)
  /** The step that each class holds back. */
  const share = new Float64Array(tables.length)
  return {
    get gradient() {
      return gradient
    },
    strengths,
    receive: outputGradient => {
      gradient.set(outputGradient)
      strengths.fill(0)
      addStrengths(layout.slotClass, gradient, scale, strengths)
    },
    advance: (size, isAwake) => {
      for (let i = 0; i < share.length; i++) share[i] = isAwake[i] === 1 ? 0 : size
      addShares(layout.slotClass, gradient, share, back)
    },
    present: (ofClass, into) => {
      const { slot } = tables[ofClass]
      for (let at = 0; at < slot.length; at++) into[at] = gradient[slot[at]]
    },
    held: (ofClass, into) => {
      const { slot } = tables[ofClass]
      for (let at = 0; at < slot.length; at++) into[at] = back[slot[at]]
    },
    release: ofClass => {
      const { slot } = tables[ofClass]
      for (let at = 0; at < slot.length; at++) back[slot[at]] = 0
    },
    allHeld: () => back.slice(),
    holdAll: held => refill(back, held),
    relay: to => {
      back = relaid(layout, back, to)
      layout = { ...to }
      gradient = new Float64Array(outputCount(layout))
      scale = slotScales(layout, tables)
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
