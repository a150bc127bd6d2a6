/**
 * The tensor: an immutable strided view of a typed array, laid out as scijs `ndarray` has it, so that views cost
 * nothing and foreign ndarrays are taken as they are. Its methods are arithmetic and shape only; every other op
 * is a free function, so that what is not imported is not shipped.
 */

import { add } from '../ops/add.ts'
import { div } from '../ops/div.ts'
import { mul } from '../ops/mul.ts'
import { neg } from '../ops/neg.ts'
import { reshape } from '../ops/reshape.ts'
import { slice } from '../ops/slice.ts'
import { sub } from '../ops/sub.ts'
import { transpose } from '../ops/transpose.ts'
import { compact } from './compact.ts'
import type { DataOf, DType, FloatOf, Promote } from './dtype.ts'
import { fail, show } from './error.ts'
import { format, nested } from './format.ts'
import { indexOf, type Shape, sizeOf, strideOf } from './shape.ts'

/** Anything laid out as a scijs ndarray; a {@link Tensor} is one too. */
export interface NdarrayLike {
  readonly data: unknown
  readonly shape: readonly number[]
  readonly stride: readonly number[]
  readonly offset: number
}

/**
 * What ops take: a tensor, any ndarray, or a plain number, which adopts the dtype beside it. Beside integers and bools a
 * whole number is an int32, and throws if no int32 is that number, and all others are float64.
 */
export type Arg = Tensor | NdarrayLike | number | boolean

/** The dtype an {@link Arg} brings into an operation. */
export type Kind<A> =
  A extends Tensor<infer D>
    ? D
    : A extends number
      ? 'number'
      : A extends boolean
        ? 'bool'
        : A extends { readonly data: infer S }
          ? S extends Float32Array
            ? 'float32'
            : S extends Int8Array | Uint8Array | Uint8ClampedArray | Int16Array | Uint16Array | Int32Array
              ? 'int32'
              : 'float64'
          : DType

/** The dtype of a single operand: a plain number is a float64. */
export type Own<A> = Kind<A> extends DType ? Kind<A> : 'float64'

/**
 * What is taken of one axis: an index (the axis goes), `[start, end]` or `[start, end, step]` with Python's
 * meaning (null for "from the edge", negative from the end, the step may be negative), or null for all of it.
 */
export type SliceRange = number | null | readonly [start: number | null, end: number | null, step?: number]

/**
 * What a derivative being taken notes of a tensor: the derivative, the same tensor one level down, and the place of
 * the tensor on its tape. Only `trace/` reads it.
 */
export interface Tracing {
  readonly trace: object
  readonly primal: Tensor
  readonly order: number
}

/** What `toArray` gives: a number or boolean for a 0-d tensor, else arrays nested as deep as the dimension. */
export type Nested = number | boolean | Nested[]

/**
 * An n-d array of one dtype. Made by {@link tensor}, {@link zeros} and the other creators or by an op; never
 * changed after that.
 *
 * @example
 * const x = tensor([[1, 2], [3, 4]])
 * x.mul(x).add(1).toArray() // [[2, 5], [10, 17]]
 */
export class Tensor<D extends DType = DType> {
  declare readonly dtype: D
  /** The store; other views may lie on it, so it is to be read, never written. */
  declare readonly data: DataOf<D>
  declare readonly shape: Shape
  /** Distance in `data` between neighbours along each axis; may be negative or 0. */
  declare readonly stride: Shape
  /** Where the first element lies in `data`. */
  declare readonly offset: number

  /** Sum with broadcasting; see {@link add}. */
  declare readonly add: <A extends DType, B extends Arg>(this: Tensor<A>, b: B) => Tensor<Promote<A, Kind<B>>>
  /** Difference with broadcasting; see {@link sub}. */
  declare readonly sub: <A extends DType, B extends Arg>(this: Tensor<A>, b: B) => Tensor<Promote<A, Kind<B>>>
  /** Elementwise product with broadcasting; see {@link mul}. */
  declare readonly mul: <A extends DType, B extends Arg>(this: Tensor<A>, b: B) => Tensor<Promote<A, Kind<B>>>
  /** True quotient with broadcasting; see {@link div}. */
  declare readonly div: <A extends DType, B extends Arg>(
    this: Tensor<A>,
    b: B,
  ) => Tensor<FloatOf<Promote<A, Kind<B>>>>
  /** The negative; see {@link neg}. */
  declare readonly neg: <A extends DType>(this: Tensor<A>) => Tensor<A>
  /** A view of a part, one range per axis; see {@link slice}. */
  declare readonly slice: <A extends DType>(this: Tensor<A>, ...ranges: SliceRange[]) => Tensor<A>
  /** A view with the axes in another order, reversed without an argument; see {@link transpose}. */
  declare readonly transpose: <A extends DType>(this: Tensor<A>, axes?: Shape) => Tensor<A>
  /** The same elements in another shape, a view where possible; see {@link reshape}. */
  declare readonly reshape: <A extends DType>(this: Tensor<A>, shape: Shape) => Tensor<A>

  /** For authors of ops, in C order unless said; the creators check their input, this does not. */
  constructor(dtype: D, data: DataOf<D>, shape: Shape, stride: Shape = strideOf(shape), offset = 0) {
    this.dtype = dtype
    this.data = data
    this.shape = shape
    this.stride = stride
    this.offset = offset
  }

  /** Set while a derivative is being taken through this tensor. */
  get tracing(): Tracing | undefined {
    return undefined
  }

  /** The number of elements. */
  get size(): number {
    return sizeOf(this.shape)
  }

  /** The number of axes. */
  get dimension(): number {
    return this.shape.length
  }

  /** One element; negative indices count from the end. Throws outside the shape. */
  get(...index: number[]): number {
    if (index.length !== this.shape.length)
      fail('get', `${index.length} indices for shape ${show(this.shape)}; give one an axis`)
    const { shape, stride } = this
    return this.data[
      index.reduce((at, i, axis) => at + indexOf('get', i, axis, shape) * stride[axis], this.offset)
    ]
  }

  /** The number in a tensor of one element, whatever its dimension. */
  item(): number {
    if (this.size !== 1) fail('item', `shape ${show(this.shape)} has ${this.size} elements, not one; use get`)
    return this.data[this.offset]
  }

  /** Nested plain arrays, a plain number (or boolean) for a 0-d tensor. */
  toArray(): Nested {
    return nested(this, Infinity)
  }

  /** A fresh typed array of the elements in C order: a Uint8Array of 0 and 1 for bool. */
  values<A extends DType>(this: Tensor<A>): DataOf<A> {
    const { data, offset, size } = compact(this, 'values')
    return data.slice(offset, offset + size) as DataOf<A>
  }

  /** The parts along the first axis, as views; they can be differentiated. Throws for a 0-d tensor. */
  *[Symbol.iterator](): Generator<Tensor<D>, void> {
    if (this.shape.length === 0) fail('iterator', 'a 0-d tensor has no rows; use item')
    for (let i = 0; i < this.shape[0]; i++) yield slice(this, i) as Tensor as Tensor<D>
  }

  /**
   * What JSON.stringify writes: {@link toArray}, which {@link tensor} reads back; name the dtype there if it is float32
   * or int32. JSON has no NaN and no infinities: it writes null for them, which `tensor` refuses.
   */
  toJSON(): Nested {
    return this.toArray()
  }

  /** Dtype, shape and elements, fractions to 8 digits; of more than 1000 the first and last three along each axis. */
  toString(): string {
    return format(this)
  }

  /** What console.log shows in Node. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}
