import { fail, told } from '../array/error.ts'
import { normalQuantileFromCentre } from '../math/normal-quantile.ts'
import { Alea, seedAlea } from './alea.ts'
import type { Generator } from './generator.ts'
import { checkName, encodePath, type StreamName } from './name.ts'
import { checkState, type StreamState } from './state.ts'

const HALF_STEP = 2 ** -54

/**
 * A reproducible source of random numbers, determined only by its seed and names.
 *
 * `stream` creates it. The generator is Johannes Baagøe's Alea (the `seedrandom` package), read 53
 * bits at a time. Every draw is the same in every engine. Each number takes exactly one uniform,
 * except in `integer` and `permutation`, which may reject a draw and repeat it.
 */
export class Stream {
  readonly #path: readonly StreamName[]
  #generator: Generator

  /** @internal Use `stream`. */
  constructor(path: readonly StreamName[], generator: Generator = seedAlea(encodePath(path))) {
    this.#path = path
    this.#generator = generator
  }

  /**
   * A uniform number in [0, 1), a multiple of 2⁻⁵³.
   *
   * @example
   * stream(1).double() < 1 // true
   */
  double(): number {
    return this.#generator.double()
  }

  /**
   * A standard normal variate: the inverse distribution function (Wichura's AS 241) at the middle
   * of the cell of a uniform. So one uniform gives one normal, nothing is stored between draws, and
   * the distribution is exactly symmetric with |z| < 8.3.
   *
   * @example
   * Math.abs(stream(1).normal()) < 8.3 // true
   */
  normal(): number {
    return normalQuantileFromCentre(this.#generator.double() - 0.5 + HALF_STEP)
  }

  /**
   * A uniform number in [low, high).
   *
   * @throws TensorError unless both bounds and their difference are finite and low ≤ high.
   * @example
   * stream(1).uniform(2, 3) >= 2 // true
   */
  uniform(low: number, high: number): number {
    checkInterval('uniform', low, high)
    return between(low, high, this.#generator.double())
  }

  /**
   * A whole number in {0, …, n − 1}, each equally likely. The range of the generator is cut into
   * cells of equal size. A draw in the short rest is repeated.
   *
   * @throws TensorError unless n is a whole number from 1 to 2^53 − 1.
   * @example
   * stream(1).integer(6) < 6 // true
   */
  integer(n: number): number {
    if (!Number.isSafeInteger(n) || n < 1)
      fail('integer', `n must be a whole number from 1 to 2^53 − 1, not ${told(n)}`)
    const cell = Math.floor(9007199254740992 / n)
    for (;;) {
      // Both are whole numbers below 2^53, so rounding the quotient never changes its floor.
      const value = Math.floor((this.#generator.double() * 9007199254740992) / cell)
      if (value < n) return value
    }
  }

  /**
   * True with probability p.
   *
   * @throws TensorError unless 0 ≤ p ≤ 1.
   * @example
   * stream(1).bernoulli(1) // true
   */
  bernoulli(p: number): boolean {
    if (!(typeof p === 'number' && p >= 0 && p <= 1))
      fail('bernoulli', `p must lie in [0, 1], not ${told(p)}`)
    return this.#generator.double() < p
  }

  /**
   * The numbers 0 … n − 1 in random order, each order equally likely (Fisher–Yates).
   *
   * @throws TensorError unless n is a whole number from 0 to 2^31 − 1.
   * @example
   * stream(1).permutation(3).length // 3
   */
  permutation(n: number): Int32Array {
    if (!Number.isInteger(n) || n < 0 || n > 0x7fffffff)
      fail('permutation', `n must be a whole number from 0 to 2^31 − 1, not ${told(n)}`)
    const order = new Int32Array(n)
    for (let i = 0; i < n; i++) {
      const j = this.integer(i + 1)
      order[i] = order[j]!
      order[j] = i
    }
    return order
  }

  /**
   * Fills `out` with normals times `scale`. The numbers have the bits of as many calls of `normal`.
   *
   * @returns `out`
   * @example
   * stream(1).fillNormal(new Float64Array(4), 0.1)
   */
  fillNormal(out: Float64Array, scale = 1): Float64Array {
    checkStore('fillNormal', out)
    if (typeof scale !== 'number') fail('fillNormal', `the scale is ${told(scale)}; it must be a number`)
    this.#generator.fill(out)
    for (let i = 0; i < out.length; i++) out[i] = normalQuantileFromCentre(out[i]! - 0.5 + HALF_STEP) * scale
    return out
  }

  /**
   * Fills `out` with uniform numbers in [low, high). The numbers have the bits of as many calls of
   * `uniform`.
   *
   * @throws TensorError as `uniform`.
   * @returns `out`
   * @example
   * stream(1).fillUniform(new Float64Array(4), -1, 1)
   */
  fillUniform(out: Float64Array, low = 0, high = 1): Float64Array {
    checkStore('fillUniform', out)
    checkInterval('fillUniform', low, high)
    this.#generator.fill(out)
    for (let i = 0; i < out.length; i++) out[i] = between(low, high, out[i]!)
    return out
  }

  /**
   * The stream whose path is the path of this stream followed by `names`. It does not depend on the
   * draws from this stream, and draws from it do not change this stream.
   *
   * @throws TensorError for a name that is neither a string nor a whole number, and if no name is
   * given.
   * @example
   * stream(1, 'model').split(3) // the same stream as stream(1, 'model', 3)
   */
  split(...names: StreamName[]): Stream {
    if (names.length === 0) fail('split', 'give at least one name; a copy is restoreStream(s.save())')
    for (const name of names) checkName('split', 'name', name)
    return new Stream([...this.#path, ...names])
  }

  /**
   * The path and the position, as plain data for JSON.
   *
   * @example
   * restoreStream(JSON.parse(JSON.stringify(stream(1).save())))
   */
  save(): StreamState {
    const [s0, s1, s2, c] = (this.#generator as Alea).state as unknown as [number, number, number, number]
    return { path: [...this.#path], s0, s1, s2, c }
  }

  /**
   * Returns to a position that this stream saved, an earlier or a later one.
   *
   * @throws TensorError if the state is malformed or was saved by a stream of another path.
   * @example
   * const s = stream(1)
   * const start = s.save()
   * s.double()
   * s.restore(start)
   */
  restore(state: StreamState): this {
    const { path, s0, s1, s2, c } = checkState('restore', state)
    if (encodePath(path) !== encodePath(this.#path))
      fail(
        'restore',
        `the state belongs to the stream ${encodePath(path)}, not to ${encodePath(this.#path)}; use restoreStream`,
      )
    this.#generator = new Alea(Float64Array.of(s0, s1, s2, c))
    return this
  }
}

/**
 * Only rounding can give `high`. The result is then `low`, which keeps the interval half open and
 * needs no further draw.
 */
function between(low: number, high: number, u: number): number {
  const x = low + (high - low) * u
  return x < high ? x : low
}

function checkInterval(operation: string, low: number, high: number): void {
  if (!(Number.isFinite(low) && Number.isFinite(high) && low <= high && high - low < Infinity))
    fail(operation, `needs finite low ≤ high, not low = ${told(low)}, high = ${told(high)}`)
}

function checkStore(operation: string, out: unknown): void {
  if (!(out instanceof Float64Array)) fail(operation, `fills a Float64Array, not ${told(out)}`)
}
