import { fail, show, told } from './error.ts'
import { type Shape, sizeOf } from './shape.ts'

/** The kinds of number a tensor holds. */
export type DType = 'float64' | 'float32' | 'int32' | 'bool'

/** The dtypes that derivatives exist for. */
export type FloatDType = 'float64' | 'float32'

interface Stores {
  float64: Float64Array
  float32: Float32Array
  int32: Int32Array
  bool: Uint8Array
}

/** The typed array behind a dtype; a bool is a byte that is 0 or 1. */
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
 * The dtype of an operation on two kinds, NumPy's rules; a plain `number` takes the dtype beside
 * it.
 */
export type Promote<A extends DType | 'number', B extends DType | 'number'> = Promotion[A][B]

/** The dtype of exp, sqrt, division and the like: float32 stays, all else becomes float64. */
export type FloatOf<D extends DType | 'number'> = D extends 'float32' ? 'float32' : 'float64'

/** The dtype of a sum: bools are counted. */
export type SumOf<D extends DType | 'number'> = D extends 'bool'
  ? 'int32'
  : D extends 'number'
    ? 'float64'
    : D

export const isFloat = (dtype: DType): dtype is FloatDType => dtype === 'float64' || dtype === 'float32'

export const floatOf = (dtype: DType): FloatDType => (dtype === 'float32' ? 'float32' : 'float64')

/**
 * NumPy's `result_type` for the four dtypes; int32 beside float32 needs float64 to keep every
 * integer.
 */
export function promote(a: DType, b: DType): DType {
  if (a === b || b === 'bool') return a
  return a === 'bool' ? b : 'float64'
}

const STORES = { float64: Float64Array, float32: Float32Array, int32: Int32Array, bool: Uint8Array }

const DTYPES: readonly string[] = Object.keys(STORES)

/** Refuses what is not the name of a dtype. */
export function checkDType<D extends DType>(operation: string, dtype: D): D {
  if (!DTYPES.includes(dtype)) fail(operation, `dtype ${told(dtype)} is not one of ${DTYPES}`)
  return dtype
}

/** A zeroed store for the numbers of a shape. */
export function allocate(operation: string, dtype: DType, shape: Shape, size = sizeOf(shape)): Data {
  try {
    return new STORES[dtype](size)
  } catch {
    return fail(operation, `shape ${show(shape)} has ${size} elements, more than memory holds`)
  }
}

/** The value, which int32 elements sum and multiply to, if an int32 can be it. */
export function wholeNumber(operation: string, value: number): number {
  if ((value | 0) !== value) fail(operation, `${value} is not in the ${INT32}; cast to float64`)
  return value
}

export const INT32 = 'int32 range [-2^31, 2^31)'

/**
 * Whether a store is the typed array of its dtype: a view of a foreign ndarray may lie on another
 * kind.
 */
export function isCanonical(dtype: DType, data: Data): boolean {
  // The first test is compiled to a comparison; it decides nearly always.
  return data instanceof Float64Array || data instanceof STORES[dtype]
}
