/**
 * The passes of a replay (block-state.ts) in plain TypeScript: the oracle of the WebAssembly
 * kernel, its documentation, and its fallback. Both round every operation alike, and each neuron's
 * sums go over the patches in their order.
 *
 * Neurons do not depend on each other, so they stand in panels as those of a limit step do
 * (limit/step/plain.ts).
 */

import { powerOf } from '../../activation/smoothed-relu.ts'
import { lanes } from '../../limit/step/plain.ts'

/** The neurons of one class on the P patches of one feature. */
export interface ReplayShape {
  /** m. */
  readonly neurons: number
  /** P. */
  readonly patches: number
  readonly power: number
  readonly threshold: number
}

/** Where a row of the table of patches has z, ‖ξ‖² and the push of the patch's output. */
export const inTable = { weight: 0, noiseSquared: 1, push: 2 }
export const tableRow = 3

export interface ReplayArrays {
  /** [P, 3], see `inTable`; the passes read it. */
  readonly table: Float64Array
  /** a, [panels, 10]. */
  readonly a: Float64Array
  /** b, [panels, P, 10]. */
  readonly b: Float64Array
  /** ReLU~' of each preactivation, [panels, P, 10]. */
  readonly slope: Float64Array
  /** What the push changes a by at these slopes, [panels, 10]. */
  readonly changeOfA: Float64Array
  /** Largest preactivation of each neuron, at least 0, [panels, 10]. */
  readonly largest: Float64Array
  /** Largest |change of a preactivation| of each neuron by the push, [panels, 10]. */
  readonly largestChange: Float64Array
}

/** A replay with any kernel. */
export interface ReplayPasses {
  readonly arrays: ReplayArrays
  /** Writes `slope` and `largest` at the weights, and then what `measure` writes. */
  look(): void
  /** Writes `changeOfA` and `largestChange` of the push. */
  measure(): void
  /** Writes `changeOfA` of the push. */
  pull(): void
  /**
   * Moves the weights by the push, at the slopes of the middle: those of weights that are moved by
   * half of the push at the present slopes, as `pull` left it. `slope` becomes those.
   */
  move(): void
}

/** The lengths of the arrays. */
export const replayLengths = ({
  neurons,
  patches,
}: Pick<ReplayShape, 'neurons' | 'patches'>): Record<keyof ReplayArrays, number> => {
  const padded = Math.ceil(neurons / lanes) * lanes
  return {
    table: patches * tableRow,
    a: padded,
    changeOfA: padded,
    largest: padded,
    largestChange: padded,
    b: patches * padded,
    slope: patches * padded,
  }
}

/** The passes in plain TypeScript. */
export const plainReplay = (shape: ReplayShape): ReplayPasses => {
  const arrays = Object.fromEntries(
    Object.entries(replayLengths(shape)).map(([name, length]) => [name, new Float64Array(length)]),
  ) as unknown as ReplayArrays
  return {
    arrays,
    look: () => {
      slopesHere(shape, arrays)
      pull(shape, arrays)
      largestChanges(shape, arrays)
    },
    measure: () => {
      pull(shape, arrays)
      largestChanges(shape, arrays)
    },
    pull: () => pull(shape, arrays),
    move: () => move(shape, arrays),
  }
}

const slopesHere = (
  { patches, power, threshold }: ReplayShape,
  { table, a, b, slope, largest }: ReplayArrays,
): void => {
  const perThreshold = 1 / threshold
  const toPower = powerOf(power - 1)
  largest.fill(0)
  for (let first = 0, at = 0; first < a.length; first += lanes)
    for (let row = 0; row < patches * tableRow; row += tableRow) {
      const z = table[row + inTable.weight]
      for (let c = first; c < first + lanes; c++, at++) {
        const u = a[c] * z + b[at]
        const positive = u > 0 ? u : 0
        if (positive > largest[c]) largest[c] = positive
        slope[at] = toPower((positive < threshold ? positive : threshold) * perThreshold)
      }
    }
}

const pull = ({ patches }: ReplayShape, { table, a, slope, changeOfA }: ReplayArrays): void => {
  changeOfA.fill(0)
  for (let first = 0, at = 0; first < a.length; first += lanes)
    for (let row = 0; row < patches * tableRow; row += tableRow) {
      const force = table[row + inTable.weight] * table[row + inTable.push]
      for (let c = first; c < first + lanes; c++, at++) changeOfA[c] += force * slope[at]
    }
}

const largestChanges = (
  { patches }: ReplayShape,
  { table, a, slope, changeOfA, largestChange }: ReplayArrays,
): void => {
  largestChange.fill(0)
  for (let first = 0, at = 0; first < a.length; first += lanes)
    for (let row = 0; row < patches * tableRow; row += tableRow) {
      const z = table[row + inTable.weight]
      const noise = table[row + inTable.noiseSquared] * table[row + inTable.push]
      for (let c = first; c < first + lanes; c++, at++) {
        const change = Math.abs(changeOfA[c] * z + noise * slope[at])
        if (change > largestChange[c]) largestChange[c] = change
      }
    }
}

const move = (
  { patches, power, threshold }: ReplayShape,
  { table, a, b, slope, changeOfA }: ReplayArrays,
): void => {
  const perThreshold = 1 / threshold
  const toPower = powerOf(power - 1)
  const middle = a.map((value, c) => value + 0.5 * changeOfA[c])
  changeOfA.fill(0)
  for (let first = 0, at = 0; first < a.length; first += lanes)
    for (let row = 0; row < patches * tableRow; row += tableRow) {
      const z = table[row + inTable.weight]
      const push = table[row + inTable.push]
      const noiseSquared = table[row + inTable.noiseSquared]
      const [force, noise, half] = [z * push, noiseSquared * push, 0.5 * noiseSquared * push]
      for (let c = first; c < first + lanes; c++, at++) {
        const u = middle[c] * z + b[at] + half * slope[at]
        const positive = u > 0 ? u : 0
        const rise = toPower((positive < threshold ? positive : threshold) * perThreshold)
        slope[at] = rise
        changeOfA[c] += force * rise
        b[at] += noise * rise
      }
    }
  for (let c = 0; c < a.length; c++) a[c] += changeOfA[c]
}
