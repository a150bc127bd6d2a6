import { HALF_PI, HALF_PI_LOW } from '../math/quarter-turns.ts'
import { cosine, sine } from '../math/sine-cosine.ts'
import { multiply, quotient, rest } from '../math/two-parts.ts'

/** cos 2πk/n and sin 2πk/n for k = 0 … n − 1. */
export interface Turns {
  readonly cos: Float64Array
  readonly sin: Float64Array
}

/** The sines and cosines of the multiples of 1/n of a turn, each within 0.55 ulp. */
export function turnsOf(n: number): Turns {
  const cos = new Float64Array(n)
  const sin = new Float64Array(n)
  for (let k = 0; 2 * k <= n; k++) {
    const back = n - k
    if (n % 4 === 0 && 4 * k > n) {
      cos[k] = -cos[n / 2 - k]
      sin[k] = sin[n / 2 - k]
    } else if (n % 4 === 0 && 8 * k > n) {
      cos[k] = sin[n / 4 - k]
      sin[k] = cos[n / 4 - k]
    } else {
      // The angle is π·half/n. Above a right angle `half` belongs to the supplement, and above half
      // a right angle `f` belongs to the complement.
      const half = 4 * k > n ? n - 2 * k : 2 * k
      const steep = 4 * half > n
      const f = steep ? quotient(n - 2 * half, 0, 2 * n, 0) : quotient(half, 0, n, 0)
      const angle = multiply(2 * HALF_PI, 2 * HALF_PI_LOW, f, rest[0])
      const low = rest[0]
      const c = steep ? sine(angle, low) : cosine(angle, low)
      cos[k] = 4 * k > n ? -c : c
      sin[k] = steep ? cosine(angle, low) : sine(angle, low)
    }
    if (k > 0 && back > k) {
      cos[back] = cos[k]
      sin[back] = -sin[k]
    }
  }
  return { cos, sin }
}
