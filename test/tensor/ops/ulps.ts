/**
 * The allowed difference from NumPy's result, in units in the last place, for float64 and float32.
 * Ops that are not listed have none. Results have the same bits everywhere, so these are the
 * measured differences, without a margin.
 */
export const ulps: Record<string, readonly [float64: number, float32: number]> = {
  // NumPy's values differ from the true ones by up to an ulp, and ours may too. Its exponentials of
  // single floats differ by up to 1.5 ulp.
  exp: [1, 2],
  expm1: [1, 1],
  log: [1, 1],
  log1p: [1, 1],
  tanh: [1, 1],
  // Compared with results of 64-bit mantissas, rounded once.
  sigmoid: [0, 0],
  softplus: [1, 0],
  logaddexp: [0, 0],
  logsumexp: [0, 0],
  softmax: [2, 0],
  logSoftmax: [1, 0],
  pow: [0, 0],
  // The mathematical functions, against NumPy's or mpmath's rounded once.
  sin: [0, 0],
  cos: [0, 0],
  tan: [1, 0],
  asin: [1, 0],
  acos: [1, 0],
  atan: [0, 0],
  atan2: [1, 0],
  sinh: [1, 0],
  cosh: [1, 0],
  asinh: [0, 0],
  acosh: [0, 0],
  atanh: [0, 0],
  log2: [0, 0],
  log10: [0, 0],
  exp2: [1, 0],
  cbrt: [0, 0],
  hypot: [0, 0],
  erf: [0, 0],
  erfc: [0, 0],
  lgamma: [1, 0],
  digamma: [0, 0],
  polygamma: [2, 0],
  silu: [1, 0],
  logSigmoid: [1, 0],
  // The approximation's exponent is rounded before it is large.
  gelu: [58, 0],
  elu: [1, 0],
  // Summed in another order, or in float64 where NumPy stays in float32; sums of one sign.
  sum: [1, 1],
  cumsum: [0, 4],
  cumprod: [0, 1],
  matmul: [1, 0],
  prod: [0, 1],
  nansum: [0, 0],
  nanmean: [0, 0],
  average: [0, 0],
  variance: [2, 1],
  std: [1, 1],
  median: [0, 0],
  quantile: [0, 0],
  cov: [1, 0],
  corrcoef: [2, 0],
  'histogram counts': [1, 0],
}

/**
 * Results of linear algebra: the allowed difference from NumPy or a plain loop, in machine epsilons
 * of the dtype times the largest number of the result. Exact ops have 0.
 */
export const epsilons: Record<string, number> = {
  solve: 16,
  triangularSolve: 16,
  inv: 16,
  pinv: 32,
  lstsq: 64,
  cholesky: 16,
  lu: 16,
  qr: 16,
  eigh: 32,
  eigvalsh: 16,
  svd: 64,
  svdvals: 32,
  det: 16,
  slogdet: 16,
  matrixNorm: 32,
  vectorNorm: 8,
  norm: 32,
  trace: 4,
  matrixPower: 16,
  kron: 0,
  tensordot: 4,
  vecdot: 4,
}

/**
 * The errors of a result in the units of its op: those of {@link epsilons}, or units in the last
 * place.
 */
export function errorsOf(
  op: string,
  values: readonly number[],
  want: readonly number[],
  dtype: 'float64' | 'float32',
): number[] {
  if (!(op in epsilons)) return values.map((value, i) => distance(value, want[i], dtype))
  const finite = want.filter(Number.isFinite).map(Math.abs)
  const unit = Math.max(0, ...finite) * (dtype === 'float32' ? 2 ** -23 : 2 ** -52) || Number.MIN_VALUE
  return values.map((value, i) =>
    Number.isFinite(value) && Number.isFinite(want[i])
      ? Math.abs(value - want[i]) / unit
      : distance(value, want[i], dtype),
  )
}

/**
 * The distance of two doubles (or floats) in units in the last place: 0 for equal values and two
 * NaNs.
 */
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
