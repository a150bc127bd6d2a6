// Code that log and log1p share.

/** ln 2 in two parts. The first has 40 significant bits, so k times it is exact for |k| ≤ 2¹². */
export const LN2_HIGH: number = 0.6931471805601177
export const LN2_LOW: number = -1.7239444525614835e-13

/**
 * k·ln2 + log(1 + f) + extra for an integer |k| ≤ 1100, f in [√½ − 1, √2 − 1] and |extra| below an
 * ulp of the result.
 *
 * log(1 + f) = f − f²/2 + s·(f²/2 + R(s²)) with s = f/(2 + f). This is the classical form of
 * 2·atanh(s) in which f itself has no rounding error. R is a minimax polynomial; it makes a
 * relative error of the logarithm below 2⁻⁶⁴. f²/2 and the sums with it have two parts, which
 * reduces the error from 0.9 to below 0.7 ulp.
 */
export function logKernel(k: number, f: number, extra: number): number {
  const s = f / (2 + f)
  const z = s * s
  const w = z * z
  const odd =
    0.40000000000001007 + w * (0.22222222409750114 + w * (0.15386342449645143 + w * 0.131148348695975))
  const even =
    0.6666666666666666 + w * (0.2857142857072325 + w * (0.18181793732111753 + w * 0.13266048812203002))
  const remainder = z * (even + z * odd)

  const fTop = f + 201326592 - 201326592
  const half = 0.5 * fTop * fTop
  const halfRest = 0.5 * (f - fTop) * (f + fTop)
  const a = f - half
  const aRest = f - a - half

  const whole = k * LN2_HIGH
  const sum = whole + a
  const sumRest = whole - sum + a
  return sum + (sumRest + (aRest + (s * (half + halfRest + remainder) - halfRest + (k * LN2_LOW + extra))))
}
