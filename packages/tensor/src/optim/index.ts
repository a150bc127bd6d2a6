// Optimizers: pure functions from parameters, gradients and state to the next parameters and state.
// Also learning rate schedules, gradient clipping, and minimization of smooth functions.

export { type AdamState, adam, adamW } from './adam.ts'
export {
  addDecayedWeights,
  applyUpdates,
  chain,
  type GradientTransform,
  momentum,
  optimizer,
  scale,
  scaleByAdam,
  scaleByLearningRate,
  scaleByRms,
  scaleBySchedule,
} from './chain.ts'
export { clipByGlobalNorm, clipByNorm, globalNorm } from './clip.ts'
export { type MinimizeOptions, type Minimum, minimize } from './minimize.ts'
export type { Optimizer } from './optimizer.ts'
export type { Rate } from './rate.ts'
export { type RmspropState, rmsprop } from './rmsprop.ts'
export {
  constantSchedule,
  cosineDecay,
  exponentialDecay,
  piecewiseConstant,
  type Schedule,
  warmup,
} from './schedules.ts'
export { type SgdState, sgd } from './sgd.ts'
