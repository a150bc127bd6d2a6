import { isSmooth, smoothTransform, type Transform } from './smooth.ts'
import { turnsOf } from './turns.ts'

/**
 * The transform of any size n as a convolution with the chirp exp(πik²/n), which a larger transform
 * computes: L. I. Bluestein, "A linear filtering approach to the computation of discrete Fourier
 * transform", IEEE Transactions on Audio and Electroacoustics 18 (1970) 451–455.
 */
export function chirpTransform(n: number): Transform {
  let m = 2 * n - 1
  while (!isSmooth(m)) m++
  const larger = smoothTransform(m)
  const turns = turnsOf(2 * n)
  const cos = new Float64Array(n)
  const sin = new Float64Array(n)
  const filterR = new Float64Array(m)
  const filterI = new Float64Array(m)
  // k² modulo 2n. From k to k + 1 it increases by 2k + 1.
  for (let k = 0, square = 0; k < n; square = (square + 2 * k + 1) % (2 * n), k++) {
    cos[k] = turns.cos[square]
    sin[k] = turns.sin[square]
    const places = k === 0 ? [0] : [k, m - k]
    for (const place of places) {
      filterR[place] = cos[k] / m
      filterI[place] = sin[k] / m
    }
  }
  larger(filterR, filterI)
  const workR = new Float64Array(m)
  const workI = new Float64Array(m)
  return (re, im) => {
    workR.fill(0, n)
    workI.fill(0, n)
    for (let k = 0; k < n; k++) {
      workR[k] = re[k] * cos[k] + im[k] * sin[k]
      workI[k] = im[k] * cos[k] - re[k] * sin[k]
    }
    larger(workR, workI)
    for (let k = 0; k < m; k++) {
      const r = workR[k]
      workR[k] = r * filterR[k] - workI[k] * filterI[k]
      workI[k] = r * filterI[k] + workI[k] * filterR[k]
    }
    larger(workI, workR)
    for (let k = 0; k < n; k++) {
      re[k] = workR[k] * cos[k] + workI[k] * sin[k]
      im[k] = workI[k] * cos[k] - workR[k] * sin[k]
    }
  }
}
