/** Label smoothing: labels that are partly uniform. */

/**
 * Labels [N, k] that are 1 − ε on their class and ε/k on every class, as PyTorch's
 * `label_smoothing` has them.
 *
 * @example
 * [...smoothedLabels(new Int32Array([1]), 2, 0.5)] // [0.25, 0.75]
 */
export const smoothedLabels = (label: Int32Array, classes: number, smoothing: number): Float64Array => {
  const smoothed = new Float64Array(label.length * classes).fill(smoothing / classes)
  label.forEach((own, n) => {
    smoothed[n * classes + own] += 1 - smoothing
  })
  return smoothed
}
