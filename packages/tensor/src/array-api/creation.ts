/**
 * Functions that create arrays. JavaScript does not distinguish 1 from 1.0, so a number without a
 * dtype gives float64. Only `arange` of whole numbers gives int32, since its results are mostly
 * indices.
 */
import {
  eye as eyeOf,
  fullLike,
  full as fullOf,
  type Leaf,
  type NestedInput,
  onesLike,
  ones as onesOf,
  tensor,
  zerosLike,
  zeros as zerosOf,
} from '../array/create.ts'
import type { DType } from '../array/dtype.ts'
import { fail, told } from '../array/error.ts'
import { asTensor, fromNdarray, isStrided } from '../array/operands.ts'
import { arange as arangeOf, linspace as linspaceOf } from '../array/range.ts'
import type { Shape } from '../array/shape.ts'
import type { Arg, NdarrayLike, Tensor } from '../array/tensor.ts'
import { within } from '../array/within.ts'
import { cast } from '../ops/elementwise/cast.ts'
import { type MeshgridOptions, meshgrid as meshgridOf } from '../ops/shape/meshgrid.ts'
import { copyOf } from './copy.ts'
import { type CreationOptions, creation } from './options.ts'

const shapeOf = (shape: number | Shape): Shape => (typeof shape === 'number' ? [shape] : shape)

const isObject = (x: unknown): x is object => typeof x === 'object' && x !== null

/**
 * Evenly spaced numbers from `start` up to `stop`, which is not included. A single argument is
 * `stop`, and `start` is 0. Without a dtype, whole numbers give int32 and others float64.
 *
 * @example
 * xp.arange(3).toArray() // [0, 1, 2]
 * xp.arange(5, 0, -2, { dtype: xp.float64 }).toArray() // [5, 3, 1]
 */
export function arange<D extends DType = 'int32' | 'float64'>(
  start: number,
  options?: CreationOptions<D>,
): Tensor<D>
export function arange<D extends DType = 'int32' | 'float64'>(
  start: number,
  stop: number | undefined,
  options?: CreationOptions<D>,
): Tensor<D>
export function arange<D extends DType = 'int32' | 'float64'>(
  start: number,
  stop: number | undefined,
  step: number | undefined,
  options?: CreationOptions<D>,
): Tensor<D>
export function arange(...args: (number | CreationOptions | undefined)[]): Tensor {
  const last = args[args.length - 1]
  const options = isObject(last) ? last : {}
  const [start, stop, step = 1] = (isObject(last) ? args.slice(0, -1) : args) as number[]
  const { dtype = [start, stop ?? 0, step].every(Number.isInteger) ? 'int32' : 'float64' } = creation(
    'arange',
    options,
  )
  return stop === undefined ? arangeOf(start, { step, dtype }) : arangeOf(start, stop, { step, dtype })
}

export interface AsArrayOptions<D extends DType = DType> extends CreationOptions<D> {
  /**
   * true: always copy. false: never copy, and throw if a copy is needed. null: copy only if needed.
   */
  readonly copy?: boolean | null
}

/**
 * A tensor from numbers, nested lists, a typed array, an ndarray or a tensor. Without a dtype,
 * numbers give float64 and booleans give bool. A typed array or ndarray is copied only if its dtype
 * changes or `copy` is true. Do not write to it while the tensor is in use. Throws if `copy` is
 * false and the numbers have to be copied.
 *
 * @example
 * xp.asarray([[1, 2], [3, 4]], { dtype: xp.int32 }).shape // [2, 2]
 * xp.asarray([true, false]).dtype // "bool"
 */
export function asarray<D extends DType>(
  obj: NestedInput | NdarrayLike,
  options: AsArrayOptions<D> & { readonly dtype: D },
): Tensor<D>
export function asarray<E extends DType>(obj: Tensor<E>, options?: AsArrayOptions<never>): Tensor<E>
export function asarray<V extends NestedInput>(obj: V, options?: AsArrayOptions<never>): Tensor<Leaf<V>>
export function asarray(obj: NestedInput | NdarrayLike, options?: AsArrayOptions): Tensor
export function asarray(obj: NestedInput | NdarrayLike, options: AsArrayOptions = {}): Tensor {
  const given = creation('asarray', options, { copy: '' })
  const { copy } = options
  if (copy !== undefined && copy !== null && typeof copy !== 'boolean')
    fail('asarray', `copy is ${told(copy)}; it must be true, false or null`)
  return within('asarray', () => {
    const flat = ArrayBuffer.isView(obj) && 'length' in obj
    if (!flat && !isStrided(obj)) {
      if (copy === false) fail('asarray', `${told(obj)} has to be copied; leave out copy: false`)
      return tensor(obj, given as { readonly dtype: DType })
    }
    const x = flat
      ? fromNdarray({ data: obj, shape: [(obj as Float64Array).length], stride: [1], offset: 0 })
      : asTensor('asarray', obj as NdarrayLike)
    const { dtype = x.dtype } = given
    if (dtype === x.dtype) return copy ? copyOf(x) : x
    if (copy === false)
      fail('asarray', `${x.dtype} has to be copied to become ${dtype}; leave out copy: false`)
    return cast(x, dtype)
  })
}

/**
 * A tensor of a shape. The standard leaves its values open; here they are zeros.
 *
 * @example
 * xp.empty([2, 3]).shape // [2, 3]
 */
export function empty<D extends DType = 'float64'>(
  shape: number | Shape,
  options: CreationOptions<D> = {},
): Tensor<D> {
  const given = creation('empty', options)
  return within('empty', () => zerosOf(shapeOf(shape), given))
}

