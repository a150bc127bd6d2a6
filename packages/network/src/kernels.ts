/**
 * @multiview/network/kernels: one training step of the dense, of the limit and of the reduced
 * network on plain typed arrays; patches in R^d for the dense one, and its training by their inner
 * products.
 */

export { embed } from './data/dense.ts'
export { countFreshErrors, type FreshErrors } from './dense/fresh-errors.ts'
export { gramModel, gramOf } from './dense/gram.ts'
export { denseLoss } from './dense/loss.ts'
export { type CrossEntropy, crossEntropyGradient } from './dense/step/cross-entropy.ts'
export { denseStepPlain } from './dense/step/plain.ts'
export type { DenseActivation, DenseShape, DenseStep, OutputGradient } from './dense/step/shape.ts'
export { denseStep } from './dense/step/step.ts'
export { type DenseThreads, openDenseThreads, serveDenseThreads } from './dense/step/threads.ts'
export type { LimitStep, LimitStepShape } from './limit/step/plain.ts'
export { limitStep } from './limit/step/step.ts'
