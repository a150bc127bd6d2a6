/** On how many samples the outputs F [N, k] err: some i ≠ y has F_y ≤ F_i, so that a tie counts as an error. */
export const errorsOf = (outputs: Float64Array, label: Int32Array): number => {
  const classes = outputs.length / label.length
  let errors = 0
  for (let n = 0; n < label.length; n++) {
    const own = outputs[n * classes + label[n]]
    for (let i = 0; i < classes; i++)
      if (i !== label[n] && outputs[n * classes + i] >= own) {
        errors++
        break
      }
  }
  return errors
}
