/**
 * @multiview/network/kernels: one training step of the dense and of the limit network on plain
 * typed arrays.
 */

export { denseLoss } from './dense/loss.ts'
export { type CrossEntropy, crossEntropyGradient } from './dense/step/cross-entropy.ts'
export { denseStepPlain } from './dense/step/plain.ts'
export type { DenseActivation, DenseShape, DenseStep, OutputGradient } from './dense/step/shape.ts'
export { denseStep } from './dense/step/step.ts'
export { type DenseThreads, openDenseThreads, serveDenseThreads } from './dense/step/threads.ts'
export type { LimitStep, LimitStepShape } from './limit/step/plain.ts'
export { limitStep } from './limit/step/step.ts'
