// The part that exp, expm1, tanh, sigmoid and pow share: eˣ as 2ᵏ·(high + low), good to about 2⁻⁶⁵.
//
// x = n·ln2/32 + r with |r| ≤ ln2/64, and e^x = 2^(n/32)·e^r: a table of 32 roots and a short Taylor series, the
// scheme of P. T. P. Tang, "Table-driven implementation of the exponential function in IEEE floating-point
// arithmetic", ACM TOMS 15 (1989) 144–157.

/** 32/ln 2. */
export const STEPS_PER_UNIT = 46.16624130844683
/** ln2/32 in two parts; the first has 36 significant bits, so that n times it is exact for |n| < 2¹⁷. */
export const STEP_HIGH = 0.021660849392446835
export const STEP_LOW = 5.145609244655338e-14

/** 2^(j/32) = ROOT_HIGH[j] + ROOT_LOW[j], by repeated multiplication in double-double arithmetic. */
export const ROOT_HIGH: Float64Array = new Float64Array(32)
export const ROOT_LOW: Float64Array = new Float64Array(32)

fillRoots()

function fillRoots(): void {
  const split = (x: number) => {
    const t = 134217729 * x
    return t - (t - x)
  }
  const rootHigh = 1.0218971486541166
  const rootLow = 5.109225028973444e-17
  const rootTop = split(rootHigh)
  const rootRest = rootHigh - rootTop
  let high = 1
  let low = 0
  for (let j = 0; j < 32; j++) {
    ROOT_HIGH[j] = high
    ROOT_LOW[j] = low
    const product = high * rootHigh
    const top = split(high)
    const rest = high - top
    const lost = top * rootTop - product + top * rootRest + rest * rootTop + rest * rootRest
    const correction = lost + (high * rootLow + low * rootHigh)
    high = product + correction
    low = product - high + correction
  }
}

/** e^r − 1 − r for |r| ≤ ln2/64: the Taylor series, whose first term left out is below 2⁻⁵⁸. */
export function exponentialTail(r: number): number {
  return r * r * (0.5 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720)))))
}
