// Alea by Johannes Baagøe: a multiply-with-carry generator over three fractions of 32 bits, with a
// period of about 2^116.
//
// The `seedrandom` package hashes the key into a starting state. The recurrence is implemented here
// with the state in an array, since the package allocates at each step and takes four times as
// long. A test checks that both give the same numbers.

import seeded from 'seedrandom/lib/alea.js'
import { draws } from '../trace/undrawn.ts'
import type { Generator } from './generator.ts'

const MULTIPLIER = 2091639
const MULTIPLIER_HIGH = MULTIPLIER >>> 16
const MULTIPLIER_LOW = MULTIPLIER & 0xffff
const STEP32 = 2 ** -32
const STEP53 = 2 ** -53

/** The generator whose starting state is the hash of a text. */
export function seedAlea(key: string): Alea {
  const { s0, s1, s2, c } = seeded(key, { state: true }).state()
  return new Alea(Float64Array.of(s0, s1, s2, c))
}

/**
 * The generator of a stream. Its state is s0, s1 and s2 (multiples of 2⁻³² in [0, 1)), and the
 * carry.
 */
export class Alea implements Generator {
  readonly state: Float64Array

  constructor(state: Float64Array) {
    this.state = state
  }

  /** A multiple of 2⁻⁵³ in [0, 1) from two steps: 32 bits of the first and 21 of the second. */
  double(): number {
    draws.refuse?.()
    const { state } = this
    const first = MULTIPLIER * state[0]! + state[3]! * STEP32
    const firstCarry = Math.floor(first)
    const upper = first - firstCarry
    const second = MULTIPLIER * state[1]! + firstCarry * STEP32
    const secondCarry = Math.floor(second)
    const lower = second - secondCarry
    state[0] = state[2]!
    state[1] = upper
    state[2] = lower
    state[3] = secondCarry
    return upper + Math.floor(lower * 0x200000) * STEP53
  }

  /**
   * Fills `out` with the results of as many calls of `double`. The state stays in registers, as
   * whole numbers: the sum 2091639·s + carry is split into halves of 32 bits by integer operations,
   * which take less time than those on fractions, where each step waits for the one before.
   */
  fill(out: Float64Array): void {
    draws.refuse?.()
    const { state } = this
    let s0 = (state[0]! * 0x100000000) | 0
    let s1 = (state[1]! * 0x100000000) | 0
    let s2 = (state[2]! * 0x100000000) | 0
    let carry = state[3]! | 0
    for (let i = 0; i < out.length; i++) {
      const upper = (Math.imul(MULTIPLIER, s0) + carry) | 0
      carry = (upperHalf(s0) + (upper >>> 0 < carry >>> 0 ? 1 : 0)) | 0
      const lower = (Math.imul(MULTIPLIER, s1) + carry) | 0
      carry = (upperHalf(s1) + (lower >>> 0 < carry >>> 0 ? 1 : 0)) | 0
      s0 = s2
      s1 = upper
      s2 = lower
      out[i] = (upper >>> 0) * STEP32 + (lower >>> 11) * STEP53
    }
    state[0] = (s0 >>> 0) * STEP32
    state[1] = (s1 >>> 0) * STEP32
    state[2] = (s2 >>> 0) * STEP32
    state[3] = carry
  }
}

/** The upper 32 bits of 2091639·s for a whole number s below 2³², given as an int32. */
function upperHalf(s: number): number {
  const low = s & 0xffff
  const high = s >>> 16
  const ofLow = Math.imul(MULTIPLIER_LOW, low)
  const ofHigh = Math.imul(MULTIPLIER_LOW, high)
  const middle = (ofLow >>> 16) + (ofHigh & 0xffff) + Math.imul(MULTIPLIER_HIGH, low)
  return (Math.imul(MULTIPLIER_HIGH, high) + (ofHigh >>> 16) + (middle >>> 16)) | 0
}
