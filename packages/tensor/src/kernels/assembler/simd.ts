/**
 * The 128-bit vector instructions that the kernels use, and the relaxed fused multiply-add, which
 * is optional.
 */
import { unsigned } from './encode.ts'
import { binary, type Expr, expression, loading, storing, unary } from './types.ts'

/** A vector opcode is a prefix and a LEB128 number. */
const simd = (opcode: number): number[] => [0xfd, ...unsigned(opcode)]

export const v128 = {
  load: loading('v128', 4, ...simd(0)),
  /** Reads eight bytes into the lower half. The upper half becomes 0. */
  load64Zero: loading('v128', 3, ...simd(93)),
  store: storing<'v128'>(4, ...simd(11)),
  not: unary<'v128', 'v128'>('v128', ...simd(77)),
  and: binary<'v128', 'v128'>('v128', ...simd(78)),
  /** left & ~right */
  andNot: binary<'v128', 'v128'>('v128', ...simd(79)),
  or: binary<'v128', 'v128'>('v128', ...simd(80)),
  xor: binary<'v128', 'v128'>('v128', ...simd(81)),
  /** The bits of `yes` where the mask is 1, and of `no` where it is 0. */
  bitselect: (yes: Expr<'v128'>, no: Expr<'v128'>, mask: Expr<'v128'>): Expr<'v128'> =>
    expression('v128', yes.code, no.code, mask.code, simd(82)),
  /** Selects sixteen bytes from left (0 … 15) and right (16 … 31). */
  shuffle: (left: Expr<'v128'>, right: Expr<'v128'>, bytes: readonly number[]): Expr<'v128'> => {
    if (bytes.length !== 16 || !bytes.every(byte => byte >= 0 && byte < 32))
      throw new RangeError(`assembler: a shuffle picks 16 bytes numbered 0 … 31, not [${bytes}]`)
    return expression('v128', left.code, right.code, simd(13), [...bytes])
  },
  anyTrue: unary<'v128', 'i32'>('i32', ...simd(83)),
}

/** Makes a function that gives the code of a vector with the same number in all lanes. */
const constantOf = (type: 'f32' | 'f64') => {
  const opcode = simd(12)
  const code = Uint8Array.from([...opcode, ...new Array<number>(16).fill(0)])
  const view = new DataView(code.buffer, opcode.length)
  return (value: number): Expr<'v128'> => {
    if (type === 'f32') for (let at = 0; at < 16; at += 4) view.setFloat32(at, value, true)
    else for (let at = 0; at < 16; at += 8) view.setFloat64(at, value, true)
    return expression('v128', code.slice())
  }
}

