/** Matrices for the tests of linear algebra, the same in every run. */
import { reshape, stream, type Tensor, tensor } from '@multiview/tensor'

/** Numbers in [−1, 1). */
export function random(shape: readonly number[], seed = 1): Tensor<'float64'> {
  const data = new Float64Array(shape.reduce((n, m) => n * m, 1))
  stream(seed, 'linalg', ...shape).fillUniform(data, -1, 1)
  return reshape(tensor(data), shape) as Tensor<'float64'>
}

/** A matrix from a function of row and column. */
export function matrix(
  rows: number,
  columns: number,
  f: (i: number, j: number) => number,
): Tensor<'float64'> {
  const data = Float64Array.from({ length: rows * columns }, (_, p) =>
    f(Math.floor(p / columns), p % columns),
  )
  return reshape(tensor(data), [rows, columns]) as Tensor<'float64'>
}

/**
 * Symmetric matrices that are hard for the algorithms: equal, zero, tiny, huge and graded elements,
 * and known hard cases.
 */
export const symmetric = (n: number): Record<string, Tensor> => {
  const x = random([n, n], 3)
  const at = (i: number, j: number) => x.get(Math.max(i, j), Math.min(i, j))
  return {
    random: matrix(n, n, at),
    zero: matrix(n, n, () => 0),
    identity: matrix(n, n, (i, j) => Number(i === j)),
    ones: matrix(n, n, () => 1),
    'repeated eigenvalues': matrix(n, n, (i, j) => (i === j ? i % 3 : 0)),
    tiny: matrix(n, n, (i, j) => 1e-300 * at(i, j)),
    huge: matrix(n, n, (i, j) => 1e300 * at(i, j)),
    graded: matrix(n, n, (i, j) => 10 ** ((-15 * Math.max(i, j)) / n) * (1 + 0.1 * at(i, j))),
    'near the identity': matrix(n, n, (i, j) => Number(i === j) + 1e-14 * at(i, j)),
    // Wilkinson's W⁺, whose eigenvalues agree in pairs to many digits, and glued copies of it.
    Wilkinson: matrix(n, n, (i, j) => (i === j ? Math.abs(i - (n - 1) / 2) : Number(Math.abs(i - j) === 1))),
    glued: matrix(n, n, (i, j) =>
      i === j ? Math.abs((i % 21) - 10) : Math.abs(i - j) === 1 ? (Math.max(i, j) % 21 ? 1 : 1e-8) : 0,
    ),
    'second differences': matrix(n, n, (i, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0)),
    Hilbert: matrix(n, n, (i, j) => 1 / (i + j + 1)),
  }
}

/** General matrices of the same kinds. */
export const general = (m: number, n: number): Record<string, Tensor> => {
  const x = random([m, n], 5)
  const at = (i: number, j: number) => x.get(i, j)
  return {
    random: x,
    zero: matrix(m, n, () => 0),
    identity: matrix(m, n, (i, j) => Number(i === j)),
    ones: matrix(m, n, () => 1),
    'repeated singular values': matrix(m, n, (i, j) => (i === j ? i % 3 : 0)),
    tiny: matrix(m, n, (i, j) => 1e-300 * at(i, j)),
    huge: matrix(m, n, (i, j) => 1e300 * at(i, j)),
    graded: matrix(m, n, (i, j) => 10 ** ((-15 * Math.max(i, j)) / n) * (1 + 0.1 * at(i, j))),
    'rank 2': matrix(m, n, (i, j) => (i + 1) * (j - 3) + (i % 2) * (j % 5)),
    bidiagonal: matrix(m, n, (i, j) => Number(i === j || j - i === 1)),
    Kahan: matrix(m, n, (i, j) => (j < i ? 0 : (i === j ? 1 : -0.3) * 0.95 ** i)),
    Hilbert: matrix(m, n, (i, j) => 1 / (i + j + 1)),
  }
}

/** The largest magnitude. */
export const largest = (x: Tensor): number =>
  [...x.values()].reduce((top, v) => Math.max(top, Math.abs(v)), 0)
