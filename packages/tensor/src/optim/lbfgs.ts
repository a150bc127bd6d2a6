/**
 * L-BFGS (J. Nocedal, 1980, Mathematics of Computation 35): the descent direction of a quasi-Newton
 * matrix, which is built from the last steps and the changes of the gradient.
 */

/** A step s, the change y of the gradient over this step, and 1/(s·y). */
export interface Pair {
  readonly s: Float64Array
  readonly y: Float64Array
  readonly inverse: number
}

export function dot(a: Float64Array, b: Float64Array): number {
  let total = 0
  for (let i = 0; i < a.length; i++) total += a[i] * b[i]
  return total
}

/** The pair of a step, or null if the curvature of the function along it is not positive. */
export function pairOf(s: Float64Array, y: Float64Array): Pair | null {
  const product = dot(s, y)
  return product > 0 && 1 / product < Infinity ? { s, y, inverse: 1 / product } : null
}

/** −H·g, computed by two passes over the pairs, which are ordered oldest first. */
export function direction(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const d = gradient.map(x => -x)
  const weights = pairs.map(() => 0)
  for (let k = pairs.length - 1; k >= 0; k--) {
    const { s, y, inverse } = pairs[k]
    weights[k] = inverse * dot(s, d)
    for (let i = 0; i < d.length; i++) d[i] -= weights[k] * y[i]
  }
  const last = pairs.at(-1)
  if (last) {
    const scale = 1 / (last.inverse * dot(last.y, last.y))
    for (let i = 0; i < d.length; i++) d[i] *= scale
  }
  pairs.forEach(({ s, y, inverse }, k) => {
    const rest = weights[k] - inverse * dot(y, d)
    for (let i = 0; i < d.length; i++) d[i] += rest * s[i]
  })
  return d
}
