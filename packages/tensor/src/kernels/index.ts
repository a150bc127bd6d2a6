/** @multiview/tensor/kernels: the fast loops under the ops, on plain typed arrays, and their plain twins. */

export { type CrossEntropy, crossEntropyGradient } from './dense/cross-entropy.ts'
export { denseStepPlain } from './dense/plain.ts'
export type { DenseActivation, DenseShape, DenseStep, OutputGradient } from './dense/shape.ts'
export { denseStep } from './dense-step.ts'
export { addScaled, elementwise } from './elementwise/elementwise.ts'
export type { BinaryName } from './elementwise/emit.ts'
export { addScaledPlain, elementwisePlain } from './elementwise/plain.ts'
export {
  type FloatArray,
  type FloatType,
  kernelState,
  useFusedMultiplyAdd,
  withoutWebAssembly,
} from './engine.ts'
export type { Blend } from './gemm/blend.ts'
export { gemm, gemmBatched } from './gemm/gemm.ts'
export { gemmPlain } from './gemm/plain.ts'