const lanes = <T extends 'f32' | 'f64'>(
  type: T,
  at: {
    splatLoad: number
    splat: number
    extract: number
    eq: number
    abs: number
    floor: number
    madd: number
  },
) => ({
  lanes: type === 'f32' ? 4 : 2,
  bytes: type === 'f32' ? 4 : 8,
  const: constantOf(type),
  /** Reads one element into all lanes. */
  loadSplat: loading('v128', type === 'f32' ? 2 : 3, ...simd(at.splatLoad)),
  splat: unary<T, 'v128'>('v128', ...simd(at.splat)),
  extract: (vector: Expr<'v128'>, lane: number): Expr<T> =>
    expression(type, vector.code, simd(at.extract), lane),
  replace: (vector: Expr<'v128'>, lane: number, value: Expr<T>): Expr<'v128'> =>
    expression('v128', vector.code, value.code, simd(at.extract + 1), lane),
  eq: binary<'v128', 'v128'>('v128', ...simd(at.eq)),
  ne: binary<'v128', 'v128'>('v128', ...simd(at.eq + 1)),
  lt: binary<'v128', 'v128'>('v128', ...simd(at.eq + 2)),
  gt: binary<'v128', 'v128'>('v128', ...simd(at.eq + 3)),
  le: binary<'v128', 'v128'>('v128', ...simd(at.eq + 4)),
  ge: binary<'v128', 'v128'>('v128', ...simd(at.eq + 5)),
  abs: unary<'v128', 'v128'>('v128', ...simd(at.abs)),
  neg: unary<'v128', 'v128'>('v128', ...simd(at.abs + 1)),
  sqrt: unary<'v128', 'v128'>('v128', ...simd(at.abs + 3)),
  floor: unary<'v128', 'v128'>('v128', ...simd(at.floor)),
  add: binary<'v128', 'v128'>('v128', ...simd(at.abs + 4)),
  sub: binary<'v128', 'v128'>('v128', ...simd(at.abs + 5)),
  mul: binary<'v128', 'v128'>('v128', ...simd(at.abs + 6)),
  div: binary<'v128', 'v128'>('v128', ...simd(at.abs + 7)),
  min: binary<'v128', 'v128'>('v128', ...simd(at.abs + 8)),
  max: binary<'v128', 'v128'>('v128', ...simd(at.abs + 9)),
  /** right < left ? right : left. If left is NaN, the result is NaN. */
  pmin: binary<'v128', 'v128'>('v128', ...simd(at.abs + 10)),
  /** left < right ? right : left. If left is NaN, the result is NaN. */
  pmax: binary<'v128', 'v128'>('v128', ...simd(at.abs + 11)),
  /**
   * a·b + c, rounded once or twice, depending on the machine. It is relaxed SIMD and therefore off
   * by default.
   */
  relaxedMadd: (a: Expr<'v128'>, b: Expr<'v128'>, c: Expr<'v128'>): Expr<'v128'> =>
    expression('v128', a.code, b.code, c.code, simd(at.madd)),
})

export const f32x4 = {
  ...lanes('f32', { splatLoad: 9, splat: 19, extract: 31, eq: 65, abs: 224, floor: 104, madd: 0x105 }),
  /** Two doubles rounded to single precision. The upper two lanes become 0. */
  fromF64x2: unary<'v128', 'v128'>('v128', ...simd(94)),
}
export const f64x2 = {
  ...lanes('f64', { splatLoad: 10, splat: 20, extract: 33, eq: 71, abs: 236, floor: 117, madd: 0x107 }),
  /** The lower two single floats as doubles. */
  fromF32x4: unary<'v128', 'v128'>('v128', ...simd(95)),
  /** The lower two 32-bit integers as doubles. */
  fromI32x4: unary<'v128', 'v128'>('v128', ...simd(254)),
}

export type FloatLanes = typeof f32x4 | typeof f64x2

export const i32x4 = {
  splat: unary<'i32', 'v128'>('v128', ...simd(17)),
  extract: (vector: Expr<'v128'>, lane: number): Expr<'i32'> =>
    expression('i32', vector.code, simd(27), lane),
  shl: (vector: Expr<'v128'>, by: Expr<'i32'>): Expr<'v128'> =>
    expression('v128', vector.code, by.code, simd(171)),
  /** Shifts right and keeps the sign. */
  shrS: (vector: Expr<'v128'>, by: Expr<'i32'>): Expr<'v128'> =>
    expression('v128', vector.code, by.code, simd(172)),
  add: binary<'v128', 'v128'>('v128', ...simd(174)),
  sub: binary<'v128', 'v128'>('v128', ...simd(177)),
  mul: binary<'v128', 'v128'>('v128', ...simd(181)),
}

export const i64x2 = {
  shl: (vector: Expr<'v128'>, by: Expr<'i32'>): Expr<'v128'> =>
    expression('v128', vector.code, by.code, simd(203)),
  shrU: (vector: Expr<'v128'>, by: Expr<'i32'>): Expr<'v128'> =>
    expression('v128', vector.code, by.code, simd(205)),
  add: binary<'v128', 'v128'>('v128', ...simd(206)),
  sub: binary<'v128', 'v128'>('v128', ...simd(209)),
}
