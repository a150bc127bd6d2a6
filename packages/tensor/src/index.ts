/**
 * @multiview/tensor: n-d arrays, reverse-mode autodiff and reproducible random streams, on
 * WebAssembly kernels.
 */
import './display.ts'
import './kernels/install.ts'

export * from './lite.ts'
