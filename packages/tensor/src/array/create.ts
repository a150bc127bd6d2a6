/** Functions that create tensors from values. */
import { convert } from './convert.ts'
import { allocate, type DType, INT32, isFloat } from './dtype.ts'
import { fail, show, told, unfit } from './error.ts'
import { asTensor, isStrided, storeOf } from './operands.ts'
import { checkWhole, dtypeOption, type OptionKinds } from './options.ts'
import { checkShape, type Shape, strideOf } from './shape.ts'
import { type NdarrayLike, Tensor } from './tensor.ts'

/** Numbers or booleans in nested arrays. The innermost may be typed arrays. */
export type NestedInput = number | boolean | ArrayLike<number> | readonly NestedInput[]

export interface DTypeOption<D extends DType = DType> {
  /** By default float64 for numbers, bool for booleans, and for a typed array its own dtype. */
  readonly dtype?: D
}

type Deep<T> = readonly T[] | readonly (readonly T[])[] | Deeper<readonly (readonly T[])[]>
type Deeper<T> = readonly T[] | readonly (readonly T[])[]
/** The dtype of a typed array. A typed array inside another array does not set the dtype. */
type Flat<V> = V extends Float32Array
  ? 'float32'
  : V extends Int8Array | Uint8Array | Uint8ClampedArray | Int16Array | Uint16Array | Int32Array
    ? 'int32'
    : V extends Float64Array | Uint32Array
      ? 'float64'
      : DType
/** The dtype of numbers, booleans and arrays of them. */
export type Leaf<V> = V extends boolean
  ? 'bool'
  : V extends number | Deep<never> | Deep<number | Float64Array>
    ? 'float64'
    : V extends Deep<boolean>
      ? 'bool'
      : V extends readonly unknown[]
        ? 'float64' | 'bool'
        : Flat<V>

/**
 * A tensor from nested arrays, a number, a typed array, another tensor or an ndarray. The numbers
 * are copied. The nesting gives the shape. A typed array, tensor or ndarray gives its dtype. With
 * dtype int32, fractions are truncated. Throws for ragged arrays, for numbers mixed with booleans
 * if no dtype is given, and for values that int32 cannot hold.
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
export function tensor(values: NestedInput | NdarrayLike, options: DTypeOption = {}): Tensor {
  const named = dtypeOption('tensor', options)
  if (isStrided(values)) {
    const x = asTensor('tensor', values)
    if (x.tracing) fail('tensor', 'cannot copy a tensor inside a transform; use cast')
    if (named !== 'int32' || !isFloat(x.dtype)) return convert(x, named ?? x.dtype)
    return new Tensor(named, tensor(x.toArray(), { dtype: named }).data, x.shape)
  }
  const shape: number[] = []
  let first: unknown = values
  while (isList(first)) {
    if (shape.push(first.length) > 64) fail('tensor', 'nested too deeply; does it hold itself?')
    first = first[0]
  }
  // A typed array gives its dtype, as in an ndarray.
  const dtype =
    named ??
    (typeof first === 'boolean'
      ? 'bool'
      : ArrayBuffer.isView(values)
        ? storeOf('tensor', values)[0]
        : 'float64')
  const data = allocate('tensor', dtype, shape)
  const kind = named ? ANY : dtype === 'bool' ? 'boolean' : 'number'
  // The common cases need no check: a float holds any number, and without a given dtype the
  // elements fit.
  const fits = kind === 'number' || isFloat(dtype)
  let at = 0
  const fill = (x: unknown, axis: number) => {
    const list = isList(x)
    if (list ? x.length !== shape[axis] : axis < shape.length)
      fail('tensor', `ragged arrays: ${told(x)} at depth ${axis} does not fit shape ${show(shape)}`)
    if (!list) {
      data[at] = element('tensor', x, dtype, shape, at, kind)
      at++
    } else
      for (let i = 0; i < x.length; i++)
        if (fits && typeof x[i] === 'number' && axis + 1 === shape.length) data[at++] = x[i] as number
        else fill(x[i], axis + 1)
  }
  fill(values, 0)
  return new Tensor(dtype, data, shape)
}

const isList = (x: unknown): x is ArrayLike<unknown> =>
  Array.isArray(x) || (ArrayBuffer.isView(x) && 'length' in x)

const ANY = 'number or a boolean'

/** The stored number for an element that the caller gave. `kind` is the type that it must have. */
export function element(
  operation: string,
  value: unknown,
  dtype: DType,
  shape: Shape,
  at: number,
  kind = ANY,
): number {
  const right = kind.includes(typeof value)
  const x = right ? Number(value) : 0
  if (right && (dtype !== 'int32' || (x | 0) === Math.trunc(x))) return dtype === 'bool' ? Number(x !== 0) : x
  const place = strideOf(shape).map((step, axis) => Math.floor(at / step) % shape[axis])
  const what = place.length > 0 ? `element ${show(place)}` : 'the value'
  return unfit(operation, what, value, right ? `in the ${INT32}` : `a ${kind}`)
}

