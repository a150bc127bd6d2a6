/** 2⁻¹⁴⁹, the smallest positive float32. */
const SMALLEST_SINGLE = 1.401298464324817e-45

const double = new Float64Array(1)
const doubleBits = new BigInt64Array(double.buffer)
const single = new Float32Array(1)
const singleBits = new Int32Array(single.buffer)

/**
 * The double next to `x` in the direction of `y`. It is `y` if both are equal, and NaN if one is
 * NaN.
 *
 * @example
 * nextafter(1, 2) // 1.0000000000000002
 */
export function nextafter(x: number, y: number): number {
  if (!(x < y || x > y)) return x === y ? y : NaN
  if (x === 0) return y > 0 ? Number.MIN_VALUE : -Number.MIN_VALUE
  double[0] = x
  // A step away from 0 adds 1 to the bits, read as an integer.
  doubleBits[0]! += x < y === x > 0 ? 1n : -1n
  return double[0]!
}

/**
 * The float32 next to the float32 `x` in the direction of `y`.
 *
 * @example
 * nextafter32(1, 2) // 1.0000001192092896
 */
export function nextafter32(x: number, y: number): number {
  if (!(x < y || x > y)) return x === y ? y : NaN
  if (x === 0) return y > 0 ? SMALLEST_SINGLE : -SMALLEST_SINGLE
  single[0] = x
  singleBits[0]! += x < y === x > 0 ? 1 : -1
  return single[0]!
}
