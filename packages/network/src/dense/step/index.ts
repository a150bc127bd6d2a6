/** @multiview/network/dense-step: one training step of the dense network on plain typed arrays, on one thread or several. */

export { type CrossEntropy, crossEntropyGradient } from './cross-entropy.ts'
export { denseStepPlain } from './plain.ts'
export type { DenseActivation, DenseShape, DenseStep, OutputGradient } from './shape.ts'
export { denseStep } from './step.ts'
export { type DenseThreads, openDenseThreads, serveDenseThreads } from './threads.ts'
