/**
 * The passes of a Stockham transform, one function per radix r. A pass turns rows of `n` elements,
 * `s` of them interleaved, into r times as many rows of n/r. After the last pass the order is
 * natural. Sources and results are separate (C. Van Loan, "Computational Frameworks for the Fast
 * Fourier Transform", SIAM 1992, §1.7).
 */
import type { Turns } from './turns.ts'

export type Pass = (
  n: number,
  s: number,
  turns: Turns,
  xr: Float64Array,
  xi: Float64Array,
  yr: Float64Array,
  yi: Float64Array,
) => void

const pass2: Pass = (n, s, { cos, sin }, xr, xi, yr, yi) => {
  const half = (n / 2) * s
  for (let p = 0, i = 0; p < n / 2; p++) {
    const c = cos[p * s]
    const d = sin[p * s]
    for (let o = 2 * i, q = 0; q < s; q++, i++, o++) {
      const ar = xr[i]
      const ai = xi[i]
      const br = xr[i + half]
      const bi = xi[i + half]
      yr[o] = ar + br
      yi[o] = ai + bi
      const tr = ar - br
      const ti = ai - bi
      yr[o + s] = tr * c + ti * d
      yi[o + s] = ti * c - tr * d
    }
  }
}

/** sin 60°. */
const S60 = 0.8660254037844386

const pass3: Pass = (n, s, { cos, sin }, xr, xi, yr, yi) => {
  const third = (n / 3) * s
  for (let p = 0, i = 0; p < n / 3; p++) {
    const c1 = cos[p * s]
    const d1 = sin[p * s]
    const c2 = cos[2 * p * s]
    const d2 = sin[2 * p * s]
    for (let o = 3 * i, q = 0; q < s; q++, i++, o++) {
      const ar = xr[i]
      const ai = xi[i]
      const sumR = xr[i + third] + xr[i + 2 * third]
      const sumI = xi[i + third] + xi[i + 2 * third]
      const offR = S60 * (xr[i + third] - xr[i + 2 * third])
      const offI = S60 * (xi[i + third] - xi[i + 2 * third])
      const midR = ar - 0.5 * sumR
      const midI = ai - 0.5 * sumI
      yr[o] = ar + sumR
      yi[o] = ai + sumI
      const ur = midR + offI
      const ui = midI - offR
      yr[o + s] = ur * c1 + ui * d1
      yi[o + s] = ui * c1 - ur * d1
      const vr = midR - offI
      const vi = midI + offR
      yr[o + 2 * s] = vr * c2 + vi * d2
      yi[o + 2 * s] = vi * c2 - vr * d2
    }
  }
}

const pass4: Pass = (n, s, { cos, sin }, xr, xi, yr, yi) => {
  const quarter = (n / 4) * s
  for (let p = 0, i = 0; p < n / 4; p++) {
    const c1 = cos[p * s]
    const d1 = sin[p * s]
    const c2 = cos[2 * p * s]
    const d2 = sin[2 * p * s]
    const c3 = cos[3 * p * s]
    const d3 = sin[3 * p * s]
    for (let o = 4 * i, q = 0; q < s; q++, i++, o++) {
      const j = i + quarter
      const k = j + quarter
      const l = k + quarter
      const evenR = xr[i] + xr[k]
      const evenI = xi[i] + xi[k]
      const offR = xr[i] - xr[k]
      const offI = xi[i] - xi[k]
      const oddR = xr[j] + xr[l]
      const oddI = xi[j] + xi[l]
      const turnR = xi[j] - xi[l]
      const turnI = xr[l] - xr[j]
      yr[o] = evenR + oddR
      yi[o] = evenI + oddI
      const ur = offR + turnR
      const ui = offI + turnI
      yr[o + s] = ur * c1 + ui * d1
      yi[o + s] = ui * c1 - ur * d1
      const vr = evenR - oddR
      const vi = evenI - oddI
      yr[o + 2 * s] = vr * c2 + vi * d2
      yi[o + 2 * s] = vi * c2 - vr * d2
      const wr = offR - turnR
      const wi = offI - turnI
      yr[o + 3 * s] = wr * c3 + wi * d3
      yi[o + 3 * s] = wi * c3 - wr * d3
    }
  }
}

/** Cosines and sines of 72° and 144°. */
const C72 = 0.30901699437494745
const S72 = 0.9510565162951535
const C144 = -0.8090169943749475
const S144 = 0.5877852522924731

const pass5: Pass = (n, s, { cos, sin }, xr, xi, yr, yi) => {
  const fifth = (n / 5) * s
  for (let p = 0, i = 0; p < n / 5; p++) {
    const at = p * s
    for (let o = 5 * i, q = 0; q < s; q++, i++, o++) {
      const ar = xr[i]
      const ai = xi[i]
      const outerR = xr[i + fifth] + xr[i + 4 * fifth]
      const outerI = xi[i + fifth] + xi[i + 4 * fifth]
      const innerR = xr[i + 2 * fifth] + xr[i + 3 * fifth]
      const innerI = xi[i + 2 * fifth] + xi[i + 3 * fifth]
      const farR = xr[i + fifth] - xr[i + 4 * fifth]
      const farI = xi[i + fifth] - xi[i + 4 * fifth]
      const nearR = xr[i + 2 * fifth] - xr[i + 3 * fifth]
      const nearI = xi[i + 2 * fifth] - xi[i + 3 * fifth]
      yr[o] = ar + outerR + innerR
      yi[o] = ai + outerI + innerI
      const oneR = ar + C72 * outerR + C144 * innerR
      const oneI = ai + C72 * outerI + C144 * innerI
      const twoR = ar + C144 * outerR + C72 * innerR
      const twoI = ai + C144 * outerI + C72 * innerI
      const turnR = S72 * farI + S144 * nearI
      const turnI = -(S72 * farR + S144 * nearR)
      const backR = S144 * farI - S72 * nearI
      const backI = -(S144 * farR - S72 * nearR)
      put(o + s, at, oneR + turnR, oneI + turnI)
      put(o + 2 * s, 2 * at, twoR + backR, twoI + backI)
      put(o + 3 * s, 3 * at, twoR - backR, twoI - backI)
      put(o + 4 * s, 4 * at, oneR - turnR, oneI - turnI)
    }
  }
  function put(o: number, t: number, re: number, im: number): void {
    yr[o] = re * cos[t] + im * sin[t]
    yi[o] = im * cos[t] - re * sin[t]
  }
}

/** The passes, in the order in which the factors of a size are divided out. */
export const passes: readonly (readonly [radix: number, pass: Pass])[] = [
  [4, pass4],
  [2, pass2],
  [3, pass3],
  [5, pass5],
]
