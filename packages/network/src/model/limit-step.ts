/** A step of the limit model: the arrays it works on and its passes, whichever kernel computes them. */

import { kernelState } from '@multiview/tensor/kernels'
import {
  advance,
  backward,
  forward,
  type LimitStepArrays,
  type LimitStepShape,
  measureChange,
} from './limit-step-plain.ts'
import { hasWasmLimitStep, wasmLimitStep } from './limit-step-wasm.ts'

export interface LimitStep {
  readonly arrays: LimitStepArrays
  forward(): void
  backward(): void
  measureChange(): void
  advance(step: number): void
}

/** The fastest step that runs here: WebAssembly where it is allowed and the power is an integer. */
export const limitStep = (shape: LimitStepShape): LimitStep =>
  kernelState().webAssembly && hasWasmLimitStep(shape.power) ? wasmLimitStep(shape) : plainLimitStep(shape)

/** The step in plain TypeScript. */
export const plainLimitStep = (shape: LimitStepShape): LimitStep => {
  const { classes, width, feature, firstPatch } = shape
  const arrays: LimitStepArrays = {
    a: new Float64Array(2 * classes * width),
    b: new Float64Array(feature.length * width),
    slope: new Float64Array(feature.length * width),
    changeOfA: new Float64Array(2 * classes * width),
    perNeuron: new Float64Array((firstPatch.length - 1) * width),
    largest: new Float64Array(width),
    largestChange: new Float64Array(width),
  }
  return {
    arrays,
    forward: () => forward(shape, arrays),
    backward: () => backward(shape, arrays),
    measureChange: () => measureChange(shape, arrays),
    advance: step => advance(arrays, step),
  }
}
