/**
 * Products of float64 matrices that a caller stores in the memory of the engine, and triangular
 * systems there.
 */
import { type Blend, blendedProduct } from '../../array/blend.ts'
import type { MatrixView } from '../../array/matrix-view.ts'
import { type Engine, engine } from '../engine.ts'
import { gemmKernels } from './blocked.ts'

/** More numbers than this go to an array outside the memory, since the memory never shrinks. */
const MOST = 1 << 21

/**
 * Lends memory for `length` numbers while `use` runs. It is in the memory of the engine, or in a
 * new array if the engine is missing or `length` is too large. The numbers start with arbitrary
 * values.
 */
export function lendDoubles<T>(length: number, use: (data: Float64Array, offset: number) => T): T {
  const kernels = length > MOST ? null : engine()
  if (kernels === null) return use(new Float64Array(length), 0)
  return kernels.reserve(8 * length, address => use(kernels.doubles, address / 8))
}

/**
 * `gemm` for matrices that all lie in the memory of the engine. The memory must not grow meanwhile.
 */
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

/**
 * Solves LX = B for a lower triangular L, writing X over B, if both lie in the memory of the
 * engine. Returns false otherwise.
 */
export function solveRows(l: MatrixView, x: MatrixView, unit: boolean): boolean {
  const kernels = l.data === x.data && x.columnStride === 1 ? engine() : null
  if (kernels?.doubles !== x.data || x.rows === 0) return false
  gemmKernels(kernels, 'float64').solveRows(
    8 * l.offset,
    8 * l.rowStride,
    8 * l.columnStride,
    8 * x.offset,
    8 * x.rowStride,
    x.rows,
    x.columns,
    unit ? 1 : 0,
  )
  return true
}
