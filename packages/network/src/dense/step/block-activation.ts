/** The activations of a block, by the kernel or, for a power without one, by a plain loop. */

import { bytesOf, type Engine } from '@multiview/tensor/kernel-parts'
import type { FloatType } from '@multiview/tensor/kernels'
import { activation } from './activation.ts'
import type { DenseKernels } from './compiled.ts'
import type { StepLayout, StepPlaces } from './layout.ts'
import type { DenseActivation, DenseShape } from './shape.ts'

/**
 * Replaces the preactivations of `count` samples by their slopes, and writes the sums of the values
 * of each neuron over the patches of a sample.
 */
export const blockActivation = (
  engine: Engine,
  type: FloatType,
  { patches, classes, neurons }: DenseShape,
  { columns }: StepLayout,
  at: StepPlaces,
  { power, threshold }: DenseActivation,
  { activate }: DenseKernels,
): ((count: number) => void) => {
  const bytes = bytesOf(type)
  const all = classes * neurons
  const round = type === 'float32' ? Math.fround : (value: number) => value
  const relu = activation(power, threshold, round)
  const limit = round(threshold)
  return count => {
    const rowBytes = columns * bytes
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
      memory.fill(0, at.sums, at.sums + count * columns)
      for (let row = 0; row < count * patches; row++)
        for (let j = 0; j < all; j++) {
          const z = memory[at.z + row * columns + j]
          const slope = relu.slope(z)
          memory[at.z + row * columns + j] = slope
          memory[at.sums + Math.floor(row / patches) * columns + j] += relu.value(z, slope)
        }
    }
  }
}
