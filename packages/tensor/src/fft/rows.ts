/**
 * Transforms of one row, in place in the memory of a plan. For real numbers they take half of the
 * work.
 */
import { keptTurns, planOf } from './plan.ts'

/** A row of n places. After the first `length` they are 0. */
export interface Row {
  readonly n: number
  readonly length: number
  readonly re: Float64Array
  readonly im: Float64Array
}

/** Transforms a row of complex numbers. */
export function complexRow({ n, re, im }: Row, inverse: boolean): void {
  const { transform } = planOf(n)
  if (inverse) transform(im, re)
  else transform(re, im)
}

/**
 * Transforms a row of real numbers; the imaginary parts are zeros. If n is even, the row is read as
 * n/2 complex numbers, and the result is computed from their transform.
 */
export function realRow(row: Row, inverse: boolean): void {
  const { n, re, im } = row
  if (n % 2 === 1) {
    complexRow(row, inverse)
    return
  }
  const half = n / 2
  const { transform, re: zr, im: zi } = planOf(half)
  for (let k = 0; k < half; k++) {
    zr[k] = re[2 * k]
    zi[k] = re[2 * k + 1]
  }
  transform(zr, zi)
  const { cos, sin } = keptTurns(n)
  const sign = inverse ? -1 : 1
  for (let k = 0; k <= half; k++) {
    const at = k % half
    const other = (half - k) % half
    const evenR = 0.5 * (zr[at] + zr[other])
    const evenI = 0.5 * (zi[at] - zi[other])
    const oddR = 0.5 * (zi[at] + zi[other])
    const oddI = 0.5 * (zr[other] - zr[at])
    re[k] = evenR + (oddR * cos[k] + oddI * sin[k])
    im[k] = sign * (evenI + (oddI * cos[k] - oddR * sin[k]))
    if (k > 0 && k < half) {
      re[n - k] = re[k]
      im[n - k] = -im[k]
    }
  }
}

/** Computes only the real parts of the transform of a row. */
export function realPart(row: Row, inverse: boolean): void {
  const { n, length, re, im } = row
  const half = n / 2
  if (n % 2 === 1 || length > half + 1) {
    complexRow(row, inverse)
    return
  }
  // Re Σ xₖ·exp(…) is the transform of a row with xₖ/2 at k and its conjugate at n − k.
  const { transform, re: zr, im: zi } = planOf(half)
  const { cos, sin } = keptTurns(n)
  const sign = inverse ? 1 : -1
  const partR = (k: number) => (k === 0 || k === half ? re[k] : 0.5 * re[k])
  const partI = (k: number) => (k === 0 || k === half ? 0 : 0.5 * sign * im[k])
  for (let k = 0; k < half; k++) {
    const ar = partR(k)
    const ai = partI(k)
    const br = partR(half - k)
    const bi = -partI(half - k)
    const offR = ar - br
    const offI = ai - bi
    zr[k] = ar + br - (offR * sin[k] + offI * cos[k])
    zi[k] = ai + bi + (offR * cos[k] - offI * sin[k])
  }
  transform(zi, zr)
  for (let k = 0; k < half; k++) {
    re[2 * k] = zr[k]
    re[2 * k + 1] = zi[k]
  }
}
