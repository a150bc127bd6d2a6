/** Drives the matrix-product kernels over blocks that fit the caches, and moves the blocks in and out. */
import { type Engine, type FloatArray, type FloatType, floatTypeOf, type Kernels } from '../engine.ts'
import type { Blend } from './blend.ts'
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

/** The kernels for a float type, compiled at the first product that needs them. */
export const gemmKernels = (engine: Engine, type: FloatType): Kernels<GemmFunction> => {
  let known = compiled.get(engine)
  if (known === undefined) compiled.set(engine, (known = new Map()))
  const key = `${type} ${engine.fused}`
  let kernels = known.get(key)
  if (kernels === undefined) known.set(key, (kernels = engine.compile(gemmModule(type, engine.fused))))
  return kernels
}

/** C = αAB + βC through WebAssembly; see `gemm` for the meaning of the arguments. All three sizes are at least 1. */
export const gemmBlocked = (
  engine: Engine,
  m: number,
  n: number,
  k: number,
  a: FloatArray,
  aOffset: number,
  aRowStride: number,
  aColumnStride: number,
  b: FloatArray,
  bOffset: number,
  bRowStride: number,
  bColumnStride: number,
  c: FloatArray,
  cOffset: number,
  cRowStride: number,
  cColumnStride: number,
  scales: Blend,
): void => {
  const type = floatTypeOf(c)
  const { packRows, packColumns, multiply } = gemmKernels(engine, type)
  const panel = panelWidth(type)
  const bytes = c.BYTES_PER_ELEMENT
  const deepest = Math.min(k, DEPTH)
  const widest = Math.min(roundUp(n, panel), PACKED_COLUMNS)
  // With one block of depth the panels of B serve all rows, and C goes out while it is in the cache.
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
          const bLevel = bOffset + level * bRowStride
          const aLevel = aOffset + level * aColumnStride
          const bFrom = bLevel + column * bColumnStride
          if (row === 0 || !shallow)
            packLanes(packColumns, b, bFrom, bColumnStride, bRowStride, columns, depth, {
              memory,
              stagingAt,
              packedAt: bAt,
              width: panel,
            })
          for (let i = 0; i < rows; i += height) {
            const lanes = Math.min(height, rows - i)
            const aFrom = aLevel + (row + i) * aRowStride
            packLanes(packRows, a, aFrom, aRowStride, aColumnStride, lanes, depth, {
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
        const to = cOffset + row * cRowStride + column * cColumnStride
        blendRows(memory, cAt, stride, rows, columns, c, to, cRowStride, cColumnStride, scales)
      }
    }
  })
}
