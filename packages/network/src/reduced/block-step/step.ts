/** The step of a block: its arrays and its passes, with any kernel. */

import { kernelState } from '@multiview/tensor/kernels'
import type { LimitStepShape } from '../../limit/step/plain.ts'
import { hasWasmLimitStep } from '../../limit/step/wasm.ts'
import type { BlockStep } from './block-step.ts'
import { plainBlockStep } from './plain.ts'
import { wasmBlockSteps } from './wasm.ts'

/**
 * Steps that do not share arrays, each the fastest that runs here: WebAssembly if it is allowed and
 * the power is an integer.
 */
export const blockSteps = (shapes: readonly LimitStepShape[]): BlockStep[] =>
  kernelState().webAssembly && shapes.every(({ power }) => hasWasmLimitStep(power))
    ? wasmBlockSteps(shapes)
    : shapes.map(shape => plainBlockStep(shape))
