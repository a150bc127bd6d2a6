/**
 * @multiview/tensor: n-d arrays, reverse-mode autodiff and reproducible random streams, with
 * WebAssembly kernels.
 */
import './display.ts'
import './kernels/install.ts'
import { lowering } from './control/lowering.ts'
import { fusedSteps } from './jit/fused.ts'
import { visits } from './transforms/backward.ts'
import { together } from './transforms/jacrev.ts'
import { visitParts } from './transforms/parts.ts'
import { rows } from './transforms/rows.ts'

rows.of = together
lowering.steps = fusedSteps
visits.of = visitParts

export { jit } from './jit/index.ts'
export * from './lite.ts'
export { customVjp } from './transforms/custom-vjp-trees.ts'
