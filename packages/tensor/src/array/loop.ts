/** The signatures of inner loops. A driver calls a loop once for each run of its operands. */
import type { Data } from './dtype.ts'

/**
 * Writes `n` results from `out[o]` on. Reads `a[i]`, `a[i + di]`, … and, in the same way, `b` and
 * `c`.
 */
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

/** The result for one run: `n` elements of `x` from `at` on, `step` apart. */
export type Reducer = (x: Data, at: number, n: number, step: number) => number

/** A tensor seen as [outer, n, inner], with its elements in C order. */
export interface Blocks {
  data: Data
  offset: number
  outer: number
  n: number
  inner: number
}

/**
 * Writes a run of `n` results from `o` on, `step` apart, computed from `n` elements of `x` from
 * `at` on, also `step` apart.
 */
export type Run = (x: Data, at: number, n: number, step: number, out: Data, o: number) => void

/** A run of elements: its length, and its step in each operand. */
export type RunLevel = [length: number, steps: number[]]
