/** The peers that only multiply matrices, in plain JavaScript: ml-matrix, @stdlib/blas, ndarray-gemm, mathjs. */
import type { Peer } from '../peer.ts'
import { sampler } from '../timing.ts'
import { drawn, type FloatArray, type GemmWork } from '../workload.ts'
import { load, loadCommonJs, versionOf } from './library.ts'

/** A product peer gets its arguments pre-transposed, row after row, whatever the layout of the case. */
const productPeer = (
  name: string,
  float32: boolean,
  prepare: (work: GemmWork, a: FloatArray, b: FloatArray) => () => unknown,
): Peer => ({
  name: name.replace('@', '').replace('/', '-'),
  version: versionOf(name),
  threads: 1,
  prepare: async work => {
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
  const { Matrix } = await load('ml-matrix')
  return productPeer('ml-matrix', false, ({ n, k }, a, b) => {
    const [x, y] = [new Matrix(rows(a, k)), new Matrix(rows(b, n))]
    return () => x.mmul(y)
  })
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
  const { multiply, matrix } = await load('mathjs')
  return productPeer('mathjs', false, ({ n, k }, a, b) => {
    const [x, y] = [matrix(rows(a, k)), matrix(rows(b, n))]
    return () => multiply(x, y)
  })
}
