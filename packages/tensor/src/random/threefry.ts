/**
 * Threefry-2x32 with 20 rounds: a bijection of 64 bits for each key of 64 bits (J. K. Salmon,
 * M. A. Moraes, R. O. Dror and D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011).
 * Its values at 0, 1, 2, … are the random numbers of the key. JAX has the same generator.
 */
import type { Generator } from './generator.ts'

/** Puts the two words of Threefry for a key and a counter of two words each into `out`. */
export function threefry(k0: number, k1: number, c0: number, c1: number, out: Int32Array): void {
  // The words of the key take turns. The third is the parity of the others with a constant.
  let a = k1
  let b = k0 ^ k1 ^ 0x1bd11bda
  let c = k0
  let x = (c0 + k0) | 0
  let y = (c1 + k1) | 0
  for (let turn = 1; turn <= 5; turn++) {
    if (turn & 1) {
      x = (x + y) | 0
      y = ((y << 13) | (y >>> 19)) ^ x
      x = (x + y) | 0
      y = ((y << 15) | (y >>> 17)) ^ x
      x = (x + y) | 0
      y = ((y << 26) | (y >>> 6)) ^ x
      x = (x + y) | 0
      y = ((y << 6) | (y >>> 26)) ^ x
    } else {
      x = (x + y) | 0
      y = ((y << 17) | (y >>> 15)) ^ x
      x = (x + y) | 0
      y = ((y << 29) | (y >>> 3)) ^ x
      x = (x + y) | 0
      y = ((y << 16) | (y >>> 16)) ^ x
      x = (x + y) | 0
      y = ((y << 24) | (y >>> 8)) ^ x
    }
    x = (x + a) | 0
    y = (y + b + turn) | 0
    const first = a
    a = b
    b = c
    c = first
  }
  out[0] = x
  out[1] = y
}

/**
 * The uniform numbers of a key. Number i comes from the counter 2⁶³ + i: 32 bits of the first word
 * and 21 of the second. `foldIn` uses the counters below 2³², so draws from a key have nothing in
 * common with the keys that are split off it.
 */
export class Threefry implements Generator {
  readonly #k0: number
  readonly #k1: number
  readonly #words = new Int32Array(2)
  #high = 0x80000000 | 0
  #low = 0

  constructor(k0: number, k1: number) {
    this.#k0 = k0
    this.#k1 = k1
  }

  double(): number {
    const words = this.#words
    threefry(this.#k0, this.#k1, this.#high, this.#low, words)
    this.#low = (this.#low + 1) | 0
    if (this.#low === 0) this.#high++
    return (words[0] >>> 0) * 2 ** -32 + (words[1] >>> 11) * 2 ** -53
  }

  fill(out: Float64Array): void {
    for (let i = 0; i < out.length; i++) out[i] = this.double()
  }
}
