/** The dtypes of tensors, their typed arrays, and the rules of promotion. */
import { fail, show, unfit } from './error.ts'
import { type Shape, sizeOf } from './shape.ts'

/** The element types of a tensor. */
export type DType = 'float64' | 'float32' | 'int32' | 'bool'

/**
 * The dtype D. By its form a tensor of one of several dtypes is assignable to a tensor of each of
 * them, since TypeScript compares conditional types that way. So `let h = zeros([2])` takes the
 * result of a function that returns a `Tensor`. A tensor known to have another dtype is an error.
 */
export type OneOf<D extends DType> = D extends 'float64'
  ? 'float64'
  : D extends 'float32'
    ? 'float32'
    : D extends 'int32'
      ? 'int32'
      : 'bool'

/** The dtypes that have derivatives. */
export type FloatDType = 'float64' | 'float32'

interface Stores {
  float64: Float64Array
  float32: Float32Array
  int32: Int32Array
  bool: Uint8Array
}

/** The typed array of a dtype. A bool is a byte with value 0 or 1. */
export type DataOf<D extends DType> = Stores[D]
export type Data = DataOf<DType>

interface Promotion {
  float64: { float64: 'float64'; float32: 'float64'; int32: 'float64'; bool: 'float64'; number: 'float64' }
  float32: { float64: 'float64'; float32: 'float32'; int32: 'float64'; bool: 'float32'; number: 'float32' }
  int32: {
    float64: 'float64'
    float32: 'float64'
    int32: 'int32'
    bool: 'int32'
    number: 'int32' | 'float64'
  }
  bool: { float64: 'float64'; float32: 'float32'; int32: 'int32'; bool: 'bool'; number: 'int32' | 'float64' }
  number: {
    float64: 'float64'
    float32: 'float32'
    int32: 'int32' | 'float64'
    bool: 'int32' | 'float64'
    number: 'float64'
  }
}

/**
 * The dtype of an operation on two dtypes, by NumPy's rules. A plain `number` takes the dtype of
 * the other operand.
 */
export type Promote<A extends DType | 'number', B extends DType | 'number'> = Promotion[A][B]

/** The dtype of exp, sqrt, division and similar ops: float32 stays, others become float64. */
export type FloatOf<D extends DType | 'number'> = D extends 'float32' ? 'float32' : 'float64'

/** The dtype of a sum: bools give int32, others stay. */
export type SumOf<D extends DType | 'number'> = D extends 'bool'
  ? 'int32'
  : D extends 'number'
    ? 'float64'
    : D

export const isFloat = (dtype: DType): dtype is FloatDType => dtype === 'float64' || dtype === 'float32'

export const floatOf = (dtype: DType): FloatDType => (dtype === 'float32' ? 'float32' : 'float64')

/** Throws for bool, and returns any other dtype. */
export function numeric(operation: string, dtype: DType): DType {
  if (dtype === 'bool') fail(operation, 'takes numbers, not bools; cast to int32')
  return dtype
}

/**
 * NumPy's `result_type` for the four dtypes. int32 with float32 gives float64, which holds every
 * int32.
 */
export function promote(a: DType, b: DType): DType {
  if (a === b || b === 'bool') return a
  return a === 'bool' ? b : 'float64'
}

/** The constructor of the typed array of each dtype. */
export const STORES = { float64: Float64Array, float32: Float32Array, int32: Int32Array, bool: Uint8Array }

const DTYPES: readonly string[] = Object.keys(STORES)

/** Throws for a value that is not the name of a dtype. */
export function checkDType<D extends DType>(operation: string, dtype: D): D {
  if (!DTYPES.includes(dtype)) unfit(operation, 'dtype', dtype, `one of ${DTYPES}`)
  return dtype
}

/** A store of zeros for a shape. */
export function allocate(operation: string, dtype: DType, shape: Shape, size = sizeOf(shape)): Data {
  try {
    return new STORES[dtype](size)
  } catch {
    return fail(operation, `shape ${show(shape)} has ${size} elements, more than memory holds`)
  }
}

/** Returns a whole number that becomes an int32. Throws if int32 cannot hold it. */
export function wholeNumber(operation: string, value: number): number {
  if ((value | 0) !== value) fail(operation, `${value} is not in the ${INT32}; cast to float64`)
  return value
}

export const INT32 = 'int32 range [-2^31, 2^31)'

/**
 * Whether a store is the typed array of its dtype. A view of an external ndarray may have another
 * type of store.
 */
export function isCanonical(dtype: DType, data: Data): boolean {
  // The first test is compiled to a comparison, and it decides in nearly all cases.
  return data instanceof Float64Array || data instanceof STORES[dtype]
}
