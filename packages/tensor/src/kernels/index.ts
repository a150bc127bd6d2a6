/**
 * @multiview/tensor/kernels: the fast loops of the ops on typed arrays, and their plain versions.
 */

export { type Blend, blendedProduct as matrixProduct } from '../array/blend.ts'
export { type MatrixView, matrixView, transposedView } from '../array/matrix-view.ts'
export { gatherSlices, scatterAddSlices, type Table } from './by-index/by-index.ts'
export { elementwise, map } from './elementwise/elementwise.ts'
export type { BinaryName, UnaryName } from './elementwise/emit.ts'
export {
  type FloatArray,
  type FloatType,
  kernelState,
  useFusedMultiplyAdd,
  withoutWebAssembly,
} from './engine.ts'
export { type Gemm, gemm } from './gemm/gemm.ts'
export { type Reduction, type RowsShape, reduceRows } from './rows/reduce.ts'
export { type RowOp, softmaxRows } from './rows/softmax.ts'
