/** Drives the matrix-product kernels over blocks that fit the caches, and moves the blocks in and out. */
import { type Engine, type FloatArray, type FloatType, floatTypeOf, type Kernels } from '../engine.ts'
import type { Blend } from './blend.ts'
import { DEPTH, HELD_ELEMENTS, LANES, PACKED_COLUMNS, panelWidth, ROWS, roundUp } from './block-shape.ts'
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
  const tallest = Math.min(roundUp(m, ROWS), Math.max(LANES, roundUp(HELD_ELEMENTS / widest, LANES)))
  const elements = STAGING + LANES * DEPTH + deepest * widest + tallest * widest

  engine.reserve(elements * bytes, address => {
    const memory = engine.view(type)
    const stagingAt = address / bytes
    const aAt = stagingAt + STAGING
    const bAt = aAt + LANES * DEPTH
    const cAt = bAt + deepest * widest
    for (let column = 0; column < n; column += PACKED_COLUMNS) {
      const columns = Math.min(PACKED_COLUMNS, n - column)
      const panels = Math.ceil(columns / panel)
      const stride = panels * panel
      for (let row = 0; row < m; row += tallest) {
        const rows = Math.min(tallest, m - row)
        memory.fill(0, cAt, cAt + roundUp(rows, ROWS) * stride)
        for (let level = 0; level < k; level += DEPTH) {
          const depth = Math.min(DEPTH, k - level)
          const bLevel = bOffset + level * bRowStride
          const aLevel = aOffset + level * aColumnStride
          for (let j = 0; j < columns; j += LANES) {
            const lanes = Math.min(LANES, columns - j)
            const from = bLevel + (column + j) * bColumnStride
            packLanes(
              packColumns,
              b,
              from,
              bColumnStride,
              bRowStride,
              lanes,
              depth,
              memory,
              stagingAt,
              bAt + j * depth,
              panel,
            )
          }
          for (let i = 0; i < rows; i += LANES) {
            const lanes = Math.min(LANES, rows - i)
            const from = aLevel + (row + i) * aRowStride
            packLanes(
              packRows,
              a,
              from,
              aRowStride,
              aColumnStride,
              lanes,
              depth,
              memory,
              stagingAt,
              aAt,
              ROWS,
            )
            const slivers = Math.ceil(lanes / ROWS)
            multiply(
              aAt * bytes,
              bAt * bytes,
              (cAt + i * stride) * bytes,
              slivers,
              panels,
              depth,
              stride * bytes,
            )
          }
        }
        const to = cOffset + row * cRowStride + column * cColumnStride
        blendRows(memory, cAt, stride, rows, columns, c, to, cRowStride, cColumnStride, scales)
      }
    }
  })
}
