/** Parts of the state of a reduced model as plain data, and how arrays are saved. */

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
