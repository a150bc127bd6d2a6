import { gemm, type MatrixView, matrixProduct, withoutWebAssembly } from '@multiview/tensor/kernels'
import { expect, it } from 'vitest'
import { lendDoubles } from '../../../packages/tensor/src/kernels/gemm/in-place.ts'
import { bits, drawn } from './floats.ts'

const MINUS = { alpha: -1, beta: 1 }
const NONE = { alpha: 0.5, beta: 2 }

/** The whole memory after C = AB or C − AB of parts of it, computed in one of two ways. */
const after = (sizes: number[], turned: boolean, scales: typeof MINUS | undefined, plain: boolean) => {
  const [m, n, k] = sizes as [number, number, number]
  const [aStride, stride] = [k + m + 3, n + 5]
  const length = m * aStride + k * aStride + (k + m) * stride
  return lendDoubles(length, (data, start) => {
    data.set(drawn(Float64Array, length, 3), start)
    const rows = { data, columnStride: 1 }
    const a: MatrixView = turned
      ? { data, rows: m, columns: k, offset: start + m - 1, rowStride: -1, columnStride: aStride }
      : { ...rows, rows: m, columns: k, offset: start, rowStride: aStride }
    const b: MatrixView = {
      ...rows,
      rows: k,
      columns: n,
      offset: start + (m + k) * aStride + (k - 1) * stride,
      rowStride: -stride,
    }
    const c: MatrixView = {
      ...rows,
      rows: m,
      columns: n,
      offset: start + (m + k) * aStride + k * stride,
      rowStride: stride,
    }
    if (plain) matrixProduct(a, b, c, scales)
    else gemm(a, b, c, scales)
    return bits(data.slice(start, start + length))
  })
}

it('a product in the memory has the bits of the plain one and writes nothing else', () => {
  for (const sizes of [
    [1, 1, 1],
    [4, 4, 3],
    [5, 7, 9],
    [8, 6, 1],
    [3, 13, 20],
    [19, 33, 40],
  ])
    for (const turned of [false, true])
      for (const scales of [undefined, MINUS, NONE])
        expect(after(sizes, turned, scales, false), `${sizes}`).toEqual(after(sizes, turned, scales, true))
})

it('without an engine a store of its own is lent', () => {
  expect(withoutWebAssembly(() => lendDoubles(3, (data, offset) => [data.length, offset]))).toEqual([3, 0])
  lendDoubles(3, data => expect(data.length).toBeGreaterThan(3))
})
