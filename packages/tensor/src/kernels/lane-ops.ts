/**
 * The code of ops for vectors, by the names of the ops. The kernels of whole runs and the fused
 * loops of jit use this one table. The bits are those of the plain loops. The functions of
 * `transcendental/` have their own table.
 */
import { type Expr, type FloatLanes, i32x4, v128 } from './assembler/index.ts'

type Vector = Expr<'v128'>
type OfOne = (lanes: FloatLanes, x: Vector) => Vector
type OfTwo = (lanes: FloatLanes, a: Vector, b: Vector) => Vector

const table =
  <T>() =>
  <Name extends string>(ops: Record<Name, T>): Readonly<Record<Name, T>> =>
    ops

/** Ops of one float. */
export const unaryLanes = /* @__PURE__ */ table<OfOne>()({
  neg: (lanes, x) => lanes.neg(x),
  abs: (lanes, x) => lanes.abs(x),
  sqrt: (lanes, x) => lanes.sqrt(x),
  floor: (lanes, x) => lanes.floor(x),
  relu: (lanes, x) => lanes.max(x, lanes.const(0)),
  reciprocal: (lanes, x) => lanes.div(lanes.const(1), x),
  sign(lanes, x) {
    const zero = lanes.const(0)
    const least = v128.bitselect(lanes.const(-1), v128.andNot(x, lanes.eq(x, zero)), lanes.lt(x, zero))
    return v128.bitselect(lanes.const(1), least, lanes.gt(x, zero))
  },
})

/** Ops of two floats. */
export const binaryLanes = /* @__PURE__ */ table<OfTwo>()({
  add: (lanes, a, b) => lanes.add(a, b),
  sub: (lanes, a, b) => lanes.sub(a, b),
  mul: (lanes, a, b) => lanes.mul(a, b),
  div: (lanes, a, b) => lanes.div(a, b),
  maximum: (lanes, a, b) => lanes.max(a, b),
  minimum: (lanes, a, b) => lanes.min(a, b),
})

/** Those ops that also take two int32. */
export const wholeLanes = /* @__PURE__ */ table<(a: Vector, b: Vector) => Vector>()({
  add: i32x4.add,
  sub: i32x4.sub,
  mul: i32x4.mul,
})

/** Comparisons of two floats, which give masks. */
export const comparisonLanes = /* @__PURE__ */ table<OfTwo>()({
  equal: (lanes, a, b) => lanes.eq(a, b),
  notEqual: (lanes, a, b) => lanes.ne(a, b),
  less: (lanes, a, b) => lanes.lt(a, b),
  lessEqual: (lanes, a, b) => lanes.le(a, b),
  greater: (lanes, a, b) => lanes.gt(a, b),
  greaterEqual: (lanes, a, b) => lanes.ge(a, b),
})

/** Tests of one float, which give masks. */
export const testLanes = /* @__PURE__ */ table<OfOne>()({
  isnan: (lanes, x) => lanes.ne(x, x),
  isfinite: (lanes, x) => lanes.lt(lanes.abs(x), lanes.const(Infinity)),
})

/** Ops of masks. */
export const maskLanes = /* @__PURE__ */ table<(a: Vector, b: Vector) => Vector>()({
  logicalAnd: v128.and,
  logicalOr: v128.or,
  logicalXor: v128.xor,
  logicalNot: v128.not,
})
