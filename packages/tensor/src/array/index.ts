export { type Arg, fromNdarray, type Kind, type NdarrayLike } from './convert.ts'
export {
  arange,
  type DTypeOption,
  eye,
  full,
  linspace,
  type NestedInput,
  ones,
  onesLike,
  type RangeOptions,
  tensor,
  zeros,
  zerosLike,
} from './create.ts'
export type { Data, DataOf, DType, FloatDType, FloatOf, Promote, SumOf } from './dtype.ts'
export { TensorError } from './error.ts'
export type { ReduceOptions } from './reduce.ts'
export type { Shape } from './shape.ts'
export { type Nested, Tensor } from './tensor.ts'
