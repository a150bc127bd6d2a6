/**
 * Code that the generators of transcendental functions share. Each generator works on two doubles
 * at a time.
 */
import { SPLITTER } from '../../math/double-double.ts'
import type {
  Body,
  Callable,
  Expr,
  FloatLanes,
  FunctionScope,
  Local,
  ModuleWriter,
  Statement,
} from '../assembler/index.ts'
import { f64x2, i32, i32x4, i64x2, v128, when } from '../assembler/index.ts'

export type Vector = Local<'v128'>
export type Value = Expr<'v128'>

export const { add, sub, mul, div } = f64x2
export const constant = f64x2.const

/**
 * The functions of one double. Kernels call them for the few arguments that vectors do not support.
 */
export type Scalars = Readonly<Record<'sin' | 'cos', Callable<readonly ['f64'], 'f64'>>>

export const importScalars = (module: ModuleWriter): Scalars => ({
  sin: module.importFunction('env', 'sin', ['f64'], 'f64'),
  cos: module.importFunction('env', 'cos', ['f64'], 'f64'),
})

/**
 * Makes code that sets `result` to a function of x. A scope may contain that code several times.
 */
export type Generator = (f: FunctionScope, scalars: Scalars) => (x: Vector, result: Vector) => Body

/** A statement that `unless` makes. */
interface Correction extends Statement {
  readonly usual: Value
}

/** Runs `body` if the mask is false in any place. The code before it supports only the other places. */
export const unless = (usual: Value, body: Body): Correction => ({
  ...when(v128.anyTrue(v128.not(usual)), body),
  usual,
})

const isCorrection = (statement: Statement): statement is Correction => 'usual' in statement

const statements = (body: Body): Statement[] => ('code' in body ? [body] : body.flatMap(statements))

/**
 * The code without what `unless` made, and whether all arguments permit that. Undefined if there is
 * no such code.
 */
export const withoutCorrections = (code: Body): { code: Body; unfit: Expr<'i32'> } | undefined => {
  const all = statements(code)
  const masks = all.filter(isCorrection).map(({ usual }) => usual)
  if (masks.length === 0) return
  return {
    code: all.filter(statement => !isCorrection(statement)),
    unfit: v128.anyTrue(v128.not(masks.reduce(v128.and))),
  }
}

/**
 * Merges codes that do not depend on each other: the first statement of each, then the second of
 * each, and so on. The steps of a function wait for each other. Beside them, the processor computes
 * those of the other codes.
 */
export const interleaved = (codes: readonly Body[]): Body => {
  const lists = codes.map(statements)
  const longest = Math.max(0, ...lists.map(list => list.length))
  return Array.from({ length: longest }, (_, i) => lists.flatMap(list => list.slice(i, i + 1)))
}

/** Splits x into two halves whose products are exact, as in `math/double-double.ts`. */
export const split = (x: Value, top: Vector, rest: Vector): Body => [
  top.set(mul(constant(SPLITTER), x)),
  top.set(sub(top, sub(top, x))),
  rest.set(sub(x, top)),
]

/** c₀ + c₁x + c₂x² + …, by Horner's scheme. */
export const polynomial = (
  coefficients: ArrayLike<number>,
  x: Value,
  { add, mul, const: constant }: FloatLanes = f64x2,
): Value => Array.from(coefficients, constant).reduceRight((value, c) => add(c, mul(x, value)))

/** The same polynomial in two halves, which the processor computes in parallel. */
export const inHalves = (coefficients: readonly number[], x: Vector, x2: Vector): Value =>
  add(
    polynomial(
      coefficients.filter((_, i) => i % 2 === 0),
      x2,
    ),
    mul(
      x,
      polynomial(
        coefficients.filter((_, i) => i % 2 === 1),
        x2,
      ),
    ),
  )

/**
 * Adding this number rounds to an integer, which is then in the lower bits. Subtracting it gives
 * the integer.
 */
export const TO_INTEGER = 6755399441055744

/** A number with the integer n in the lower bits of each lane: n + TO_INTEGER, for |n| < 2⁵¹. */
export const withInteger = (n: Value): Value => add(n, constant(TO_INTEGER))

/** 2^n from the result of `withInteger`, for n in −1022 … 1023. */
export const powerOfTwo = (shifted: Value): Value => i64x2.add(i64x2.shl(shifted, i32.const(52)), constant(1))

/**
 * Reads a pair of doubles from a table for each lane; the integer in its lower bits is the index.
 * `firsts` has the first parts of the pairs, `seconds` the second parts.
 */
export const pairsOf = (
  f: FunctionScope,
  shifted: Vector,
  table: number,
  mask: number,
): { load: Body; firsts: Value; seconds: Value } => {
  const [a, b] = f.locals('v128', 2)
  const pair = (lane: number) =>
    v128.load(i32.shl(i32.and(i32x4.extract(shifted, lane), i32.const(mask)), i32.const(4)), table)
  return {
    load: [a.set(pair(0)), b.set(pair(2))],
    firsts: v128.shuffle(a, b, [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23]),
    seconds: v128.shuffle(a, b, [8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31]),
  }
}
