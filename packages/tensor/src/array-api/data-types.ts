import { checkDType, type DType, isFloat, promote } from '../array/dtype.ts'
import { fail, told } from '../array/error.ts'
import { asTensor, isStrided, operands } from '../array/operands.ts'
import { checkOptions } from '../array/options.ts'
import type { Arg, NdarrayLike, Tensor } from '../array/tensor.ts'
import { within } from '../array/within.ts'
import { cast } from '../ops/elementwise/cast.ts'
import { copyOf } from './copy.ts'
import { checkDevice, type DeviceOption } from './options.ts'

export interface AsTypeOptions extends DeviceOption {
  /** With false, the function returns the tensor itself if it has the dtype already. */
  readonly copy?: boolean
}

/**
 * The same values in another dtype. Numbers are rounded to float32 and truncated to int32. In bool
 * they are true unless they are 0.
 *
 * @example
 * xp.astype(xp.asarray([1.7, -1.7]), xp.int32).toArray() // [1, -1]
 */
export function astype<D extends DType>(x: Arg, dtype: D, options: AsTypeOptions = {}): Tensor<D> {
  checkOptions('astype', options, { copy: 'boolean', device: '' })
  checkDevice('astype', options.device)
  return within('astype', () => {
    const t = asTensor('astype', x)
    const y = cast(t, dtype)
    return (y as Tensor) === t && options.copy !== false ? (copyOf(y) as Tensor<D>) : y
  })
}

/** The dtype itself, or the dtype of a tensor. */
const own = (operation: string, x: DType | NdarrayLike): DType =>
  isStrided(x) ? asTensor(operation, x).dtype : checkDType(operation, x as DType)

/**
 * Whether a dtype, or the dtype of a tensor, promotes to another dtype.
 *
 * @example
 * xp.can_cast(xp.int32, xp.float64) // true
 * xp.can_cast(xp.int32, xp.float32) // false
 */
export function can_cast(from: DType | NdarrayLike, to: DType): boolean {
  return promote(own('can_cast', from), checkDType('can_cast', to)) === to
}

export interface FloatInfo {
  readonly bits: number
  /** The distance from 1 to the next larger number. */
  readonly eps: number
  readonly max: number
  readonly min: number
  readonly smallestNormal: number
  readonly dtype: DType
}

/**
 * The limits of a float dtype, or of the dtype of a tensor.
 *
 * @example
 * xp.finfo(xp.float32).eps // 1.1920928955078125e-7
 * xp.finfo(xp.zeros([2])).bits // 64
 */
export function finfo(type: DType | NdarrayLike): FloatInfo {
  const dtype = own('finfo', type)
  if (!isFloat(dtype)) fail('finfo', `${dtype} is not a float; use iinfo, or give float64 or float32`)
  const single = dtype === 'float32'
  const max = single ? (2 - 2 ** -23) * 2 ** 127 : Number.MAX_VALUE
  return {
    bits: single ? 32 : 64,
    eps: single ? 2 ** -23 : 2 ** -52,
    max,
    min: -max,
    smallestNormal: single ? 2 ** -126 : 2 ** -1022,
    dtype,
  }
}

export interface IntegerInfo {
  readonly bits: number
  readonly max: number
  readonly min: number
  readonly dtype: DType
}

/**
 * The limits of int32, or of the dtype of a tensor.
 *
 * @example
 * xp.iinfo(xp.int32).max // 2147483647
 */
export function iinfo(type: DType | NdarrayLike): IntegerInfo {
  const dtype = own('iinfo', type)
  if (dtype !== 'int32') fail('iinfo', `${dtype} is not an integer; give int32`)
  return { bits: 32, max: 2 ** 31 - 1, min: -(2 ** 31), dtype }
}

const KINDS: Readonly<Record<string, readonly DType[]>> = {
  bool: ['bool'],
  'signed integer': ['int32'],
  'unsigned integer': [],
  integral: ['int32'],
  'real floating': ['float64', 'float32'],
  'complex floating': [],
  numeric: ['int32', 'float64', 'float32'],
}

/** A kind of dtypes, by its name in the standard. */
export type Kind =
  | 'bool'
  | 'signed integer'
  | 'unsigned integer'
  | 'integral'
  | 'real floating'
  | 'complex floating'
  | 'numeric'

/** Whether a dtype is of a kind, or of one of several kinds. */
export function isOfKind(
  operation: string,
  dtype: DType,
  kind: DType | Kind | readonly (DType | Kind)[],
): boolean {
  return [kind].flat().some(one => {
    if (typeof one === 'string' && Object.hasOwn(KINDS, one)) return KINDS[one].includes(dtype)
    if (!['float64', 'float32', 'int32'].includes(one))
      fail(operation, `kind ${told(one)} is neither a dtype nor one of ${Object.keys(KINDS).join(', ')}`)
    return one === dtype
  })
}

/**
 * Whether a dtype equals another dtype, is of a kind, or matches any item of a list of both.
 *
 * @example
 * xp.isdtype(xp.float32, 'real floating') // true
 * xp.isdtype(xp.int32, [xp.bool, 'real floating']) // false
 */
export function isdtype(dtype: DType, kind: DType | Kind | readonly (DType | Kind)[]): boolean {
  return isOfKind('isdtype', checkDType('isdtype', dtype), kind)
}

/**
 * The dtype of an operation on tensors, dtypes and numbers. A number takes the float dtype of the
 * other operands. If they have none, a whole number counts as int32 and another number as float64.
 * Throws unless at least one tensor or dtype is given.
 *
 * @example
 * xp.result_type(xp.int32, xp.float32) // "float64"
 * xp.result_type(xp.ones([2], { dtype: xp.float32 }), 3) // "float32"
 */
export function result_type(...arraysAndDtypes: (DType | NdarrayLike | number | boolean)[]): DType {
  const isScalar = (x: unknown): x is number | boolean => typeof x === 'number' || typeof x === 'boolean'
  const named = arraysAndDtypes.filter(x => !isScalar(x)) as (DType | NdarrayLike)[]
  if (named.length === 0) fail('result_type', 'was given no tensor and no dtype; give at least one')
  const whole = named.map(x => own('result_type', x)).reduce(promote)
  return arraysAndDtypes
    .filter(isScalar)
    .reduce<DType>((dtype, x) => promote(dtype, operands('result_type', zeroOf(dtype), x)[1].dtype), whole)
}

const zeroOf = (dtype: DType): Tensor => cast(0, dtype)
