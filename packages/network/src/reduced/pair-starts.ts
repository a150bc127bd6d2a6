/**
 * The initial weights of pairs (class i, feature v) that are looked at. They are a function of the
 * seed, so that those of many pairs need not be kept in memory.
 */

import type { Dataset } from '../data/dataset.ts'
import { featureCount } from '../data/features.ts'
import type { NetworkSettings } from '../settings/settings.ts'
import { largestPreactivations } from './block-state.ts'
import type { FeatureRows } from './feature-rows.ts'
import { growthBudget } from './growth-budget.ts'
import type { BlockWeights, ReducedStart } from './start.ts'

/**
 * A neuron may grow by this factor before it is computed; its outputs are then far below what a sum
 * in float64 sees.
 */
export const promotionFactor = 2
/** Neurons due at up to this many times the push are brought up to the present together. */
export const together = 1.3
/** Pairs whose initial weights are kept in memory; those of others are drawn again. */
const mostRemembered = 2 ** 16

/** What is kept of a pair's initial weights. */
export interface Drawn {
  readonly ofClass: number
  readonly feature: number
  /** The place of the pair, i·V·k + v. */
  readonly pair: number
  /** The largest preactivation of each neuron. */
  readonly initial: Float64Array
  /** The push at which each neuron may next have grown by `promotionFactor`. */
  readonly due: Float64Array
  /** Each a block of one neuron. */
  readonly neurons: Map<number, BlockWeights>
}

export interface PairStarts {
  of(ofClass: number, feature: number): Drawn
  /** Neurons of a pair at the start, as a block of their own. */
  block(of: Drawn, neurons: readonly number[]): BlockWeights
  /** Sets the push at which a neuron is due that was brought up to the present. */
  postpone(of: Drawn, neuron: number, due: number): void
  /** The neurons that were postponed and the pushes at which they are due, in turn. */
  state(): Float64Array
  restore(postponed: Float64Array): void
}

export const pairStarts = (
  data: Dataset,
  rows: FeatureRows,
  network: NetworkSettings,
  start: ReducedStart,
): PairStarts => {
  const { neurons } = network
  const features = featureCount(data.settings)
  const remembered = new Map<number, Drawn>()
  /** The push at which each neuron is due that was brought up to the present. */
  const later = new Map<number, number>()

  const keep = ({ neurons: kept }: Drawn, r: number, { a, b }: BlockWeights): void => {
    kept.set(r, { a: a.slice(r, r + 1), b: column(b, neurons, r) })
  }
  const draw = (i: number, v: number): Drawn => {
    const pair = i * features + v
    const { a, b } = start.block(i, v)
    const initial = largestPreactivations(data, rows.ofFeature[v], { a, b })
    const made: Drawn = {
      ofClass: i,
      feature: v,
      pair,
      initial,
      due: initial.map(y => growthBudget(y, promotionFactor, network)),
      neurons: new Map<number, BlockWeights>(),
    }
    for (let r = 0; r < neurons; r++) made.due[r] = later.get(pair * neurons + r) ?? made.due[r]
    if (remembered.size < mostRemembered) {
      remembered.set(pair, made)
      const least = made.due.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY)
      for (let r = 0; r < neurons; r++) if (made.due[r] <= together * least) keep(made, r, { a, b })
    }
    return made
  }
  return {
    of: (i, v) => remembered.get(i * features + v) ?? draw(i, v),
    block: (of, some) => {
      const { ofClass, feature, neurons: kept } = of
      if (some.some(r => !kept.has(r))) {
        const block = start.block(ofClass, feature)
        for (const r of some) keep(of, r, block)
      }
      const patches = rows.ofFeature[feature].length
      const block = { a: new Float64Array(some.length), b: new Float64Array(patches * some.length) }
      some.forEach((r, at) => {
        const { a, b } = kept.get(r) as BlockWeights
        block.a[at] = a[0]
        for (let p = 0; p < patches; p++) block.b[p * some.length + at] = b[p]
      })
      return block
    },
    postpone: ({ pair, due }, r, push) => {
      due[r] = push
      later.set(pair * neurons + r, push)
    },
    state: () => Float64Array.from([...later].flat()),
    restore: postponed => {
      later.clear()
      for (let at = 0; at < postponed.length; at += 2) later.set(postponed[at], postponed[at + 1])
      remembered.clear()
    },
  }
}

/** A column of a matrix with so many. */
export const column = (matrix: Float64Array, columns: number, of: number): Float64Array => {
  const values = new Float64Array(matrix.length / columns)
  for (let row = 0, at = of; row < values.length; row++, at += columns) values[row] = matrix[at]
  return values
}
