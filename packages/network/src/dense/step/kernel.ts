/** Drives the dense step through WebAssembly, a few samples at a time. */

import {
  blendRows,
  copyRows,
  DEPTH,
  type Engine,
  floatTypeOf,
  gemmKernels,
  KEEP_PRODUCT,
  packLanes,
  panelWidth,
  ROWS,
} from '@multiview/tensor/kernel-parts'
import { type FloatArray, matrixView } from '@multiview/tensor/kernels'
import { activation } from './activation.ts'
import { denseKernels } from './compiled.ts'
import { entryBytes } from './emit.ts'
import { stepLayout } from './layout.ts'
import type { DenseActivation, DenseShape, DenseStep, OutputGradient } from './shape.ts'

/** `denseStep` through WebAssembly; see there. */
export const denseStepKernel = (
  engine: Engine,
  shape: DenseShape,
  { power, threshold }: DenseActivation,
  x: FloatArray,
  w: FloatArray,
  objective: OutputGradient | null,
  blockPatches: number,
): DenseStep => {
  const type = floatTypeOf(x)
  const bytes = x.BYTES_PER_ELEMENT
  const Type = x.constructor as Float64ArrayConstructor | Float32ArrayConstructor
  const { samples, patches, dimension, classes, neurons } = shape
  const all = classes * neurons
  const layout = stepLayout(type, shape, blockPatches)
  const { packRows, packColumns, multiply } = gemmKernels(engine, type)
  const { activate, spread, list, accumulate } = denseKernels(engine, type, power, layout.gradientVectors)
  const round = type === 'float32' ? Math.fround : (value: number) => value
  const relu = activation(power, threshold, round)
  const limit = round(threshold)

  const outputs = new Type(samples * classes)
  const gradient = objective === null ? null : new Type(all * dimension)
  const blockGradient = new Type(layout.blockSamples * classes)

  engine.reserve(layout.bytes, address => {
    const at = layout.at(address)

    const packWeights = (): void => {
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

    const activateBlock = (count: number): void => {
      const rowBytes = layout.columns * bytes
      if (activate !== null)
        activate(
          at.z * bytes,
          at.sums * bytes,
          count,
          patches,
          rowBytes,
          limit,
          round(1 / limit),
          round(1 / power),
        )
      else {
        const memory = engine.view(type)
        memory.fill(0, at.sums, at.sums + count * layout.columns)
        for (let row = 0; row < count * patches; row++)
          for (let j = 0; j < all; j++) {
            const z = memory[at.z + row * layout.columns + j]
            const slope = relu.slope(z)
            memory[at.z + row * layout.columns + j] = slope
            memory[at.sums + Math.floor(row / patches) * layout.columns + j] += relu.value(z, slope)
          }
      }
    }

    const addUp = (first: number, count: number): void => {
      const memory = engine.view(type)
      for (let n = 0; n < count; n++)
        for (let i = 0, from = at.sums + n * layout.columns; i < classes; i++)
          for (let r = 0; r < neurons; r++, from++) outputs[(first + n) * classes + i] += memory[from]
    }

    /**
     * The share of `rows` rows from `firstRow` of the block on, which all belong to samples of the
     * block.
     */
    const addGradient = (firstRow: number, rows: number): void => {
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
            blockGradient[sample * classes + i],
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
    }

    packWeights()
    if (gradient !== null) engine.view(type).fill(0, at.gradient, at.gradient + all * layout.gradientStride)
    for (let first = 0; first < samples; first += layout.blockSamples) {
      const count = Math.min(layout.blockSamples, samples - first)
      const rows = count * patches
      loadBlock(first * patches * dimension, rows)
      preactivations(rows)
      activateBlock(count)
      addUp(first, count)
      if (objective === null) continue
      const ofBlock = outputs.subarray(first * classes, (first + count) * classes)
      objective(ofBlock, blockGradient.subarray(0, count * classes), first, count)
      for (let row = 0; row < rows; row += layout.chunkRows)
        addGradient(row, Math.min(layout.chunkRows, rows - row))
    }
    if (gradient !== null)
      blendRows(
        engine.view(type),
        at.gradient,
        layout.gradientStride,
        matrixView(gradient, all, dimension),
        KEEP_PRODUCT,
      )
  })
  return { outputs, gradient }
}
