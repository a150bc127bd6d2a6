/** The public names of `array/`. */

export {
  type DTypeOption,
  type EyeOptions,
  eye,
  full,
  fullLike,
  type NestedInput,
  ones,
  onesLike,
  tensor,
  zeros,
  zerosLike,
} from './create.ts'
export type { Data, DataOf, DType, FloatDType, FloatOf, Promote, SumOf } from './dtype.ts'
export { TensorError } from './error.ts'
export { fromNdarray } from './operands.ts'
export { arange, type LinspaceOptions, linspace, type RangeOptions } from './range.ts'
export type { ReduceOptions } from './reduce.ts'
export type { Shape } from './shape.ts'
export {
  type Arg,
  type DTypeOf,
  type ElementOf,
  type Indices,
  type NdarrayLike,
  type Nested,
  type SliceRange,
  Tensor,
} from './tensor.ts'
