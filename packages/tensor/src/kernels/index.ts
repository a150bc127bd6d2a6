/** @multiview/tensor/kernels: the fast loops under the ops, on plain typed arrays, and their plain twins. */
export { type FloatArray, type FloatType, kernelState, withoutWebAssembly } from './engine.ts'
export type { Blend } from './gemm/blend.ts'
export { gemm, gemmBatched } from './gemm/gemm.ts'
export { gemmPlain } from './gemm/plain.ts'
