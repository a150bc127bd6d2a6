/**
 * The signatures of inner loops. A driver walks the runs of its operands and calls one loop per
 * run.
 */
import type { Data } from './dtype.ts'

/** Writes `n` results from `out[o]` on, reading `a[i]`, `a[i + di]`, … and likewise `b` and `c`. */
export type Loop = (
  n: number,
  out: Data,
  o: number,
  a: Data,
  i: number,
  di: number,
  b: Data,
  j: number,
  dj: number,
  c: Data,
  k: number,
  dk: number,
) => void

/** The value of one run of `n` elements of `x` from `at`, `step` apart. */
export type Reducer = (x: Data, at: number, n: number, step: number) => number

/** A tensor as [outer, n, inner], its elements in order. */
export interface Blocks {
  data: Data
  offset: number
  outer: number
  n: number
  inner: number
}

/**
 * Fills a run of `n` results from `o` on, `step` apart, from as many elements of `x` from `at` on.
 */
export type Run = (x: Data, at: number, n: number, step: number, out: Data, o: number) => void
