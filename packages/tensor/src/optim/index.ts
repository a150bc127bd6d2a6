// Rules that train: pure functions from parameters, gradients and state to the next parameters and state.

export { type AdamState, adam } from './adam.ts'
export { type GradientDescentState, gradientDescent } from './gradient-descent.ts'
export { type MomentumState, momentum } from './momentum.ts'
export type { Optimizer, Rate } from './optimizer.ts'
