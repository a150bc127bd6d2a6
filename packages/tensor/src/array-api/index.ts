/**
 * @multiview/tensor/array-api: the Python array API standard 2025.12 under its own names. Python
 * code can be translated line by line: `import * as xp from '@multiview/tensor/array-api'`.
 *
 * Positional arguments keep their positions. Keyword arguments are in an object at the end, in
 * camel case (`{ axis, keepDims, includeInitial }`). For None, use undefined as a positional
 * argument and null as a keyword argument. Integers are int32, where the standard has int64. A
 * complex array is `{ re, im }`.
 */
import '../display.ts'
import '../kernels/install.ts'
import '../methods.ts'

export { tensordot, tril, triu, vecdot } from '../linalg/index.ts'
export {
  abs,
  acos,
  acosh,
  add,
  all,
  any,
  argmax,
  argmin,
  argsort,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  ceil,
  clip,
  copysign,
  cos,
  cosh,
  equal,
  exp,
  expm1,
  floor,
  greater,
  hypot,
  isfinite,
  isin,
  isinf,
  isnan,
  less,
  log,
  log1p,
  log2,
  log10,
  logaddexp,
  matmul,
  max,
  maximum,
  mean,
  min,
  minimum,
  moveaxis,
  nextafter,
  nonzero,
  pow,
  reciprocal,
  remainder,
  repeat,
  roll,
  round,
  sign,
  signbit,
  sin,
  sinh,
  sort,
  sqrt,
  square,
  stack,
  std,
  tan,
  tanh,
  tile,
  trunc,
  unstack,
  where,
} from '../ops/index.ts'
export * from './constants.ts'
export {
  arange,
  asarray,
  empty,
  empty_like,
  eye,
  full,
  full_like,
  linspace,
  meshgrid,
  ones,
  ones_like,
  zeros,
  zeros_like,
} from './creation.ts'
export { astype, can_cast, finfo, iinfo, isdtype, result_type } from './data-types.ts'
export * from './elementwise.ts'
export * as fft from './fft.ts'
export { take, take_along_axis } from './indexing.ts'
export { __array_namespace_info__ } from './info.ts'
export * as linalg from './linalg.ts'
export { matrix_transpose } from './linear-algebra.ts'
export * from './manipulation.ts'
export {
  diff,
  searchsorted,
  unique_all,
  unique_counts,
  unique_inverse,
  unique_values,
} from './searching.ts'
export { count_nonzero, cumulative_prod, cumulative_sum, prod, sum, var_ as var } from './statistical.ts'

/** The version of the standard. */
export const __array_api_version__ = '2025.12'
