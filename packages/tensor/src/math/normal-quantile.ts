import { log } from './log.ts'

/**
 * The point below which a standard normal variable lies with probability `p`: the inverse of its
 * distribution function.
 *
 * M. J. Wichura, "Algorithm AS 241: The percentage points of the normal distribution", Applied
 * Statistics 37 (1988) 477–484, routine PPND16. The relative error is about 1e-15 for every p from
 * the smallest double to 1 − 2⁻⁵³. p = 0 gives −∞, p = 1 gives ∞, and p outside [0, 1] gives NaN.
 *
 * @example
 * normalQuantile(0.975) // 1.9599639845400536
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5
  if (q >= -0.425 && q <= 0.425) return centralQuantile(q)
  const tail = q < 0 ? p : 1 - p
  if (!(tail > 0)) return tail === 0 ? (q < 0 ? -Infinity : Infinity) : NaN
  return q < 0 ? -tailQuantile(tail) : tailQuantile(tail)
}

/**
 * The same at p = 1/2 + q, for |q| < 1/2. It is an odd function of q. It takes distances from 1/2
 * that are too small for p to represent.
 *
 * @example
 * normalQuantileFromCentre(0.25) // the upper quartile, 0.6744897501960818
 */
export function normalQuantileFromCentre(q: number): number {
  if (q >= -0.425 && q <= 0.425) return centralQuantile(q)
  return q < 0 ? -tailQuantile(0.5 + q) : tailQuantile(0.5 - q)
}

// The polynomials use Estrin's scheme instead of Horner's, so the processor can compute their
// halves at the same time.

function centralQuantile(q: number): number {
  const r = 0.180625 - q * q
  const r2 = r * r
  const r4 = r2 * r2
  const numerator =
    3.3871328727963665 +
    133.14166789178438 * r +
    (1971.5909503065513 + 13731.69376550946 * r) * r2 +
    (45921.95393154987 + 67265.7709270087 * r + (33430.57558358813 + 2509.0809287301227 * r) * r2) * r4
  const denominator =
    1 +
    42.31333070160091 * r +
    (687.1870074920579 + 5394.196021424751 * r) * r2 +
    (21213.794301586597 + 39307.89580009271 * r + (28729.085735721943 + 5226.495278852854 * r) * r2) * r4
  return (q * numerator) / denominator
}

/** The quantile of 1 − tail, which is positive, for tail from 0 to slightly above 0.075. */
function tailQuantile(tail: number): number {
  const depth = Math.sqrt(-log(tail))
  return depth <= 5 ? nearTail(depth - 1.6) : farTail(depth - 5)
}

// The branches are functions of their own, so that V8 still inlines the logarithm above.

function nearTail(r: number): number {
  const r2 = r * r
  const r4 = r2 * r2
  const numerator =
    1.4234371107496835 +
    4.630337846156546 * r +
    (5.769497221460691 + 3.6478483247632045 * r) * r2 +
    (1.2704582524523684 + 0.2417807251774506 * r + (0.022723844989269184 + 0.0007745450142783414 * r) * r2) *
      r4
  const denominator =
    1 +
    2.053191626637759 * r +
    (1.6763848301838038 + 0.6897673349851 * r) * r2 +
    (0.14810397642748008 +
      0.015198666563616457 * r +
      (0.0005475938084995345 + 1.0507500716444169e-9 * r) * r2) *
      r4
  return numerator / denominator
}

function farTail(r: number): number {
  const r2 = r * r
  const r4 = r2 * r2
  const numerator =
    6.657904643501103 +
    5.463784911164114 * r +
    (1.7848265399172913 + 0.29656057182850487 * r) * r2 +
    (0.026532189526576124 +
      0.0012426609473880784 * r +
      (2.7115555687434876e-5 + 2.0103343992922881e-7 * r) * r2) *
      r4
  const denominator =
    1 +
    0.599832206555888 * r +
    (0.1369298809227358 + 0.014875361290850615 * r) * r2 +
    (0.0007868691311456133 +
      1.8463183175100548e-5 * r +
      (1.421511758316446e-7 + 2.0442631033899397e-15 * r) * r2) *
      r4
  return numerator / denominator
}
