/**
 * Writes eˣ for two doubles at a time, operation for operation that of `math/exp.ts`, so that the bits are the same.
 */

import { OVERFLOW, UNDERFLOW } from '../../math/exp.ts'
import { STEP_HIGH, STEP_LOW, STEPS_PER_UNIT } from '../../math/expansion.ts'
import type { Body, Expr, FunctionScope, Local } from '../assembler/index.ts'
import { f64x2, i32, i32x4, i64x2, v128, when } from '../assembler/index.ts'
import { EXPONENTIAL_TABLE } from '../engine.ts'

type Vector = Local<'v128'>
const { add, sub, mul } = f64x2
const constant = f64x2.const

const bytesOfLanes = (lanes: readonly number[]): number[] =>
  lanes.flatMap(lane => Array.from({ length: 8 }, (_, byte) => lane * 8 + byte))
const LOWER = bytesOfLanes([0, 2])
const UPPER = bytesOfLanes([1, 3])

/** Within these no result is subnormal and no power of two out of range. */
const ORDINARY = 700

/** 2^k for the integers of the lower two lanes, in −1022 … 1023. */
export const powerOfTwo = (k: Expr<'v128'>): Expr<'v128'> =>
  i64x2.shl(i64x2.fromI32x4(i32x4.add(k, i32x4.splat(i32.const(1023)))), i32.const(52))

/** The two table entries of the integers' last five bits: the heads of the roots, and what they were rounded by. */
export const rootsOf = (
  f: FunctionScope,
  n: Vector,
): { load: Body; head: Expr<'v128'>; rest: Expr<'v128'> } => {
  const [first, second] = f.locals('v128', 2)
  const entry = (lane: number) =>
    v128.load(i32.shl(i32.and(i32x4.extract(n, lane), i32.const(31)), i32.const(4)), EXPONENTIAL_TABLE)
  return {
    load: [first.set(entry(0)), second.set(entry(1))],
    head: v128.shuffle(first, second, LOWER),
    rest: v128.shuffle(first, second, UPPER),
  }
}

/** e^r − 1 − r, as `exponentialTail`; with `further` as the longer series that the tanh needs. */
export const exponentialTail = (r: Vector, r2: Vector, further = false): Expr<'v128'> => {
  const last = further ? add(constant(1 / 720), mul(r, constant(1 / 5040))) : constant(1 / 720)
  const inner = add(add(constant(1 / 24), mul(r, constant(1 / 120))), mul(r2, last))
  return mul(r2, add(add(constant(0.5), mul(r, constant(1 / 6))), mul(r2, inner)))
}

/** A generator of code that sets `result` to e^x. */
export const exponential = (f: FunctionScope): ((x: Vector, result: Vector) => Body) => {
  const [clipped, steps, n, r, r2, root, power, raised] = f.locals('v128', 8)
  const { load, head, rest } = rootsOf(f, n)
  return (x, result) => [
    // NaN passes, becomes table entry 0, and stays NaN.
    clipped.set(f64x2.pmin(f64x2.pmax(x, constant(-746)), constant(710))),
    steps.set(f64x2.floor(add(mul(clipped, constant(STEPS_PER_UNIT)), constant(0.5)))),
    n.set(i32x4.fromF64x2(steps)),
    r.set(sub(sub(clipped, mul(steps, constant(STEP_HIGH))), mul(steps, constant(STEP_LOW)))),
    r2.set(mul(r, r)),
    load,
    root.set(head),
    result.set(add(root, add(rest, mul(root, add(r, exponentialTail(r, r2)))))),
    power.set(i32x4.shrS(n, i32.const(5))),
    when(
      v128.anyTrue(v128.not(f64x2.lt(f64x2.abs(x), constant(ORDINARY)))),
      [
        // In two steps, the first of them exact, so that a subnormal result is rounded once.
        raised.set(
          i32x4.maxS(i32x4.minS(power, i32x4.splat(i32.const(1000))), i32x4.splat(i32.const(-1000))),
        ),
        result.set(mul(mul(result, powerOfTwo(raised)), powerOfTwo(i32x4.sub(power, raised)))),
        result.set(v128.bitselect(result, constant(Infinity), f64x2.le(x, constant(OVERFLOW)))),
        result.set(v128.andNot(result, f64x2.lt(x, constant(UNDERFLOW)))),
        result.set(v128.bitselect(result, x, f64x2.eq(x, x))),
      ],
      result.set(mul(result, powerOfTwo(power))),
    ),
  ]
}
