/**
 * Runs the matrix-product kernels over blocks that fit the caches, and copies the blocks in and
 * out.
 */

import type { Blend } from '../../array/blend.ts'
import { columnsOf, type MatrixView, rowsOf, transposedView } from '../../array/matrix-view.ts'
import { type Engine, type FloatType, floatTypeOf, type Kernels } from '../engine.ts'
import {
  CACHED_ELEMENTS,
  DEPTH,
  evenly,
  HELD_ELEMENTS,
  LANES,
  MOST_ROWS,
  PACKED_COLUMNS,
  panelWidth,
  ROWS,
  roundUp,
} from './block-shape.ts'
import { blendRows } from './copy.ts'
import { type GemmFunction, gemmModule } from './emit.ts'
import { packLanes, STAGING } from './packing.ts'

const compiled = new WeakMap<Engine, Map<string, Kernels<GemmFunction>>>()

/** The kernels for a float type. They are compiled at the first product that needs them. */
export const gemmKernels = (engine: Engine, type: FloatType): Kernels<GemmFunction> => {
  let known = compiled.get(engine)
  if (known === undefined) compiled.set(engine, (known = new Map()))
  const key = engine.fused ? (type === 'float64' ? 'fused float64' : 'fused float32') : type
  let kernels = known.get(key)
  if (kernels === undefined) known.set(key, (kernels = engine.compile(gemmModule(type, engine.fused))))
  return kernels
}

/** A finished block of a product, in the memory of the engine. `at` and `stride` are in elements. */
export interface Block {
  readonly at: number
  readonly stride: number
  /** The place of the block in the product. */
  readonly row: number
  readonly rows: number
  readonly column: number
  readonly columns: number
}

/** C = αAB + βC through WebAssembly; see `gemm`. All three sizes are at least 1. */
export const gemmBlocked = (
  engine: Engine,
  a: MatrixView,
  b: MatrixView,
  c: MatrixView,
  scales: Blend,
): void => {
  // Matrices with contiguous columns are slower to pack as A than as B, so the smaller one is A.
  if (a.rowStride === 1 && a.columnStride !== 1 && b.columnStride === 1 && c.rows > c.columns) {
    gemmBlocked(engine, transposedView(b), transposedView(a), transposedView(c), scales)
    return
  }
  const type = floatTypeOf(c.data)
  productBlocks(engine, a, b, ({ at, stride, row, rows, column, columns }) => {
    blendRows(engine.view(type), at, stride, columnsOf(rowsOf(c, row, rows), column, columns), scales)
  })
}

/**
 * Computes AB block by block. `finish` receives each block once and may change it; the memory is
 * then used again. If AB has at most PACKED_COLUMNS columns, a block has whole rows, and the blocks
 * come in the order of the rows.
 */
export const productBlocks = (
  engine: Engine,
  a: MatrixView,
  b: MatrixView,
  finish: (block: Block) => void,
): void => {
  const [m, n, k] = [a.rows, b.columns, a.columns]
  const type = floatTypeOf(a.data)
  const { packRows, packColumns, multiply } = gemmKernels(engine, type)
  const panel = panelWidth(type)
  const bytes = a.data.BYTES_PER_ELEMENT
  const deepest = Math.min(k, DEPTH)
  const widest = Math.min(roundUp(n, panel), PACKED_COLUMNS)
  // With one block of depth, all rows use the same packed panels of B, and C is copied out while it
  // is in the cache.
  const shallow = k <= DEPTH
  const held = Math.max(LANES, roundUp((shallow ? CACHED_ELEMENTS : HELD_ELEMENTS) / widest, LANES))
  const tallest = Math.min(roundUp(m, ROWS), held)
  const height = evenly(Math.min(m, tallest), MOST_ROWS, ROWS)
  const elements = STAGING + MOST_ROWS * DEPTH + deepest * widest + tallest * widest

  engine.reserve(elements * bytes, address => {
    const memory = engine.view(type)
    const stagingAt = address / bytes
    const aAt = stagingAt + STAGING
    const bAt = aAt + MOST_ROWS * DEPTH
    const cAt = bAt + deepest * widest
    for (let column = 0; column < n; column += PACKED_COLUMNS) {
      const columns = Math.min(PACKED_COLUMNS, n - column)
      const panels = Math.ceil(columns / panel)
      const stride = panels * panel
      for (let row = 0; row < m; row += tallest) {
        const rows = Math.min(tallest, m - row)
        for (let level = 0; level < k; level += DEPTH) {
          const depth = Math.min(DEPTH, k - level)
          const bFrom = b.offset + level * b.rowStride + column * b.columnStride
          const aLevel = a.offset + level * a.columnStride
          if (row === 0 || !shallow)
            packLanes(packColumns, b.data, bFrom, b.columnStride, b.rowStride, columns, depth, {
              memory,
              stagingAt,
              packedAt: bAt,
              width: panel,
            })
          for (let i = 0; i < rows; i += height) {
            const lanes = Math.min(height, rows - i)
            const aFrom = aLevel + (row + i) * a.rowStride
            packLanes(packRows, a.data, aFrom, a.rowStride, a.columnStride, lanes, depth, {
              memory,
              stagingAt,
              packedAt: aAt,
              width: ROWS,
            })
            const slivers = Math.ceil(lanes / ROWS)
            multiply(
              aAt * bytes,
              bAt * bytes,
              (cAt + i * stride) * bytes,
              slivers,
              panels,
              depth,
              stride * bytes,
              level === 0 ? 1 : 0,
            )
          }
        }
        finish({ at: cAt, stride, row, rows, column, columns })
      }
    }
  })
}
