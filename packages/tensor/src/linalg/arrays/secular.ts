/**
 * The secular equation 1 + Σ wₖ/(pₖ − x) = 0 with weights wₖ > 0 and poles p₀ < p₁ < …: its roots
 * lie between the poles and one beyond the last. A root is found as its distance from the nearest
 * pole, by the interpolation of Li (1993, LAPACK Working Note 89) inside a shrinking bracket, so
 * that the distances of roots from all poles are right to a few units in the last place. From these
 * the weights are computed anew (Gu & Eisenstat 1994): the vectors that belong to them are then
 * orthogonal, however close the roots are.
 */

/** Writes the distances pₖ − p₍origin₎ of all poles. */
export type Distances = (origin: number, out: Float64Array) => void

export interface Roots {
  /** Root j is `shift[j]` beyond the pole `origin[j]`. */
  readonly origin: Int32Array
  readonly shift: Float64Array
  /** pₖ − xⱼ at j·n + k. */
  readonly gaps: Float64Array
  /** The square roots of the weights for which the roots are exact, up to a common factor. */
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
 * The pole nearest to root j, seen from the middle of its interval; `from` gets the distances from
 * it.
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

/** Root j from the origin. */
function root(j: number, origin: number, w: Float64Array, from: Float64Array): number {
  const n = w.length
  const last = j === n - 1
  // Where the function is negative, and where it is not.
  let low = 0
  let high = 0
  let x: number
  if (last) {
    for (let k = 0; k < n; k++) high += w[k]
    // With all poles at the last one.
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

/** The zero of cx² − ax + b that lies in the interval, computed without cancellation. */
function zeroOf(c: number, a: number, b: number): number {
  const root = Math.sqrt(Math.abs(a * a - 4 * b * c))
  return a <= 0 ? (a - root) / (2 * c) : (2 * b) / (a + root)
}

/**
 * A number between two of one sign, or 0 and another: in the middle of their magnitudes if these
 * are far apart.
 */
function between(low: number, high: number): number {
  const [small, large] = low < 0 ? [-high, -low] : [low, high]
  const x =
    small === 0 ? large / 1024 : large > 4 * small ? Math.sqrt(small) * Math.sqrt(large) : (small + large) / 2
  return low < 0 ? -x : x
}
