/** Converts the arguments of operations to tensors. */
import { allocate, type Data, type DType, isFloat, type Promote, promote, wholeNumber } from './dtype.ts'
import { fail, show, told, unfit } from './error.ts'
import { checkShape, type Shape, sizeOf } from './shape.ts'
import { type Arg, type NdarrayLike, type Own, Tensor } from './tensor.ts'

/** The common dtype of several operands. */
export type Common<D extends DType> = Promote<D, D>

/** A 0-d tensor. */
export function scalar(value: number | boolean, dtype: DType): Tensor {
  const shape: Shape = []
  const data = allocate('tensor', dtype, shape)
  data[0] = Number(value)
  return new Tensor(dtype, data, shape, shape, 0)
}

/** Whether a value looks like a tensor or an ndarray. */
export const isStrided = (x: unknown): x is NdarrayLike => Object(x) === x && 'stride' in (x as object)

/** Returns an argument of an operation as a tensor, without copying. */
export function asTensor(operation: string, x: Arg): Tensor {
  if (x instanceof Tensor) return x
  if (typeof x === 'number') return scalar(x, 'float64')
  if (typeof x === 'boolean') return scalar(x, 'bool')
  if (isStrided(x)) return view(operation, x)
  return unfit(operation, 'an operand', x, 'a tensor, ndarray or number: wrap it in tensor()')
}

/**
 * The two operands of a binary operation. A plain number takes the dtype of the other operand.
 * Beside integers and bools, fractions, NaN and infinities are float64, and the function throws for
 * a whole number outside the range of int32. A `logical` operation does not throw, since the dtype
 * of its result does not depend on the operands.
 */
export function operands(operation: string, a: Arg, b: Arg, logical?: boolean): [Tensor, Tensor] {
  if (typeof a === 'number' && typeof b !== 'number') {
    const y = asTensor(operation, b)
    return [weak(operation, a, y.dtype, logical), y]
  }
  const x = asTensor(operation, a)
  return [x, typeof b === 'number' ? weak(operation, b, x.dtype, logical) : asTensor(operation, b)]
}

function weak(operation: string, value: number, beside: DType, logical?: boolean): Tensor {
  if (isFloat(beside)) return scalar(value, beside)
  if (Number.isInteger(value) && !logical) wholeNumber(operation, value)
  return scalar(value, (value | 0) === value ? 'int32' : 'float64')
}

/** The common dtype of several operands. */
export const promoteAll = (inputs: readonly Tensor[]): DType =>
  inputs.reduce<DType>((dtype, x) => promote(dtype, x.dtype), 'bool')

/**
 * An ndarray as a tensor, without copying. Both use the same store, so do not write to the ndarray
 * while the tensor is in use. Stores of small integers are read as int32. Plain arrays, unsigned
 * 32-bit integers and stores with `get` are read as float64. Throws if the view reaches outside its
 * store.
 *
 * @example
 * fromNdarray({ data: new Float64Array([1, 2, 3, 4]), shape: [2, 2], stride: [1, 2], offset: 0 }).toArray() // [[1, 3], [2, 4]]
 */
export function fromNdarray<A extends NdarrayLike>(x: A): Tensor<Own<A>>
export function fromNdarray(x: NdarrayLike): Tensor {
  if (typeof x !== 'object' || !x) unfit('fromNdarray', 'x', x, 'an ndarray')
  return view('fromNdarray', x)
}

function view(operation: string, { data, shape, stride, offset }: NdarrayLike): Tensor {
  const [dtype, store] = storeOf(operation, data)
  const { length } = data as Data
  checkShape(operation, shape)
  const whole = [stride, offset].flat().every(Number.isInteger) && stride.length === shape.length
  const edge = (side: typeof Math.min) =>
    shape.reduce((at, n, axis) => at + side(0, (n - 1) * stride[axis]), offset)
  if (!whole || (sizeOf(shape) > 0 && !(edge(Math.min) >= 0 && edge(Math.max) < length)))
    fail(
      operation,
      `shape ${show(shape)}, stride ${told(stride)} and offset ${told(offset)} leave a store of ${length}`,
    )
  return new Tensor(dtype, store, [...shape], [...stride], offset)
}

/** The dtype of a store, and the store in a form that loops can read. */
export function storeOf(operation: string, data: unknown): [DType, Data] {
  const name = Object.prototype.toString.call(data).slice(8, -1)
  if (/^(Int|Uint[81])/.test(name)) return ['int32', data as Data]
  if (/^(Float|Uint3|Array$)/.test(name))
    return [name === 'Float32Array' ? 'float32' : 'float64', data as Data]
  // ndarray calls a store with get and set generic. Loops read such a store through a proxy.
  const { get } = (data ?? {}) as { get?: unknown }
  if (typeof get !== 'function')
    fail(operation, `a store of ${name} holds no numbers; copy it to a Float64Array`)
  return ['float64', new Proxy(data as never, { get: (_, place) => get.call(data, Number(place)) })]
}
