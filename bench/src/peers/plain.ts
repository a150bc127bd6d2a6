/**
 * The peers in plain JavaScript. @stdlib/blas and ndarray-gemm have products; ml-matrix and mathjs
 * have linear algebra too.
 */
import type { Peer } from '../peer.ts'
import { sampler } from '../timing.ts'
import { drawn, type FloatArray, type GemmWork, type LinalgWork, linalgData } from '../workload.ts'
import { load, loadCommonJs, versionOf } from './library.ts'

/**
 * A product peer gets its arguments pre-transposed, row after row, whatever the layout of the case.
 */
const productPeer = (
  name: string,
  float32: boolean,
  prepare: (work: GemmWork, a: FloatArray, b: FloatArray) => () => unknown,
  solver?: (work: LinalgWork) => (() => unknown) | undefined,
): Peer => ({
  name: name.replace('@', '').replace('/', '-'),
  version: versionOf(name),
  threads: 1,
  prepare: async work => {
    if (work.kind === 'linalg') {
      const run = solver?.(work)
      return run ? { sample: sampler(run) } : null
    }
    if (work.kind !== 'gemm' || (work.dtype === 'float32' && !float32)) return null
    const { dtype, m, n, k } = work
    return { sample: sampler(prepare(work, drawn(dtype, m * k, 1), drawn(dtype, k * n, 2))) }
  },
})

const rows = (array: FloatArray, columns: number): number[][] =>
  Array.from({ length: array.length / columns }, (_, i) => [
    ...array.subarray(i * columns, (i + 1) * columns),
  ])

export const mlMatrix = async (): Promise<Peer> => {
  const ml = await load('ml-matrix')
  const { Matrix } = ml
  return productPeer(
    'ml-matrix',
    false,
    ({ n, k }, a, b) => {
      const [x, y] = [new Matrix(rows(a, k)), new Matrix(rows(b, n))]
      return () => x.mmul(y)
    },
    work => {
      const { a, b } = linalgData(work)
      const [x, y] = [new Matrix(rows(a, work.size)), Matrix.columnVector(b)]
      // It computes its factors only when they are read.
      const runs = {
        solve: () => ml.solve(x, y),
        inv: () => ml.inverse(x),
        cholesky: () => new ml.CholeskyDecomposition(x).lowerTriangularMatrix,
        lu: () => {
          const { lowerTriangularMatrix, upperTriangularMatrix } = new ml.LuDecomposition(x)
          return [lowerTriangularMatrix, upperTriangularMatrix]
        },
        qr: () => {
          const { orthogonalMatrix, upperTriangularMatrix } = new ml.QrDecomposition(x)
          return [orthogonalMatrix, upperTriangularMatrix]
        },
        eigh: () => new ml.EigenvalueDecomposition(x, { assumeSymmetric: true }),
        svd: () => new ml.SingularValueDecomposition(x),
      }
      return runs[work.op]
    },
  )
}

export const stdlibBlas = async (): Promise<Peer> => {
  const byType = {
    float64: loadCommonJs('@stdlib/blas/base/dgemm'),
    float32: loadCommonJs('@stdlib/blas/base/sgemm'),
  }
  return productPeer('@stdlib/blas', true, ({ dtype, m, n, k }, a, b) => {
    const c = drawn(dtype, m * n, 3)
    return () => byType[dtype]('row-major', 'no-transpose', 'no-transpose', m, n, k, 1, a, k, b, n, 0, c, n)
  })
}

export const ndarrayGemm = async (): Promise<Peer> => {
  const ndarray = loadCommonJs('ndarray')
  const gemm = loadCommonJs('ndarray-gemm')
  return productPeer('ndarray-gemm', true, ({ dtype, m, n, k }, a, b) => {
    const [x, y, z] = [ndarray(a, [m, k]), ndarray(b, [k, n]), ndarray(drawn(dtype, m * n, 3), [m, n])]
    return () => gemm(z, x, y)
  })
}

export const mathJs = async (): Promise<Peer> => {
  const { inv, lup, lusolve, matrix, multiply, qr } = await load('mathjs')
  return productPeer(
    'mathjs',
    false,
    ({ n, k }, a, b) => {
      const [x, y] = [matrix(rows(a, k)), matrix(rows(b, n))]
      return () => multiply(x, y)
    },
    work => {
      const { a, b } = linalgData(work)
      const [x, y] = [matrix(rows(a, work.size)), matrix(rows(b, 1))]
      // It lacks Cholesky factors and singular values. Its eigenvalues are not measured.
      const runs: Partial<Record<LinalgWork['op'], () => unknown>> = {
        solve: () => lusolve(x, y),
        inv: () => inv(x),
        lu: () => lup(x),
        qr: () => qr(x),
      }
      return runs[work.op]
    },
  )
}
