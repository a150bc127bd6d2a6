/**
 * The tensor: an immutable strided view of a typed array, laid out as scijs `ndarray` has it, so
 * that views cost nothing and foreign ndarrays are read as they are. Its methods are arithmetic and
 * shape only; every other op is a free function, so that what is not imported is not shipped.
 */

import type { DataOf, DType, FloatOf, Promote } from './dtype.ts'
import { fail, show } from './error.ts'
import { indexOf, type Shape, sizeOf, strideOf } from './shape.ts'

/** Anything laid out as a scijs ndarray; a {@link Tensor} is one too. */
export interface NdarrayLike {
  readonly data: unknown
  readonly shape: readonly number[]
  readonly stride: readonly number[]
  readonly offset: number
}

/**
 * What ops take: a tensor, any ndarray, or a plain number, which adopts the dtype beside it. Beside
 * integers and bools a whole number is an int32, and throws if no int32 is that number, and all
 * others are float64.
 */
export type Arg = Tensor | NdarrayLike | number | boolean

/** The dtype an {@link Arg} brings into an operation. */
export type DTypeOf<A> =
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
export type Own<A> = DTypeOf<A> extends DType ? DTypeOf<A> : 'float64'

/**
 * The part of one axis that a slice reads: an index (which drops the axis), `[start, end]` or
 * `[start, end, step]` with Python's meaning (null for "from the edge", negative from the end, the
 * step may be negative), or null for all of it.
 */
export type SliceRange = number | null | readonly [start: number | null, end: number | null, step?: number]

/**
 * What a derivative being taken notes of a tensor: the derivative, the same tensor one level down,
 * and the place of the tensor on its tape. Only `trace/` reads it.
 */
export interface Tracing {
  readonly trace: object
  readonly primal: Tensor
  readonly order: number
}

/**
 * What `toArray` gives: a number or boolean for a 0-d tensor, else arrays nested as deep as the
 * dimension.
 */
export type Nested = number | boolean | Nested[]

const text = (x: Nested): string =>
  Array.isArray(x) ? `[${x.map(text)}]` : Object.is(x, -0) ? '-0' : String(x)

/**
 * An n-d array of one dtype. Made by {@link tensor}, {@link zeros} and the other creators or by an
 * op; never changed after that.
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

  /** Sum with broadcasting; see `add`. */
  declare readonly add: <A extends DType, B extends Arg>(
    this: Tensor<A>,
    b: B,
  ) => Tensor<Promote<A, DTypeOf<B>>>
  /** Difference with broadcasting; see `sub`. */
  declare readonly sub: <A extends DType, B extends Arg>(
    this: Tensor<A>,
    b: B,
  ) => Tensor<Promote<A, DTypeOf<B>>>
  /** Elementwise product with broadcasting; see `mul`. */
  declare readonly mul: <A extends DType, B extends Arg>(
    this: Tensor<A>,
    b: B,
  ) => Tensor<Promote<A, DTypeOf<B>>>
  /** True quotient with broadcasting; see `div`. */
  declare readonly div: <A extends DType, B extends Arg>(
    this: Tensor<A>,
    b: B,
  ) => Tensor<FloatOf<Promote<A, DTypeOf<B>>>>
  /** The negative; see `neg`. */
  declare readonly neg: <A extends DType>(this: Tensor<A>) => Tensor<A>
  /** A view of a part, one range per axis; see `slice`. */
  declare readonly slice: <A extends DType>(this: Tensor<A>, ...ranges: SliceRange[]) => Tensor<A>
  /** A view with the axes in another order, reversed without an argument; see `transpose`. */
  declare readonly transpose: <A extends DType>(this: Tensor<A>, axes?: Shape) => Tensor<A>
  /** The same elements in another shape, a view where possible; see `reshape`. */
  declare readonly reshape: <A extends DType>(this: Tensor<A>, shape: Shape) => Tensor<A>
  /** A fresh typed array of the elements in C order: a Uint8Array of 0 and 1 for bool. */
  declare readonly values: <A extends DType>(this: Tensor<A>) => DataOf<A>

  /** For authors of ops. The strides default to C order. Unlike the creators, it checks nothing. */
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
  get ndim(): number {
    return this.shape.length
  }

  /** One element; negative indices count from the end. Throws outside the shape. */
  get(...index: number[]): number {
    if (index.length !== this.shape.length)
      fail('get', `${index.length} indices for shape ${show(this.shape)}; give one per axis`)
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
    const { data, dtype, shape, stride } = this
    const nest = (axis: number, at: number): Nested =>
      axis === shape.length
        ? dtype === 'bool'
          ? data[at] !== 0
          : data[at]
        : Array.from({ length: shape[axis] }, (_, i) => nest(axis + 1, at + i * stride[axis]))
    return nest(0, this.offset)
  }

  /**
   * The parts along the first axis, as views; they can be differentiated. Throws for a 0-d tensor.
   */
  *[Symbol.iterator](): Generator<Tensor<D>, void> {
    if (this.shape.length === 0) fail('iterator', 'a 0-d tensor has no rows; use item')
    for (let i = 0; i < this.shape[0]; i++) yield this.slice(i) as Tensor as Tensor<D>
  }

  /**
   * What JSON.stringify writes: {@link toArray}, which {@link tensor} reads back; name the dtype
   * there if it is float32 or int32. JSON has no NaN and no infinities: it writes null for them,
   * which `tensor` refuses.
   */
  toJSON(): Nested {
    return this.toArray()
  }

  /**
   * Dtype, shape and elements: `tensor float64 [2] [1,NaN]`. With the main entry, laid out for
   * people: a line per row, fractions to 8 digits, and of more than 1000 elements the first and
   * last three along each axis.
   */
  toString(): string {
    return `tensor ${this.dtype} ${show(this.shape)} ${text(this.toArray())}`
  }
}
