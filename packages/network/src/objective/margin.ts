/**
 * Margins F_y(X) − max_{i≠y} F_i(X): above 0 the sample is classified correctly.
 */

/** The margin of every sample, [N], from outputs F [N, k]. */
export const marginsOf = (outputs: Float64Array, label: Int32Array): Float64Array => {
  const classes = outputs.length / label.length
  return Float64Array.from(label, (own, n) => {
    let best = Number.NEGATIVE_INFINITY
    for (let i = 0; i < classes; i++) if (i !== own) best = Math.max(best, outputs[n * classes + i])
    return outputs[n * classes + own] - best
  })
}

/** A stopping rule for `descend`: every sample has at least this margin. */
export const everyMarginReaches =
  (margin: number, label: Int32Array) =>
  (outputs: Float64Array): boolean =>
    marginsOf(outputs, label).every(of => of >= margin)
