/** A small typed assembler for WebAssembly. TypeScript checks the types of operands. */
export * from './control.ts'
export type { Label } from './encode.ts'
export {
  assemble,
  type Callable,
  type FunctionScope,
  type MemoryLimits,
  type ModuleWriter,
  type OwnScope,
} from './module.ts'
export { f32, f64, i32 } from './scalar.ts'
export { type FloatLanes, f32x4, f64x2, i32x4, i64x2, v128 } from './simd.ts'
export type { Body, Expr, Local, Statement, ValueType } from './types.ts'
