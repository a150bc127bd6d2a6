/** The gradient of the weights, added up over the patches of block after block. */

import { blendRows, bytesOf, type Engine, KEEP_PRODUCT } from '@multiview/tensor/kernel-parts'
import { type FloatArray, type FloatType, matrixView } from '@multiview/tensor/kernels'
import type { DenseKernels } from './compiled.ts'
import { entryBytes } from './emit.ts'
import type { StepLayout, StepPlaces } from './layout.ts'
import type { DenseShape } from './shape.ts'

export interface BlockGradient {
  clear(): void
  /**
   * Adds the share of `rows` rows from `firstRow` of the block on, which all belong to samples of
   * the block; `ofOutputs` is the gradient of its outputs.
   */
  add(ofOutputs: FloatArray, firstRow: number, rows: number): void
  /** Copies what was added up. */
  read(into: FloatArray): void
}

export const blockGradient = (
  engine: Engine,
  type: FloatType,
  { patches, dimension, classes, neurons }: DenseShape,
  layout: StepLayout,
  at: StepPlaces,
  { list, accumulate }: DenseKernels,
): BlockGradient => {
  const bytes = bytesOf(type)
  const all = classes * neurons
  return {
    clear: () => engine.view(type).fill(0, at.gradient, at.gradient + all * layout.gradientStride),
    add: (ofOutputs, firstRow, rows) => {
      const ends = engine.ints
      const listBytes = layout.chunkRows * entryBytes(type)
      for (let j = 0; j < all; j++) ends[at.ends + j] = at.lists + j * listBytes
      for (let row = firstRow; row < firstRow + rows; ) {
        const sample = Math.floor(row / patches)
        const until = Math.min((sample + 1) * patches, firstRow + rows)
        for (let i = 0; i < classes; i++)
          list(
            (at.z + row * layout.columns + i * neurons) * bytes,
            layout.columns * bytes,
            until - row,
            neurons,
            ofOutputs[sample * classes + i],
            row * layout.xStride * bytes,
            layout.xStride * bytes,
            (at.ends + i * neurons) * 4,
          )
        row = until
      }
      accumulate(
        at.gradient * bytes,
        layout.gradientStride * bytes,
        at.x * bytes,
        at.lists,
        listBytes,
        at.ends * 4,
        all,
        layout.gradientPanels,
      )
    },
    read: into =>
      blendRows(
        engine.view(type),
        at.gradient,
        layout.gradientStride,
        matrixView(into, all, dimension),
        KEEP_PRODUCT,
      ),
  }
}
