/** Drives the dense step through WebAssembly, a few samples at a time. */

import { type Engine, floatTypeOf } from '@multiview/tensor/kernel-parts'
import type { FloatArray } from '@multiview/tensor/kernels'
import { blockActivation } from './block-activation.ts'
import { blockGradient } from './block-gradient.ts'
import { blockProduct } from './block-product.ts'
import { denseKernels } from './compiled.ts'
import { stepLayout } from './layout.ts'
import type { DenseActivation, DenseShape, DenseStep, OutputGradient } from './shape.ts'

/** `denseStep` through WebAssembly; see there. */
export const denseStepKernel = (
  engine: Engine,
  shape: DenseShape,
  relu: DenseActivation,
  x: FloatArray,
  w: FloatArray,
  objective: OutputGradient | null,
  blockPatches: number,
): DenseStep => {
  const type = floatTypeOf(x)
  const Type = x.constructor as Float64ArrayConstructor | Float32ArrayConstructor
  const { samples, patches, dimension, classes, neurons } = shape
  const layout = stepLayout(type, shape, blockPatches)
  const kernels = denseKernels(engine, type, relu.power, layout.gradientVectors)

  const outputs = new Type(samples * classes)
  const gradient = objective === null ? null : new Type(classes * neurons * dimension)
  const ofOutputs = new Type(layout.blockSamples * classes)

  engine.reserve(layout.bytes, address => {
    const at = layout.at(address)
    const product = blockProduct(engine, shape, layout, at, x, kernels)
    const activate = blockActivation(engine, type, shape, layout, at, relu, kernels)
    const ofWeights = blockGradient(engine, type, shape, layout, at, kernels)

    const addUp = (first: number, count: number): void => {
      const memory = engine.view(type)
      for (let n = 0; n < count; n++)
        for (let i = 0, from = at.sums + n * layout.columns; i < classes; i++)
          for (let r = 0; r < neurons; r++, from++) outputs[(first + n) * classes + i] += memory[from]
    }

    product.packWeights(w)
    if (gradient !== null) ofWeights.clear()
    for (let first = 0; first < samples; first += layout.blockSamples) {
      const count = Math.min(layout.blockSamples, samples - first)
      const rows = count * patches
      product.load(first * patches * dimension, rows)
      product.multiply(rows)
      activate(count)
      addUp(first, count)
      if (objective === null) continue
      const ofBlock = outputs.subarray(first * classes, (first + count) * classes)
      objective(ofBlock, ofOutputs.subarray(0, count * classes), first, count)
      for (let row = 0; row < rows; row += layout.chunkRows)
        ofWeights.add(ofOutputs, row, Math.min(layout.chunkRows, rows - row))
    }
    if (gradient !== null) ofWeights.read(gradient)
  })
  return { outputs, gradient }
}
