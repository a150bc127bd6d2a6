/** c₀ + c₁x + c₂x² + …, by Horner's scheme. */
export function polynomial(coefficients: Float64Array, x: number): number {
  let value = 0
  for (let k = coefficients.length - 1; k >= 0; k--) value = value * x + coefficients[k]!
  return value
}
