export { type Arg, fromNdarray, type Kind, type NdarrayLike } from './operands.ts'
export {
  type DTypeOption,
  eye,
  full,
  type NestedInput,
  ones,
  onesLike,
  tensor,
  zeros,
  zerosLike,
} from './create.ts'
export type { Data, DataOf, DType, FloatDType, FloatOf, Promote, SumOf } from './dtype.ts'
export { TensorError } from './error.ts'
export { arange, linspace, type RangeOptions } from './range.ts'
export type { ReduceOptions } from './reduce.ts'
export type { Shape } from './shape.ts'
export { type Nested, Tensor } from './tensor.ts'
