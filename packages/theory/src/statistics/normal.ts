import { exp } from '@multiview/tensor/math'

/**
 * Probability that a standard normal variable is at most z. Relative error below 1e-13 for z > −10,
 * growing as z²·1e-16 further out; an upper tail is the lower tail of −z.
 *
 * Source: NIST DLMF 7.6.2 near 0 and the continued fraction 7.9.2 in the tail.
 */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return Number.NaN
  const far = Math.abs(z)
  const density = exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
  if (far < 2) return 0.5 + density * series(z)
  const tail = density === 0 ? 0 : density / tailFraction(far)
  return z < 0 ? tail : 1 - tail
}

/** z + z³/3 + z⁵/15 + …, the integral of the density from 0 to z divided by the density at z. */
function series(z: number): number {
  let total = z
  let term = z
  for (let k = 3; ; k += 2) {
    term *= (z * z) / k
    const next = total + term
    if (next === total) return next
    total = next
  }
}

/** z + 1/(z + 2/(z + 3/(z + …))), from the inside out; 120 levels are enough from z = 2 on. */
function tailFraction(z: number): number {
  let value = z
  for (let k = 120; k >= 1; k--) value = z + k / value
  return value
}