/**
 * Zeros of a shape. A number is the length of the only axis.
 *
 * @example
 * xp.zeros(2).toArray() // [0, 0]
 */
export function zeros<D extends DType = 'float64'>(
  shape: number | Shape,
  options: CreationOptions<D> = {},
): Tensor<D> {
  return zerosOf(shapeOf(shape), creation('zeros', options))
}

/**
 * Ones of a shape. A number is the length of the only axis.
 *
 * @example
 * xp.ones([1, 2], { dtype: xp.float32 }).toArray() // [[1, 1]]
 */
export function ones<D extends DType = 'float64'>(
  shape: number | Shape,
  options: CreationOptions<D> = {},
): Tensor<D> {
  return onesOf(shapeOf(shape), creation('ones', options))
}

/**
 * A tensor with the same value everywhere. Without a dtype, a number gives float64 and a boolean
 * gives bool.
 *
 * @example
 * xp.full([2], 7).toArray() // [7, 7]
 */
export function full<D extends DType>(
  shape: number | Shape,
  fillValue: number | boolean,
  options: CreationOptions<D> = {},
): Tensor<D> {
  return fullOf(shapeOf(shape), fillValue as number, creation('full', options))
}

/**
 * Zeros in the shape of another tensor, by default in its dtype. The standard leaves the values
 * open.
 *
 * @example
 * xp.empty_like(xp.ones([2, 3])).shape // [2, 3]
 */
export function empty_like<D extends DType, E extends DType = D>(
  x: Tensor<D>,
  options: CreationOptions<E> = {},
): Tensor<E> {
  const given = creation('empty_like', options)
  return within('empty_like', () => zerosLike(x, given))
}

/**
 * Zeros in the shape of another tensor, by default in its dtype.
 *
 * @example
 * xp.zeros_like(xp.ones([2]), { dtype: xp.bool }).toArray() // [false, false]
 */
export function zeros_like<D extends DType, E extends DType = D>(
  x: Tensor<D>,
  options: CreationOptions<E> = {},
): Tensor<E> {
  const given = creation('zeros_like', options)
  return within('zeros_like', () => zerosLike(x, given))
}

/**
 * Ones in the shape of another tensor, by default in its dtype.
 *
 * @example
 * xp.ones_like(xp.zeros([2])).toArray() // [1, 1]
 */
export function ones_like<D extends DType, E extends DType = D>(
  x: Tensor<D>,
  options: CreationOptions<E> = {},
): Tensor<E> {
  const given = creation('ones_like', options)
  return within('ones_like', () => onesLike(x, given))
}

/**
 * The same value everywhere, in the shape of another tensor and by default in its dtype.
 *
 * @example
 * xp.full_like(xp.zeros([2]), 7).toArray() // [7, 7]
 */
export function full_like<D extends DType, E extends DType = D>(
  x: Tensor<D>,
  fillValue: number | boolean,
  options: CreationOptions<E> = {},
): Tensor<E> {
  const given = creation('full_like', options)
  return within('full_like', () => fullLike(x, fillValue, given))
}

export interface LinspaceOptions<D extends DType = DType> extends CreationOptions<D> {
  /** Whether `stop` is the last number; true by default. */
  readonly endpoint?: boolean
}

/**
 * `num` evenly spaced numbers from `start` to `stop`. Without `endpoint`, `stop` is not included.
 *
 * @example
 * xp.linspace(0, 1, 5).toArray() // [0, 0.25, 0.5, 0.75, 1]
 * xp.linspace(0, 1, 4, { endpoint: false }).toArray() // [0, 0.25, 0.5, 0.75]
 */
export function linspace<D extends DType = 'float64'>(
  start: number,
  stop: number,
  num: number,
  options: LinspaceOptions<D> = {},
): Tensor<D> {
  const given = creation('linspace', options, { endpoint: 'boolean' })
  return linspaceOf(start, stop, num, { ...given, endpoint: options.endpoint ?? true })
}

export interface EyeOptions<D extends DType = DType> extends CreationOptions<D> {
  /**
   * The diagonal that holds the ones: 0 (the default) is the main diagonal, positive ones lie above
   * it, negative ones below it.
   */
  readonly k?: number
}

/**
 * Ones on a diagonal and zeros elsewhere. By default there are as many columns as rows.
 *
 * @example
 * xp.eye(2).toArray() // [[1, 0], [0, 1]]
 * xp.eye(2, 3, { k: 1 }).toArray() // [[0, 1, 0], [0, 0, 1]]
 */
export function eye<D extends DType = 'float64'>(nRows: number, options?: EyeOptions<D>): Tensor<D>
export function eye<D extends DType = 'float64'>(
  nRows: number,
  nCols: number | undefined,
  options?: EyeOptions<D>,
): Tensor<D>
export function eye(nRows: number, ...rest: (number | EyeOptions | undefined)[]): Tensor {
  const options = isObject(rest[rest.length - 1]) ? (rest.pop() as EyeOptions) : {}
  const { k = 0 } = options
  return eyeOf(nRows, (rest[0] ?? nRows) as number, { k, ...creation('eye', options, { k: 'number' }) })
}

/**
 * The coordinates of the points of a grid, from the 1-d coordinates along each axis. `indexing` is
 * 'xy' or 'ij'.
 *
 * @example
 * xp.meshgrid(xp.arange(2), xp.arange(3))[0].toArray() // [[0, 1], [0, 1], [0, 1]]
 */
export function meshgrid(...args: readonly [...Arg[], Arg | MeshgridOptions] | readonly []): Tensor[] {
  const last = args[args.length - 1]
  const options = isObject(last) && !isStrided(last) ? last : undefined
  return meshgridOf((options ? args.slice(0, -1) : args) as Arg[], options)
}