/** The same value everywhere. The dtype is that of the options, or else `otherwise`. */
function filled(
  operation: string,
  shape: Shape,
  value: unknown,
  options: DTypeOption = {},
  otherwise: DType = 'float64',
  more?: OptionKinds,
): Tensor {
  const dtype = dtypeOption(operation, options, more) ?? otherwise
  checkShape(operation, shape)
  const data = allocate(operation, dtype, shape)
  if (!Object.is(value, 0)) data.fill(element(operation, value, dtype, [], 0))
  return new Tensor(dtype, data, [...shape])
}

function filledLike(operation: string, x: Tensor, value: unknown, options?: DTypeOption): Tensor {
  const { shape, dtype } = asTensor(operation, x)
  return filled(operation, shape, value, options, dtype)
}

/**
 * A tensor of a shape with the same value everywhere. By default a number gives float64 and a
 * boolean gives bool.
 *
 * @example
 * full([2, 2], 7).toArray() // [[7, 7], [7, 7]]
 */
export function full<D extends DType = 'float64'>(
  shape: Shape,
  value: number,
  options?: DTypeOption<D>,
): Tensor<D>
export function full<D extends DType = 'bool'>(
  shape: Shape,
  value: boolean,
  options?: DTypeOption<D>,
): Tensor<D>
export function full(shape: Shape, value: number | boolean, options?: DTypeOption): Tensor {
  return filled('full', shape, value, options, typeof value === 'boolean' ? 'bool' : 'float64')
}

/**
 * Zeros of a shape.
 *
 * @example
 * zeros([2, 3]).toArray() // [[0, 0, 0], [0, 0, 0]]
 */
export function zeros<D extends DType = 'float64'>(shape: Shape, options?: DTypeOption<D>): Tensor<D> {
  return filled('zeros', shape, 0, options) as Tensor as Tensor<D>
}

/**
 * Ones of a shape.
 *
 * @example
 * ones([3], { dtype: 'int32' }).toArray() // [1, 1, 1]
 */
export function ones<D extends DType = 'float64'>(shape: Shape, options?: DTypeOption<D>): Tensor<D> {
  return filled('ones', shape, 1, options) as Tensor as Tensor<D>
}

/**
 * Zeros in the shape of another tensor, by default in its dtype.
 *
 * @example
 * zerosLike(tensor([1, 2])).toArray() // [0, 0]
 */
export function zerosLike<D extends DType, E extends DType = D>(
  x: Tensor<D>,
  options?: DTypeOption<E>,
): Tensor<E> {
  return filledLike('zerosLike', x, 0, options) as Tensor as Tensor<E>
}

/**
 * Ones in the shape of another tensor, by default in its dtype.
 *
 * @example
 * onesLike(tensor([[5], [6]])).toArray() // [[1], [1]]
 */
export function onesLike<D extends DType, E extends DType = D>(
  x: Tensor<D>,
  options?: DTypeOption<E>,
): Tensor<E> {
  return filledLike('onesLike', x, 1, options) as Tensor as Tensor<E>
}

/**
 * The same value everywhere, in the shape of another tensor and by default in its dtype. With dtype
 * int32 the value is truncated. Throws for values that int32 cannot hold.
 *
 * @example
 * fullLike(tensor([1, 2]), 7).toArray() // [7, 7]
 * fullLike(tensor([1, 2]), true, { dtype: 'bool' }).toArray() // [true, true]
 */
export function fullLike<D extends DType, E extends DType = D>(
  x: Tensor<D>,
  value: number | boolean,
  options?: DTypeOption<E>,
): Tensor<E> {
  return filledLike('fullLike', x, value, options) as Tensor as Tensor<E>
}

export interface EyeOptions<D extends DType = DType> extends DTypeOption<D> {
  /**
   * The diagonal that holds the ones: 0 (the default) is the main diagonal, positive ones lie above
   * it, negative ones below it.
   */
  readonly k?: number
}

/**
 * Ones on a diagonal and zeros elsewhere: the n×n identity matrix, or a matrix of n rows and m
 * columns.
 *
 * @example
 * eye(2).toArray() // [[1, 0], [0, 1]]
 * eye(2, 3, { k: 1 }).toArray() // [[0, 1, 0], [0, 0, 1]]
 */
export function eye<D extends DType = 'float64'>(n: number, options?: EyeOptions<D>): Tensor<D>
export function eye<D extends DType = 'float64'>(n: number, m: number, options?: EyeOptions<D>): Tensor<D>
export function eye(n: number, second?: number | EyeOptions, third?: EyeOptions): Tensor {
  const square = typeof second !== 'number'
  if (square && third !== undefined) unfit('eye', 'm', second, 'a number')
  const [m, options = {}] = square ? [n, second] : [second, third]
  const x = filled('eye', [n, m], 0, options, 'float64', { k: '' })
  const { k = 0 } = options
  checkWhole('eye', 'k', k)
  for (let i = Math.max(0, -k); i < n && i + k < m; i++) x.data[i * m + i + k] = 1
  return x
}
