/** Products of float64 matrices that a caller holds in the engine's memory. */
import { type Blend, blendedProduct } from '../../array/blend.ts'
import type { MatrixView } from '../../array/matrix-view.ts'
import { type Engine, engine } from '../engine.ts'
import { gemmKernels } from './blocked.ts'

/**
 * More numbers than these stay in the caller's own store: the memory keeps the size it once had.
 */
const MOST = 1 << 21

/**
 * Lends room for so many numbers in the engine's memory while `use` runs, or in a store of its own
 * where there is no engine. What lies in it at first is anything.
 */
export function lendDoubles<T>(length: number, use: (data: Float64Array, offset: number) => T): T {
  const kernels = length > MOST ? null : engine()
  if (kernels === null) return use(new Float64Array(length), 0)
  return kernels.reserve(8 * length, address => use(kernels.doubles, address / 8))
}

/** `gemm` of matrices that all lie in the memory, which must not grow meanwhile. */
export function productInMemory(
  kernels: Engine,
  a: MatrixView,
  b: MatrixView,
  c: MatrixView,
  scales: Blend,
): void {
  const { alpha, beta } = scales
  const difference = alpha === -1 && beta === 1
  const served =
    b.columnStride === 1 &&
    c.columnStride === 1 &&
    a.columns > 0 &&
    (difference || (alpha === 1 && beta === 0))
  if (served)
    gemmKernels(kernels, 'float64').inPlace(
      8 * a.offset,
      8 * a.rowStride,
      8 * a.columnStride,
      8 * b.offset,
      8 * b.rowStride,
      8 * c.offset,
      8 * c.rowStride,
      c.rows,
      c.columns,
      a.columns,
      difference ? 1 : 0,
    )
  else blendedProduct(a, b, c, scales)
}
