/**
 * The lower triangle l of a symmetric matrix x = l·lᵀ of n rows in C order, read from its lower
 * triangle; undefined unless the matrix is positive definite.
 */
export function lowerCholesky(x: ArrayLike<number>, n: number): Float64Array | undefined {
  const l = new Float64Array(n * n)
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let rest = x[i * n + j]
      for (let k = 0; k < j; k++) rest -= l[i * n + k] * l[j * n + k]
      if (i > j) l[i * n + j] = rest / l[j * n + j]
      else if (rest > 0 && rest < Infinity) l[i * n + i] = Math.sqrt(rest)
      else return undefined
    }
  return l
}
