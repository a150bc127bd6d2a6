import { convert } from './compact.ts'
import { allocate, type Data, type DType } from './dtype.ts'
import { fail, show } from './error.ts'
import { asTensor, scalar, storeOf } from './operands.ts'
import { checkShape, type Shape, sizeOf } from './shape.ts'
import { type NdarrayLike, Tensor } from './tensor.ts'

/** Numbers or booleans in arrays nested to any depth, typed arrays at the innermost if wished. */
export type NestedInput = number | boolean | ArrayLike<number> | readonly NestedInput[]

export interface DTypeOption<D extends DType = DType> {
  /** float64 unless said; bool for booleans, and a typed array brings its own. */
  readonly dtype?: D
}

type Deep<T> = T | readonly T[] | readonly (readonly T[])[] | readonly (readonly (readonly T[])[])[]
type Leaf<V> =
  V extends Deep<boolean>
    ? 'bool'
    : V extends Float32Array
      ? 'float32'
      : V extends Int32Array
        ? 'int32'
        : 'float64'

/**
 * A tensor from nested arrays, a number, a typed array (whose dtype it takes), another tensor or an ndarray. The
 * numbers are copied. The shape is the nesting; ragged arrays throw.
 *
 * @example
 * tensor([[1, 2], [3, 4]], { dtype: 'float32' }).shape // [2, 2]
 * tensor([true, false]).dtype // "bool"
 * tensor(3).shape // []
 */
export function tensor<D extends DType>(
  values: NestedInput | NdarrayLike,
  options: { readonly dtype: D },
): Tensor<D>
export function tensor<E extends DType>(values: Tensor<E>): Tensor<E>
export function tensor<V extends NestedInput>(values: V): Tensor<Leaf<V>>
export function tensor(values: NdarrayLike): Tensor
export function tensor(values: NestedInput | NdarrayLike, { dtype }: DTypeOption = {}): Tensor {
  if (typeof values === 'number') return scalar(values, dtype ?? 'float64')
  if (typeof values === 'boolean') return scalar(values, dtype ?? 'bool')
  if (values instanceof Tensor || (typeof values === 'object' && values && 'stride' in values)) {
    const x = asTensor('tensor', values)
    if (x.tracing) fail('tensor', 'a tensor inside a derivative cannot be copied; use it as it is, or cast')
    return convert(x, dtype ?? x.dtype)
  }
  const shape: number[] = []
  let first: unknown = values
  while (isList(first)) {
    shape.push(first.length)
    first = first[0]
  }
  const size = sizeOf(shape)
  const data = allocate(dtype ?? dtypeOf(values, first), size)
  fill(values, shape, 0, data, 0)
  return new Tensor(dtype ?? dtypeOf(values, first), data, shape)
}

const isList = (x: unknown): x is ArrayLike<unknown> =>
  Array.isArray(x) || (ArrayBuffer.isView(x) && !(x instanceof DataView))

/** Typed arrays bring their dtype, as they do in an ndarray. */
function dtypeOf(values: unknown, first: unknown): DType {
  if (typeof first === 'boolean') return 'bool'
  return ArrayBuffer.isView(values) ? storeOf(values)[0] : 'float64'
}

function fill(values: unknown, shape: Shape, axis: number, data: Data, at: number): number {
  if (axis === shape.length) {
    if (typeof values !== 'number' && typeof values !== 'boolean')
      fail(
        'tensor',
        isList(values)
          ? `ragged arrays: an array stands where shape ${show(shape)} has a number`
          : `the value ${String(values)} is a ${typeof values}; only numbers and booleans are held`,
      )
    data[at] = Number(values)
    return at + 1
  }
  if (!isList(values) || values.length !== shape[axis])
    fail(
      'tensor',
      `ragged arrays: axis ${axis} has length ${shape[axis]} at first, later ` +
        `${isList(values) ? values.length : 'a single value'}; make all rows equally long`,
    )
  for (let i = 0; i < values.length; i++) at = fill(values[i], shape, axis + 1, data, at)
  return at
}

/**
 * A tensor of one value everywhere, of any shape.
 *
 * @example
 * full([2, 2], 7).toArray() // [[7, 7], [7, 7]]
 */
export function full<D extends DType = 'float64'>(
  shape: Shape,
  value: number,
  options: DTypeOption<D> = {},
): Tensor<D> {
  const { dtype = 'float64' as D } = options
  checkShape('full', shape)
  const data = allocate(dtype, sizeOf(shape)) as Tensor<D>['data']
  if (value !== 0) data.fill(dtype === 'bool' ? 1 : value)
  return new Tensor(dtype, data, [...shape])
}

/**
 * Zeros of a shape.
 *
 * @example
 * zeros([2, 3]).toArray() // [[0, 0, 0], [0, 0, 0]]
 */
export function zeros<D extends DType = 'float64'>(shape: Shape, options: DTypeOption<D> = {}): Tensor<D> {
  return full(shape, 0, options)
}

/**
 * Ones of a shape.
 *
 * @example
 * ones([3], { dtype: 'int32' }).toArray() // [1, 1, 1]
 */
export function ones<D extends DType = 'float64'>(shape: Shape, options: DTypeOption<D> = {}): Tensor<D> {
  return full(shape, 1, options)
}

/**
 * Zeros in the shape and dtype of another tensor.
 *
 * @example
 * zerosLike(tensor([1, 2])).toArray() // [0, 0]
 */
export function zerosLike<D extends DType>(x: Tensor<D>): Tensor<D> {
  return full(x.shape, 0, { dtype: x.dtype })
}

/**
 * Ones in the shape and dtype of another tensor.
 *
 * @example
 * onesLike(tensor([[5], [6]])).toArray() // [[1], [1]]
 */
export function onesLike<D extends DType>(x: Tensor<D>): Tensor<D> {
  return full(x.shape, 1, { dtype: x.dtype })
}

/**
 * The n×n identity matrix.
 *
 * @example
 * eye(2).toArray() // [[1, 0], [0, 1]]
 */
export function eye<D extends DType = 'float64'>(n: number, options: DTypeOption<D> = {}): Tensor<D> {
  const x = full([n, n], 0, options)
  for (let i = 0; i < n; i++) x.data[i * (n + 1)] = 1
  return x
}
