/**
 * The secular equation 1 + Σ wₖ/(pₖ − x) = 0 with weights wₖ > 0 and poles p₀ < p₁ < …. Its roots
 * lie between the poles, and one lies beyond the last pole. A root is computed as its distance from
 * the nearest pole, by the interpolation of Li (1993, LAPACK Working Note 89) inside a shrinking
 * bracket. So the distances of roots from all poles are correct to a few units in the last place.
 * From these distances the weights are recomputed (Gu & Eisenstat 1994). The vectors of the new
 * weights are orthogonal, however close the roots are.
 */

/** Writes the distances pₖ − p₍origin₎ of all poles from one pole. */
export type Distances = (origin: number, out: Float64Array) => void

export interface Roots {
  /** Root j is the pole `origin[j]` plus `shift[j]`. */
  readonly origin: Int32Array
  readonly shift: Float64Array
  /** The distance pₖ − xⱼ, at j·n + k. */
  readonly gaps: Float64Array
  /**
   * The square roots of the weights for which the computed roots are exact, up to a common factor.
   */
  readonly weights: Float64Array
}

export function secularRoots(w: Float64Array, distances: Distances): Roots {
  const n = w.length
  const origin = new Int32Array(n)
  const shift = new Float64Array(n)
  const gaps = new Float64Array(n * n)
  for (let j = 0; j < n; j++) {
    const row = gaps.subarray(j * n, (j + 1) * n)
    origin[j] = originOf(j, w, distances, row)
    const x = root(j, origin[j], w, row)
    shift[j] = x
    for (let k = 0; k < n; k++) row[k] -= x
  }
  const weights = new Float64Array(n).fill(1)
  const apart = new Float64Array(n)
  for (let j = 0; j < n; j++) {
    distances(j, apart)
    for (let k = 0; k < n; k++) weights[k] *= k === j ? -gaps[j * n + j] : gaps[j * n + k] / apart[k]
  }
  for (let k = 0; k < n; k++) weights[k] = Math.sqrt(Math.abs(weights[k]))
  return { origin, shift, gaps, weights }
}

/**
 * The pole nearest to root j; the sign in the middle of the interval decides. `from` receives the
 * distances from this pole.
 */
function originOf(j: number, w: Float64Array, distances: Distances, from: Float64Array): number {
  distances(j, from)
  if (j === w.length - 1) return j
  const middle = from[j + 1] / 2
  let f = 1
  for (let k = 0; k < w.length; k++) f += w[k] / (from[k] - middle)
  if (f >= 0) return j
  distances(j + 1, from)
  return j + 1
}

/** Root j as a distance from the origin. */
function root(j: number, origin: number, w: Float64Array, from: Float64Array): number {
  const n = w.length
  const last = j === n - 1
  // The function is negative at `low` and not negative at `high`.
  let low = 0
  let high = 0
  let x: number
  if (last) {
    for (let k = 0; k < n; k++) high += w[k]
    // The root if all poles were at the last one.
    x = high
    high *= 1 + 2 ** -50
  } else {
    const width = from[j + 1] - from[j]
    const middle = (from[j] + from[j + 1]) / 2
    if (origin === j) high = middle
    else low = middle
    let c = 1
    for (let k = 0; k < n; k++) if (k !== j && k !== j + 1) c += w[k] / (from[k] - middle)
    const both = w[j] + w[j + 1]
    x =
      origin === j
        ? zeroOf(c, c * width + both, w[j] * width)
        : zeroOf(c, both - c * width, -w[j + 1] * width)
  }
  for (let turn = 0; turn < 400; turn++) {
    if (!(x > low && x < high)) {
      x = between(low, high)
      if (!(x > low && x < high)) return low === 0 ? high : low
    }
    let below = 0
    let belowSlope = 0
    for (let k = 0; k <= j; k++) {
      const d = from[k] - x
      const t = w[k] / d
      below += t
      belowSlope += t / d
    }
    let above = 0
    let aboveSlope = 0
    for (let k = j + 1; k < n; k++) {
      const d = from[k] - x
      const t = w[k] / d
      above += t
      aboveSlope += t / d
    }
    const f = 1 + below + above
    if (Math.abs(f) <= 2 ** -50 * (1 - below + above)) return x
    if (f < 0) low = x
    else high = x
    const d = from[j] - x
    let step: number
    if (last) step = (d * f) / (f - d * belowSlope)
    else {
      const e = from[j + 1] - x
      step = zeroOf(
        f - d * belowSlope - e * aboveSlope,
        (d + e) * f - d * e * (belowSlope + aboveSlope),
        d * e * f,
      )
    }
    if (!(step * f < 0)) step = -f / (belowSlope + aboveSlope)
    x += step
  }
  return x
}

/** The zero of cx² − ax + b in the interval, computed without cancellation. */
function zeroOf(c: number, a: number, b: number): number {
  const root = Math.sqrt(Math.abs(a * a - 4 * b * c))
  return a <= 0 ? (a - root) / (2 * c) : (2 * b) / (a + root)
}

/**
 * A number between two numbers of the same sign, or between 0 and a number. If their magnitudes are
 * far apart, it is their geometric mean.
 */
function between(low: number, high: number): number {
  const [small, large] = low < 0 ? [-high, -low] : [low, high]
  const x =
    small === 0 ? large / 1024 : large > 4 * small ? Math.sqrt(small) * Math.sqrt(large) : (small + large) / 2
  return low < 0 ? -x : x
}
