/** A step of the limit model: the arrays it works on and its passes, whichever kernel computes them. */

import { kernelState } from '@multiview/tensor/kernels'
import {
  advance,
  backward,
  forward,
  type LimitStep,
  type LimitStepArrays,
  type LimitStepShape,
  lanes,
  measure,
  sizes,
} from './limit-step-plain.ts'
import { hasWasmLimitStep, wasmLimitStep, wasmLimitSteps } from './limit-step-wasm.ts'

/** The fastest step that runs here: WebAssembly where it is allowed and the power is an integer. */
export const limitStep = (shape: LimitStepShape): LimitStep =>
  kernelState().webAssembly && hasWasmLimitStep(shape.power) ? wasmLimitStep(shape) : plainLimitStep(shape)

/** Steps that do not touch each other, each the fastest that runs here. */
export const limitSteps = (shapes: readonly LimitStepShape[]): LimitStep[] =>
  kernelState().webAssembly && shapes.every(({ power }) => hasWasmLimitStep(power))
    ? wasmLimitSteps(shapes)
    : shapes.map(plainLimitStep)

/** The step in plain TypeScript. */
export const plainLimitStep = (shape: LimitStepShape): LimitStep => {
  const { panels, samples, rows, features } = sizes(shape)
  const perPanel = (length: number): Float64Array => new Float64Array(panels * length * lanes)
  const arrays: LimitStepArrays = {
    a: perPanel(features),
    b: perPanel(rows),
    slope: perPanel(rows),
    changeOfA: perPanel(features),
    outputs: new Float64Array(samples * shape.classes),
    outputGradient: new Float64Array(samples * shape.classes),
    largestNoiseChange: perPanel(1),
    largest: perPanel(1),
    largestChange: perPanel(1),
  }
  return {
    arrays,
    forward: () => forward(shape, arrays),
    backward: () => backward(shape, arrays),
    measure: panel => measure(shape, arrays, panel),
    advance: step => advance(arrays, step),
    advanceAndForward: step => {
      advance(arrays, step)
      forward(shape, arrays)
    },
  }
}
