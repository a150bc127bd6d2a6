/** @multiview/tensor: n-d arrays, reverse-mode autodiff and reproducible random streams. */
export * from './array/index.ts'
export * from './transforms/index.ts'
export { useKernels } from './kernels/use-kernels.ts'
export * from './ops/index.ts'
export * from './optim/index.ts'
export * from './random/index.ts'
