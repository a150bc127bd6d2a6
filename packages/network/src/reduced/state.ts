/**
 * A reduced model at some step as plain data: all that its data, its settings and its start do not
 * say, and enough to resume from to the same bits.
 */

/** Blocks of neurons. The numbers of all blocks stand one after another. */
export interface BlocksState {
  /** Weights, as the steps keep them. */
  readonly a: Float64Array
  readonly b: Float64Array
  /** Σ η ∂L/∂F that blocks hold back. */
  readonly held: Float64Array
  /** For each block; see lazy-blocks.ts. */
  readonly heldBy: Float64Array
  readonly sensitivity: Float64Array
}

/**
 * The state of what is not computed; see off-class.ts. `common` has shape [V·k], and the other
 * arrays except `promoted` have shape [k, V·k].
 */
export interface OffClassState {
  readonly push: Float64Array
  readonly common: Float64Array
  readonly due: Float64Array
  readonly bound: Float64Array
  readonly stage: Int32Array
  /** Neurons that were promoted. */
  readonly promoted: Float64Array
  /** Neurons that were looked at one by one, and the push at which each is due, [neurons, 2]. */
  readonly later: Float64Array
  readonly drawn: number
  readonly replayed: number
  readonly preactivations: number
}

export interface HistoryState {
  readonly push: Float64Array
  readonly upward: Float64Array
  readonly ends: readonly Float64Array[]
}

export interface ReducedState {
  readonly firstSlot: Int32Array
  readonly slotClass: Int32Array
  readonly own: BlocksState
  /** Class, neuron and feature of each promoted neuron, [promoted, 3]. */
  readonly promotedUnits: Int32Array
  readonly promoted: BlocksState
  readonly offClass: OffClassState
  readonly history: HistoryState
  readonly sinceLook: number
  readonly computed: number
  /** The number of passes before the step that the state belongs to. */
  readonly passes: number
}

/** Copies an array into one of the same length. @throws RangeError when it has another. */
export const refill = (
  into: { set(from: ArrayLike<number>): void; readonly length: number },
  from: ArrayLike<number>,
): void => {
  if (from.length !== into.length)
    throw new RangeError(`a reduced model goes on from ${into.length} numbers here, not from ${from.length}`)
  into.set(from)
}

/** Arrays one behind the other. */
export const joined = (parts: readonly Float64Array[]): Float64Array => {
  const whole = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/**
 * The inverse of `joined`, into the parts. @throws RangeError when they have another length
 * altogether.
 */
export const cut = (whole: Float64Array, parts: readonly Float64Array[]): void => {
  let at = 0
  for (const part of parts) {
    refill(part, whole.subarray(at, at + part.length))
    at += part.length
  }
  if (at !== whole.length)
    throw new RangeError(`a reduced model goes on from ${at} numbers here, not from ${whole.length}`)
}
