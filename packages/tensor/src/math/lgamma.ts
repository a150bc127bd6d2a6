import { logInParts, logLow } from './log-in-parts.ts'
import { polynomial } from './polynomial.ts'
import { powerOfTwo } from './power-of-two.ts'
import { beyondWhole, sineOfPi } from './sine-of-pi.ts'
import { add, join, multiply, productOf, rest, sumOf } from './two-parts.ts'

/**
 * The coefficients of (lgamma(2 + t)/t − (1 − γ))/t as a polynomial in t, for |t| ≤ ½. These start
 * at the term in t; the constant term is in two parts.
 */
const AT_TWO = /* @__PURE__ */ Float64Array.of(
  -0.0673523010531981,
  0.02058080842778457,
  -0.007385551028673995,
  0.002890510330738737,
  -0.001192753911701927,
  0.0005096695248853096,
  -0.00022315475852168894,
  9.945750909889392e-5,
  -4.49262349749866e-5,
  2.050726741605779e-5,
  -9.439514433031234e-6,
  4.374374916915131e-6,
  -2.038980289606216e-6,
  9.578663334114758e-7,
  -4.505513901600013e-7,
  2.0304806751615227e-7,
  -9.611311217528077e-8,
  6.379047507619774e-8,
  -3.0412068327913675e-8,
)
const AT_TWO_FIRST = 0.3224670334241132
const AT_TWO_FIRST_LOW = 1.5176930390577985e-17
/** 1 − γ in two parts. */
const SLOPE = 0.42278433509846713
const SLOPE_LOW = 4.942915152430645e-18

/** Stirling's series: B₂ₖ/(2k(2k − 1)) for k = 1 … 8. */
const STIRLING = /* @__PURE__ */ Float64Array.of(
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360360,
  1 / 156,
  -3617 / 122400,
)

/**
 * log|Γ(x)| of one double, the same bits in every engine.
 *
 * Within 0.8 ulp of the true value for every x ≥ 0, also near its zeros 1 and 2. For negative x the
 * error is at most 1 ulp of the larger of |value| and 1. The value is infinite at 0, at the
 * negative whole numbers and at ±∞. NaN stays NaN.
 *
 * @example
 * lgamma(10) // 12.801827480081469
 */
export function lgamma(x: number): number {
  if (x > 1e18) return ofHuge(x)
  if (x <= 0 && Math.floor(x) === x) return Infinity
  if (!(Math.abs(x) > 1e-18)) return -logOf(Math.abs(x), 0)
  if (!(x < 0)) return ofPositive(x)
  const y = -x
  // Γ(−y)·Γ(y)·y·sin(πy) = −π.
  const sine = sineOfPi(beyondWhole(y))
  const product = multiply(sine, rest[0]!, y, 0)
  const logarithm = logOf(product, rest[0]!)
  const sum = add(1.1447298858494002, 1.0265951162707826e-17, -logarithm, -rest[0]!)
  const sumLow = rest[0]!
  const other = ofPositive(y)
  return add(sum, sumLow, -other, -rest[0]!)
}

/** log(x + low). The lower part is written to `rest`. */
function logOf(x: number, low: number): number {
  const value = logInParts(x)
  return join(value, logLow[0]! + low / x)
}

/** lgamma(x) for 10⁻¹⁸ ≤ x ≤ 10¹⁸. The lower part is written to `rest`. */
function ofPositive(x: number): number {
  if (x >= 10) return byStirling(x)
  if (x >= 2.5) {
    // Γ(x) = (x − 1)(x − 2)…(x − k)·Γ(x − k), where x − k is near 2.
    let product = x - 1
    let productLow = 0
    let t = x - 1
    while (t >= 2.5) {
      t--
      product = multiply(product, productLow, t, 0)
      productLow = rest[0]!
    }
    const logarithm = logOf(product, productLow)
    const logarithmLow = rest[0]!
    const start = nearTwo(t - 2)
    return add(logarithm, logarithmLow, start, rest[0]!)
  }
  if (x >= 1.5) return nearTwo(x - 2)
  // Γ(x) = Γ(x + 1)/x, once or twice.
  let product = x
  let productLow = 0
  if (x < 0.5) {
    const next = sumOf(1, x)
    product = multiply(next, rest[0]!, x, 0)
    productLow = rest[0]!
  }
  const logarithm = logOf(product, productLow)
  const logarithmLow = rest[0]!
  const start = nearTwo(x < 0.5 ? x : x - 1)
  return add(start, rest[0]!, -logarithm, -logarithmLow)
}

/** lgamma(2 + t) for |t| ≤ ½. The lower part is written to `rest`. */
function nearTwo(t: number): number {
  const bend = productOf(t, AT_TWO_FIRST)
  const slope = add(SLOPE, SLOPE_LOW, bend, rest[0]! + t * (AT_TWO_FIRST_LOW + t * polynomial(AT_TWO, t)))
  return multiply(slope, rest[0]!, t, 0)
}

function byStirling(x: number): number {
  const logarithm = logOf(x, 0)
  const logarithmLow = rest[0]!
  const half = sumOf(x, -0.5)
  const product = multiply(half, rest[0]!, logarithm, logarithmLow)
  const productLow = rest[0]!
  const difference = add(product, productLow, -x, 0)
  const inverse = 1 / x
  const series = inverse * polynomial(STIRLING, inverse * inverse)
  return add(difference, rest[0]!, 0.9189385332046728, series - 3.8782941580672414e-17)
}

/** x·(log x − 1). The other terms are below an ulp. */
function ofHuge(x: number): number {
  if (x === Infinity) return x
  const logarithm = logInParts(x)
  const less = join(logarithm - 1, logLow[0]!)
  return multiply(x * powerOfTwo(-200), 0, less, rest[0]!) * powerOfTwo(200)
}
