/**
 * A step of the limit model on mixed samples: a limit step whose b are the mixed preactivations,
 * between two sparse products.
 */

import { kernelState } from '@multiview/tensor/kernels'
import { lanes, sizes } from './plain.ts'
import { type MixedStep, type MixedStepShape, panelProduct } from './product.ts'
import { plainLimitStep } from './step.ts'
import { hasWasmLimitStep } from './wasm.ts'
import { wasmMixedStep } from './wasm-mixed.ts'

/** The fastest step that runs here: WebAssembly where `limitStep` uses it. */
export const mixedStep = (shape: MixedStepShape): MixedStep =>
  kernelState().webAssembly && hasWasmLimitStep(shape.inner.power)
    ? wasmMixedStep(shape)
    : plainMixedStep(shape)

/** The step in plain TypeScript. */
export const plainMixedStep = ({ inner: shape, mixing, back }: MixedStepShape): MixedStep => {
  const inner = plainLimitStep(shape)
  const { panels } = sizes(shape)
  const { b, slope } = inner.arrays
  const rows = back.first.length - 1
  const state = new Float64Array(panels * rows * lanes)
  const change = new Float64Array(state.length)
  return {
    inner,
    state,
    change,
    mixState: () => panelProduct(mixing, panels, state, b),
    unmix: () => panelProduct(back, panels, slope, change),
    mixChange: () => panelProduct(mixing, panels, change, slope),
    advance: step => {
      for (let c = 0; c < state.length; c++) state[c] += step * change[c]
    },
  }
}
