/**
 * How far a result may lie from NumPy's, in units in the last place of the larger one, for float64 and float32.
 * Ops that are not named: 0. Own functions keep within 1 ulp of the true value and so does NumPy (float32: 4).
 */
export const ulps: Record<string, readonly [float64: number, float32: number]> = {
  exp: [1, 3],
  expm1: [1, 3],
  log: [1, 3],
  log1p: [1, 3],
  tanh: [1, 3],
  sigmoid: [1, 1],
  softplus: [1, 1],
  logAddExp: [1, 1],
  pow: [1, 1],
  // Summed in another order, or in float64 where NumPy stays in float32.
  sum: [2, 8],
  mean: [2, 8],
  prod: [4, 4],
  cumsum: [0, 8],
  cumprod: [0, 4],
  matmul: [3, 0],
  // Against 64-bit mantissas: an exponential, a sum and a quotient or a logarithm.
  logSumExp: [2, 2],
  softmax: [2, 2],
  logSoftmax: [2, 2],
}

/** The distance of two doubles (or floats) in units in the last place: 0 for equal values and two NaNs. */
export function distance(a: number, b: number, dtype: 'float64' | 'float32'): number {
  if (Object.is(a, b) || a === b) return 0
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.POSITIVE_INFINITY
  const [x, y] = [a, b].map(v => order(v, dtype))
  const d = x - y
  return Number(d < 0n ? -d : d)
}

/** Floats as integers in the same order. */
function order(v: number, dtype: 'float64' | 'float32'): bigint {
  const view = new DataView(new ArrayBuffer(8))
  let bits: bigint
  if (dtype === 'float64') {
    view.setFloat64(0, v)
    bits = view.getBigInt64(0)
    return bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits
  }
  view.setFloat32(0, v)
  bits = BigInt(view.getInt32(0))
  return bits < 0n ? -(bits & 0x7fffffffn) : bits
}
