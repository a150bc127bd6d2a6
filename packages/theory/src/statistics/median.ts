/**
 * The middle of the values in order, of an even number the upper of the two; undefined for none.
 */
export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
