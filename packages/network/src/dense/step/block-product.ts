/** The preactivations of a block of patches: X of the block times all weights. */

import {
  copyRows,
  DEPTH,
  type Engine,
  floatTypeOf,
  gemmKernels,
  packLanes,
  panelWidth,
  ROWS,
} from '@multiview/tensor/kernel-parts'
import type { FloatArray } from '@multiview/tensor/kernels'
import type { DenseKernels } from './compiled.ts'
import type { StepLayout, StepPlaces } from './layout.ts'
import type { DenseShape } from './shape.ts'

export interface BlockProduct {
  packWeights(w: FloatArray): void
  /** Copies `rows` patches of X that begin at the element `from`. */
  load(from: number, rows: number): void
  /** Writes the preactivations of the patches that were loaded. */
  multiply(rows: number): void
}

/** @param x the patches of all samples */
export const blockProduct = (
  engine: Engine,
  { dimension, classes, neurons }: DenseShape,
  layout: StepLayout,
  at: StepPlaces,
  x: FloatArray,
  { spread }: DenseKernels,
): BlockProduct => {
  const type = floatTypeOf(x)
  const bytes = x.BYTES_PER_ELEMENT
  const all = classes * neurons
  const { packRows, packColumns, multiply } = gemmKernels(engine, type)

  const packWeights = (w: FloatArray): void => {
    const memory = engine.view(type)
    for (let level = 0; level < dimension; level += DEPTH) {
      const depth = Math.min(DEPTH, dimension - level)
      const to = at.weights + level * layout.columns
      packLanes(packColumns, w, level, dimension, 1, all, depth, {
        memory,
        stagingAt: at.staging,
        packedAt: to,
        width: panelWidth(type),
      })
    }
  }

  /**
   * Copies a block of X: at once to the place of the slivers, and from there to rows that do not
   * share a few cache sets.
   */
  const loadBlock = (from: number, rows: number): void => {
    const memory = engine.view(type)
    const most = Math.floor(layout.sliverElements / dimension)
    if (most === 0) copyRows(x, from, dimension, 1, rows, dimension, memory, at.x, layout.xStride)
    else
      for (let row = 0; row < rows; row += most) {
        const few = Math.min(most, rows - row)
        const start = from + row * dimension
        memory.set(x.subarray(start, start + few * dimension), at.slivers)
        const to = at.x + row * layout.xStride
        spread(at.slivers * bytes, to * bytes, few, dimension * bytes, layout.xStride * bytes)
      }
  }

  const preactivations = (rows: number): void => {
    const slivers = Math.ceil(rows / ROWS)
    for (let level = 0; level < dimension; level += DEPTH) {
      const depth = Math.min(DEPTH, dimension - level)
      const [from, to] = [(at.x + level) * bytes, at.slivers * bytes]
      packRows(from, layout.xStride * bytes, bytes, slivers, depth, to, depth * ROWS * bytes)
      multiply(
        at.slivers * bytes,
        (at.weights + level * layout.columns) * bytes,
        at.z * bytes,
        slivers,
        layout.columns / panelWidth(type),
        depth,
        layout.columns * bytes,
        level === 0 ? 1 : 0,
      )
    }
  }

  return { packWeights, load: loadBlock, multiply: preactivations }
}
