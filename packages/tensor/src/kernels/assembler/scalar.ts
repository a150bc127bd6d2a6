/** The scalar instructions: 32-bit integers and the two float types. */
import { float32, float64, signed } from './encode.ts'
import { binary, type Expr, expression, loading, storing, unary } from './types.ts'

export const i32 = {
  const: (value: number): Expr<'i32'> => expression('i32', 0x41, signed(value)),
  load: loading('i32', 2, 0x28),
  load16u: loading('i32', 1, 0x2f),
  store: storing<'i32'>(2, 0x36),
  eqz: unary<'i32', 'i32'>('i32', 0x45),
  eq: binary<'i32', 'i32'>('i32', 0x46),
  ne: binary<'i32', 'i32'>('i32', 0x47),
  ltS: binary<'i32', 'i32'>('i32', 0x48),
  ltU: binary<'i32', 'i32'>('i32', 0x49),
  gtS: binary<'i32', 'i32'>('i32', 0x4a),
  gtU: binary<'i32', 'i32'>('i32', 0x4b),
  leS: binary<'i32', 'i32'>('i32', 0x4c),
  geS: binary<'i32', 'i32'>('i32', 0x4e),
  geU: binary<'i32', 'i32'>('i32', 0x4f),
  add: binary<'i32', 'i32'>('i32', 0x6a),
  sub: binary<'i32', 'i32'>('i32', 0x6b),
  mul: binary<'i32', 'i32'>('i32', 0x6c),
  and: binary<'i32', 'i32'>('i32', 0x71),
  or: binary<'i32', 'i32'>('i32', 0x72),
  xor: binary<'i32', 'i32'>('i32', 0x73),
  shl: binary<'i32', 'i32'>('i32', 0x74),
  shrS: binary<'i32', 'i32'>('i32', 0x75),
  shrU: binary<'i32', 'i32'>('i32', 0x76),
  select: (yes: Expr<'i32'>, no: Expr<'i32'>, condition: Expr<'i32'>): Expr<'i32'> =>
    expression('i32', yes.code, no.code, condition.code, 0x1b),
}

/** The float instructions of both types have consecutive opcodes in the same order. */
const float = <T extends 'f32' | 'f64'>(
  type: T,
  at: { const: number; load: number; store: number; eq: number; abs: number },
) => ({
  const: (value: number): Expr<T> =>
    expression(type, at.const, type === 'f32' ? float32(value) : float64(value)),
  load: loading(type, type === 'f32' ? 2 : 3, at.load),
  store: storing<T>(type === 'f32' ? 2 : 3, at.store),
  eq: binary<T, 'i32'>('i32', at.eq),
  ne: binary<T, 'i32'>('i32', at.eq + 1),
  lt: binary<T, 'i32'>('i32', at.eq + 2),
  gt: binary<T, 'i32'>('i32', at.eq + 3),
  le: binary<T, 'i32'>('i32', at.eq + 4),
  ge: binary<T, 'i32'>('i32', at.eq + 5),
  abs: unary<T, T>(type, at.abs),
  neg: unary<T, T>(type, at.abs + 1),
  ceil: unary<T, T>(type, at.abs + 2),
  floor: unary<T, T>(type, at.abs + 3),
  trunc: unary<T, T>(type, at.abs + 4),
  nearest: unary<T, T>(type, at.abs + 5),
  sqrt: unary<T, T>(type, at.abs + 6),
  add: binary<T, T>(type, at.abs + 7),
  sub: binary<T, T>(type, at.abs + 8),
  mul: binary<T, T>(type, at.abs + 9),
  div: binary<T, T>(type, at.abs + 10),
  min: binary<T, T>(type, at.abs + 11),
  max: binary<T, T>(type, at.abs + 12),
  copysign: binary<T, T>(type, at.abs + 13),
  select: (yes: Expr<T>, no: Expr<T>, condition: Expr<'i32'>): Expr<T> =>
    expression(type, yes.code, no.code, condition.code, 0x1b),
  fromI32: unary<'i32', T>(type, type === 'f32' ? 0xb2 : 0xb7),
})

export const f32 = {
  ...float('f32', { const: 0x43, load: 0x2a, store: 0x38, eq: 0x5b, abs: 0x8b }),
  fromF64: unary<'f64', 'f32'>('f32', 0xb6),
}

export const f64 = {
  ...float('f64', { const: 0x44, load: 0x2b, store: 0x39, eq: 0x61, abs: 0x99 }),
  fromF32: unary<'f32', 'f64'>('f64', 0xbb),
}
