/**
 * @multiview/tensor/lite: the names of the main entry without its WebAssembly kernels. Every op
 * runs its plain loop and gives the same bits. A bundle contains only the ops that it imports.
 */
// With the transforms first, a bundle compresses best.
export * from './transforms/index.ts'

import './methods.ts'

export * from './array/index.ts'
export * from './control/index.ts'
export * from './fft/index.ts'
export type { Compiled } from './jit/compile.ts'
export type { Description, StepDescription } from './jit/describe.ts'
export type { JitOptions } from './jit/options.ts'
export { jit } from './jit/plain.ts'
export * from './linalg/index.ts'
export * from './nn/index.ts'
export * from './ops/index.ts'
export * from './optim/index.ts'
export * from './random/index.ts'
