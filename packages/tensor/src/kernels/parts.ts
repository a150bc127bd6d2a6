/**
 * @multiview/tensor/kernel-parts: parts for kernels of other packages. The engine lends memory and
 * compiles modules. `exponential` writes the code of eˣ, which reads tables in memory. The other
 * functions copy matrices into that memory and multiply panels there, as the matrix product does.
 */

export { KEEP_PRODUCT } from '../array/blend.ts'
export {
  type Engine,
  engine,
  floatTypeOf,
  importEngineMemory,
  type KernelFunction,
  type Kernels,
  type WebAssemblyApi,
} from './engine.ts'
export { bytesOf, DEPTH, panelWidth, ROWS, roundUp } from './gemm/block-shape.ts'
export { gemmKernels } from './gemm/blocked.ts'
export { blendRows, copyRows } from './gemm/copy.ts'
export { packLanes, STAGING } from './gemm/packing.ts'
export { exponential } from './transcendental/emit-exp.ts'
export { placeTables, TABLE_BYTES } from './transcendental/table.ts'
