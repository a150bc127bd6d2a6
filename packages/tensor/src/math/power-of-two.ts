// Exact powers of two, and scaling by them. A table is faster than assembling the bits, which needs
// a store before the load.

const SMALLEST = -1074
const LARGEST = 1023

const powers = /* @__PURE__ */ (() => {
  const table = new Float64Array(LARGEST - SMALLEST + 1)
  // From the smallest number upwards, since each doubling is exact.
  for (let i = 0, power = 5e-324; i < table.length; i++, power *= 2) table[i] = power
  return table
})()

/** 2^k for an integer k in [−1074, 1023]. */
export function powerOfTwo(k: number): number {
  return powers[k - SMALLEST]!
}

/**
 * y·2^k, rounded once, for 0.5 ≤ |y| < 4 and any integer k in [−1100, 1100].
 *
 * The first of the two products below is exact, so a subnormal result is rounded only once.
 */
export function scale(y: number, k: number): number {
  if (k >= SMALLEST && k <= LARGEST) return y * powerOfTwo(k)
  const half = k >> 1
  return y * powerOfTwo(half) * powerOfTwo(k - half)
}
