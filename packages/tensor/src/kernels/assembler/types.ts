/**
 * The types of WebAssembly values, and expressions and statements with these types, so that
 * TypeScript checks them.
 */
import { type Code, unsigned } from './encode.ts'

export type ValueType = 'i32' | 'f32' | 'f64' | 'v128'

/** The byte that names each value type in the binary format. */
export const typeByte: Record<ValueType, number> = { i32: 0x7f, f32: 0x7d, f64: 0x7c, v128: 0x7b }

/** Code that pushes one value of type T onto the stack. */
export interface Expr<T extends ValueType> {
  readonly type: T
  readonly code: Code
}

/** Code that leaves the stack unchanged. */
export interface Statement {
  readonly code: Code
}

/** The statements of a block. A list may contain lists, so generators of code compose. */
export type Body = Statement | readonly Body[]

/** A parameter or local variable. It is itself the expression that reads it. */
export interface Local<T extends ValueType> extends Expr<T> {
  set(value: Expr<T>): Statement
  /** Sets the variable and pushes its value. */
  tee(value: Expr<T>): Expr<T>
}

export const expression = <T extends ValueType>(type: T, ...code: Code[]): Expr<T> => ({ type, code })
export const statement = (...code: Code[]): Statement => ({ code })

export const bodyCode = (body: Body): Code => ('code' in body ? body.code : body.map(bodyCode))

export const local = <T extends ValueType>(type: T, index: number): Local<T> => ({
  type,
  code: [0x20, unsigned(index)],
  set: value => statement(value.code, 0x21, unsigned(index)),
  tee: value => expression(type, value.code, 0x22, unsigned(index)),
})

/**
 * Functions that create instructions, by arity. The bytes of the opcode follow those of the
 * operands.
 */
export const unary =
  <A extends ValueType, R extends ValueType>(type: R, ...opcode: number[]) =>
  (value: Expr<A>): Expr<R> =>
    expression(type, value.code, opcode)

export const binary =
  <A extends ValueType, R extends ValueType>(type: R, ...opcode: number[]) =>
  (left: Expr<A>, right: Expr<A>): Expr<R> =>
    expression(type, left.code, right.code, opcode)

/** A load. `alignment` is a hint: the address should be a multiple of two to this power. */
export const loading =
  <T extends ValueType>(type: T, alignment: number, ...opcode: number[]) =>
  (address: Expr<'i32'>, offset = 0): Expr<T> =>
    expression(type, address.code, opcode, alignment, unsigned(offset))

export const storing =
  <T extends ValueType>(alignment: number, ...opcode: number[]) =>
  (address: Expr<'i32'>, value: Expr<T>, offset = 0): Statement =>
    statement(address.code, value.code, opcode, alignment, unsigned(offset))
