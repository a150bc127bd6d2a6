/**
 * Four elements at a time in vector registers: two vectors for float64, and one for float32, int32
 * and bool. A bool is a mask in which all bits are 1 for true.
 */
import type { DType } from '../array/dtype.ts'
import { type Shape, sizeOf } from '../array/shape.ts'
import type { Expr, Local, Statement } from '../kernels/assembler/index.ts'
import { f32x4, f64x2, i32, i32x4, v128 } from '../kernels/assembler/index.ts'

export type Vector = Expr<'v128'>
type Address = Local<'i32'>

/** The number of elements that one turn of a loop computes. */
export const LANES = 4
/** The number of bytes of an element in memory. */
export const BYTES: Record<DType, number> = { float64: 8, float32: 4, int32: 4, bool: 1 }

/** The number of bytes that kernels may access after the end of a buffer. */
export const SLACK = 128

/** The number of bytes of a value and `slack` bytes after it, in whole cache lines. */
export const roomOf = ({ dtype, shape }: { readonly dtype: DType; readonly shape: Shape }, slack: number) =>
  Math.ceil((BYTES[dtype] * sizeOf(shape) + slack) / 64) * 64

const zero = f32x4.const(0)
const ones = i32x4.splat(i32.const(1))
const range = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i)

const UPPER = [...range(8, 8), ...range(8, 8)]
const LOWERS = [...range(0, 8), ...range(16, 8)]
/** The bytes of two masks of doubles that form a mask of four floats. */
const PACK = [...range(0, 4), ...range(8, 4), ...range(16, 4), ...range(24, 4)]
const UNPACK = [
  [...range(0, 4), ...range(0, 4), ...range(4, 4), ...range(4, 4)],
  [...range(8, 4), ...range(8, 4), ...range(12, 4), ...range(12, 4)],
]
/** Moves four bytes to the starts of four 32-bit integers. */
const SPREAD = [0, 1, 2, 3].flatMap(byte => [byte, 16, 16, 16])
const GATHERED = [0, 4, 8, 12, ...range(0, 12)]

/** The vectors of a constant. */
export function constantLanes(value: number, dtype: DType): Vector[] {
  if (dtype === 'float64') return [f64x2.const(value), f64x2.const(value)]
  if (dtype === 'float32') return [f32x4.const(value)]
  return [i32x4.splat(i32.const(dtype === 'bool' ? -Number(value !== 0) : value))]
}

/** The number of vectors of a dtype. */
export const vectorsOf = (dtype: DType): number => (dtype === 'float64' ? 2 : 1)

/** Reads four elements. */
export function load(dtype: DType, at: Address, offset: number): Vector[] {
  if (dtype === 'float64') return [v128.load(at, offset), v128.load(at, offset + 16)]
  if (dtype !== 'bool') return [v128.load(at, offset)]
  return [i32x4.sub(zero, v128.shuffle(i32x4.splat(i32.load(at, offset)), zero, SPREAD))]
}

/** Reads one element into all lanes. */
export function loadOne(dtype: DType, at: Address, offset: number): Vector[] {
  if (dtype === 'float64') return [f64x2.loadSplat(at, offset)]
  if (dtype === 'float32') return [f32x4.loadSplat(at, offset)]
  const x = i32.load(at, offset)
  return [dtype === 'int32' ? i32x4.splat(x) : i32x4.sub(zero, i32x4.splat(i32.and(x, i32.const(1))))]
}

/** Writes four elements. */
export function store(dtype: DType, at: Address, vectors: readonly Vector[], offset: number): Statement[] {
  if (dtype !== 'bool') return vectors.map((x, i) => v128.store(at, x, offset + 16 * i))
  const bytes = v128.shuffle(v128.and(vectors[0], ones), zero, GATHERED)
  return [i32.store(at, i32x4.extract(bytes, 0), offset)]
}

/** Combines two masks of doubles into one mask of four floats. */
export const packed = ([low, high]: readonly Vector[]): Vector => v128.shuffle(low, high, PACK)
/** Splits a mask of four floats into two masks of doubles. */
export const unpacked = (mask: Vector): Vector[] => UNPACK.map(bytes => v128.shuffle(mask, mask, bytes))

/** The vector instructions of a float dtype. */
export const lanesOf = (dtype: DType) => (dtype === 'float64' ? f64x2 : f32x4)

/**
 * The same values in another dtype. Each vector is read several times. Float to int32 is not
 * supported, since the casts of JavaScript and of WebAssembly differ.
 */
export function converted(x: readonly Vector[], from: DType, to: DType): readonly Vector[] {
  if (from === to) return x
  if (to === 'bool') return truth(x, from)
  if (from === 'bool') {
    if (to === 'int32') return [v128.and(x[0], ones)]
    const one = constantLanes(1, to)
    return (to === 'float64' ? unpacked(x[0]) : x).map((mask, i) => v128.and(mask, one[i]))
  }
  if (from === 'float64') return [v128.shuffle(f32x4.fromF64x2(x[0]), f32x4.fromF64x2(x[1]), LOWERS)]
  const widen = from === 'int32' ? f64x2.fromI32x4 : f64x2.fromF32x4
  const doubles = [widen(x[0]), widen(v128.shuffle(x[0], x[0], UPPER))]
  return to === 'float64' ? doubles : converted(doubles, 'float64', to)
}

function truth(x: readonly Vector[], from: DType): Vector[] {
  if (from === 'int32') return truth(converted(x, from, 'float64'), 'float64')
  const { ne, const: constant } = lanesOf(from)
  const masks = x.map(vector => ne(vector, constant(0)))
  return [from === 'float64' ? packed(masks) : masks[0]]
}
