/** A step of the limit model: its arrays and its passes, with any kernel. */

import { type FloatType, kernelState } from '@multiview/tensor/kernels'
import {
  advance,
  backward,
  floats,
  forward,
  type LimitStep,
  type LimitStepArrays,
  type LimitStepShape,
  measure,
  sizes,
} from './plain.ts'
import { hasWasmLimitStep, wasmLimitStep } from './wasm.ts'

/**
 * The fastest step that runs here, in float64 by default: WebAssembly if it is allowed and the
 * power is an integer.
 */
export const limitStep = <T extends FloatType = 'float64'>(
  shape: LimitStepShape,
  type: T = 'float64' as T,
): LimitStep<T> =>
  kernelState().webAssembly && hasWasmLimitStep(shape.power)
    ? wasmLimitStep(shape, type)
    : plainLimitStep(shape, type)

/** The step in plain TypeScript. */
export const plainLimitStep = <T extends FloatType = 'float64'>(
  shape: LimitStepShape,
  type: T = 'float64' as T,
): LimitStep<T> => {
  const { panels, lanes, samples, rows, features } = sizes(shape, type)
  const perPanel = (length: number) => floats(type, panels * length * lanes)
  const arrays: LimitStepArrays<T> = {
    a: perPanel(features),
    b: perPanel(rows),
    slope: perPanel(rows),
    changeOfA: perPanel(features),
    outputs: floats(type, samples * shape.classes),
    outputGradient: floats(type, samples * shape.classes),
    largestNoiseChange: perPanel(1),
    largest: perPanel(1),
    largestChange: perPanel(1),
  }
  return {
    arrays,
    forward: () => forward(shape, type, arrays),
    backward: () => backward(shape, type, arrays),
    measure: panel => measure(shape, type, arrays, panel),
    advance: step => advance(type, arrays, step),
    advanceAndForward: step => {
      advance(type, arrays, step)
      forward(shape, type, arrays)
    },
  }
}
