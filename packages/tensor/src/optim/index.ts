// Optimizers: pure functions from parameters, gradients and state to the next parameters and state.

export { type AdamState, adam } from './adam.ts'
export type { Optimizer, Rate } from './optimizer.ts'
export { type SgdState, sgd } from './sgd.ts'
