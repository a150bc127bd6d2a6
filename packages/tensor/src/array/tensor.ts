/**
 * The tensor: an immutable strided view of a typed array. Its layout is that of scijs `ndarray`, so
 * views cost nothing and ndarrays are read without conversion. Its methods are only arithmetic and
 * shape. All other ops are functions, so a bundle contains only the ops that it imports.
 */

import type { DataOf, DType, FloatOf, OneOf, Promote } from './dtype.ts'
import { fail, show } from './error.ts'
import { indexOf, type Shape, sizeOf, strideOf } from './shape.ts'

/** An array in the layout of a scijs ndarray. A {@link Tensor} is one too. */
export interface NdarrayLike {
  readonly data: unknown
  readonly shape: readonly number[]
  readonly stride: readonly number[]
  readonly offset: number
}

/**
 * The operands of ops: a tensor, an ndarray or a plain number, which takes the dtype of the other
 * operand. Beside integers and bools, a whole number is int32 and other numbers are float64. A
 * whole number outside the range of int32 throws there.
 */
export type Arg = Tensor | NdarrayLike | number | boolean

/** Indices: an int32 tensor, an ndarray of whole numbers, or a plain number. */
export type Indices =
  | Tensor<'int32'>
  | (NdarrayLike & {
      readonly data: Int8Array | Uint8Array | Uint8ClampedArray | Int16Array | Uint16Array | Int32Array
    })
  | number

/** The dtype of an {@link Arg} in an operation. */
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

/** The dtype of a single operand. A plain number is float64. */
export type Own<A> = DTypeOf<A> extends DType ? DTypeOf<A> : 'float64'

/**
 * The part of one axis that a slice reads. An index drops the axis. `[start, end]` and `[start,
 * end, step]` mean the same as in Python: null is an edge, negative numbers count from the end, and
 * the step may be negative. null is the whole axis.
 */
export type SliceRange = number | null | readonly [start: number | null, end: number | null, step?: number]

/**
 * What a derivative stores on a tensor: its trace, the same tensor one level down, and the place of
 * the tensor on the tape. Only `trace/` reads it.
 */
export interface Tracing {
  readonly trace: object
  readonly primal: Tensor
  readonly order: number
}

/**
 * The result of `toArray`: a number or boolean for a 0-d tensor, otherwise arrays nested as deep as
 * the tensor has axes.
 */
export type Nested = number | boolean | Nested[]

/** What `item` and `get` return: a boolean for a tensor known to have dtype bool, else a number. */
export type ElementOf<D extends DType> = [D] extends ['bool'] ? boolean : number

/** The element at a place of the store. */
export const element = <D extends DType>({ dtype, data }: Tensor<D>, at: number): ElementOf<D> =>
  (dtype === 'bool' ? data[at] !== 0 : data[at]) as ElementOf<D>

const text = (x: Nested): string =>
  Array.isArray(x) ? `[${x.map(text)}]` : Object.is(x, -0) ? '-0' : String(x)

/**
 * An n-d array of one dtype. {@link tensor}, {@link zeros}, the other creation functions and the
 * ops make tensors. A tensor never changes.
 *
 * @example
 * const x = tensor([[1, 2], [3, 4]])
 * x.mul(x).add(1).toArray() // [[2, 5], [10, 17]]
 */
export class Tensor<D extends DType = DType> {
  declare readonly dtype: OneOf<D>
  /** The store. Other views may use it, so read it but never write to it. */
  declare readonly data: DataOf<OneOf<D>>
  declare readonly shape: Shape
  /** The distance in `data` between neighbours along each axis; may be negative or 0. */
  declare readonly stride: Shape
  /** The place of the first element in `data`. */
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
  /** A view of a part, with one range per axis; see `slice`. */
  declare readonly slice: <A extends DType>(this: Tensor<A>, ...ranges: SliceRange[]) => Tensor<A>
  /** A view with the axes in another order, by default reversed; see `transpose`. */
  declare readonly transpose: <A extends DType>(this: Tensor<A>, axes?: Shape) => Tensor<A>
  /** The same elements in another shape, as a view if possible; see `reshape`. */
  declare readonly reshape: <A extends DType>(this: Tensor<A>, shape: Shape) => Tensor<A>
  /** A new typed array of the elements in C order. For bool it is a Uint8Array of 0 and 1. */
  declare readonly values: <A extends DType>(this: Tensor<A>) => DataOf<A>

  /**
   * For authors of ops. The strides default to C order. Unlike the creation functions, it checks
   * nothing.
   */
  constructor(dtype: D, data: DataOf<D>, shape: Shape, stride: Shape = strideOf(shape), offset = 0) {
    this.dtype = dtype as never
    this.data = data as never
    this.shape = shape
    this.stride = stride
    this.offset = offset
  }

  /** Set while this tensor takes part in a derivative. */
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

  /**
   * One element, for dtype bool true or false. Negative indices count from the end. Throws for an
   * index outside the shape.
   */
  get<A extends DType>(this: Tensor<A>, ...index: number[]): ElementOf<A> {
    if (index.length !== this.ndim)
      fail('get', `${index.length} indices for shape ${show(this.shape)}; give one per axis`)
    const { shape, stride } = this
    return element(
      this,
      index.reduce((at, i, axis) => at + indexOf('get', i, axis, shape) * stride[axis], this.offset),
    )
  }

  /**
   * The element of a tensor that has only one, with any number of axes: a number, or for dtype bool
   * true or false.
   */
  item<A extends DType>(this: Tensor<A>): ElementOf<A> {
    if (this.size !== 1) fail('item', `shape ${show(this.shape)} has ${this.size} elements; use get`)
    return element(this, this.offset)
  }

  /**
   * The elements as nested arrays; for a 0-d tensor a plain number or boolean. `toArray<number[][]>()`
   * states the type, which nothing checks.
   */
  toArray<T extends Nested = Nested>(): T {
    const { shape, stride } = this
    const nest = (axis: number, at: number): Nested =>
      axis === shape.length
        ? element<DType>(this, at)
        : Array.from({ length: shape[axis] }, (_, i) => nest(axis + 1, at + i * stride[axis]))
    return nest(0, this.offset) as T
  }

  /** The slices along the first axis, as views that have derivatives. Throws for a 0-d tensor. */
  *[Symbol.iterator](): Generator<Tensor<D>, void> {
    if (this.ndim === 0) fail('iterator', 'a 0-d tensor has no rows; use item')
    for (let i = 0; i < this.shape[0]; i++) yield this.slice(i) as Tensor as Tensor<D>
  }

  /**
   * The value that JSON.stringify writes: that of {@link toArray}. {@link tensor} reads it back;
   * give it the dtype if that is float32 or int32. JSON has no NaN and no infinities. It writes
   * null for them, which `tensor` refuses.
   */
  toJSON(): Nested {
    return this.toArray()
  }

  /**
   * Called by JavaScript's operators. Throws for a comparison such as `x > 0` and for arithmetic
   * such as `x + 1`, which would work on the text of the tensor. A template shows the tensor.
   */
  [Symbol.toPrimitive](hint: string): string {
    if (hint !== 'string')
      fail('operator', 'takes numbers, not tensors; use less, greater, add, mul or item()')
    return this.toString()
  }

  /**
   * Dtype, shape and elements: `tensor float64 [2] [1,NaN]`. The main entry formats it for people:
   * one line per row, fractions with 8 digits. Of more than 1000 elements it shows the first and
   * last three along each axis.
   */
  toString(): string {
    return `tensor ${this.dtype} ${show(this.shape)} ${text(this.toArray())}`
  }
}
