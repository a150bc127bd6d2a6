/** A source of uniform numbers: multiples of 2⁻⁵³ in [0, 1). */
export interface Generator {
  /** The next number. */
  double(): number
  /** Fills `out` with the next numbers. */
  fill(out: Float64Array): void
}
