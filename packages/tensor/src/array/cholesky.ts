/**
 * Writes the U of A = UᵀU over the upper triangle of a symmetric n×n matrix. Each row is
 * contiguous. Elements below the diagonal are left unchanged. Returns the order of the first
 * leading minor that is not positive, or 0 if all are.
 */
export function choleskyByRows(data: Float64Array, n: number, offset: number, rowStride: number): number {
  for (let i = 0; i < n; i++) {
    const row = offset + i * rowStride
    const pivot = data[row + i]
    if (!(pivot > 0)) return i + 1
    const root = Math.sqrt(pivot)
    data[row + i] = root
    for (let j = i + 1; j < n; j++) data[row + j] /= root
    for (let k = i + 1; k < n; k++) {
      const f = data[row + k]
      const to = offset + k * rowStride
      for (let j = k; j < n; j++) data[to + j] -= f * data[row + j]
    }
  }
  return 0
}
