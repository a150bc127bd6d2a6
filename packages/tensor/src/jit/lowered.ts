/** The ops that fused loops compute in registers. Their bits are those of the plain loops. */
import { type DType, isFloat, promote } from '../array/dtype.ts'
import type { Body, Callable, FunctionScope, Local, ModuleWriter } from '../kernels/assembler/index.ts'
import { i32x4, v128 } from '../kernels/assembler/index.ts'
import type { FloatType } from '../kernels/engine.ts'
import {
  generatorOf,
  type TranscendentalName,
  computedIn as typeOfFunction,
} from '../kernels/transcendental/generators.ts'
import type { Generator, Scalars } from '../kernels/transcendental/vectors.ts'
import { absOp } from '../ops/elementwise/abs.ts'
import { addOp } from '../ops/elementwise/add.ts'
import { castOp } from '../ops/elementwise/cast.ts'
import {
  equalOp,
  greaterEqualOp,
  greaterOp,
  lessEqualOp,
  lessOp,
  notEqualOp,
} from '../ops/elementwise/compare.ts'
import { divOp } from '../ops/elementwise/div.ts'
import { expOp } from '../ops/elementwise/exp.ts'
import { logOp } from '../ops/elementwise/log.ts'
import {
  isfiniteOp,
  isnanOp,
  logicalAndOp,
  logicalNotOp,
  logicalOrOp,
  logicalXorOp,
} from '../ops/elementwise/logic.ts'
import { maximumOp } from '../ops/elementwise/maximum.ts'
import { minimumOp } from '../ops/elementwise/minimum.ts'
import { mulOp } from '../ops/elementwise/mul.ts'
import { negOp } from '../ops/elementwise/neg.ts'
import { powOp } from '../ops/elementwise/pow.ts'
import { reciprocalOp } from '../ops/elementwise/reciprocal.ts'
import { reluOp } from '../ops/elementwise/relu.ts'
import { floorOp } from '../ops/elementwise/rounding.ts'
import { sigmoidOp } from '../ops/elementwise/sigmoid.ts'
import { signOp } from '../ops/elementwise/sign.ts'
import { cosOp, sinOp } from '../ops/elementwise/sin-cos.ts'
import { softplusOp } from '../ops/elementwise/softplus.ts'
import { sqrtOp } from '../ops/elementwise/sqrt.ts'
import { squareOp } from '../ops/elementwise/square.ts'
import { subOp } from '../ops/elementwise/sub.ts'
import { tanhOp } from '../ops/elementwise/tanh.ts'
import { whereOp } from '../ops/elementwise/where.ts'
import type { Op } from '../trace/apply.ts'
import { type Graph, type Node, numberOf } from './graph.ts'
import { lanesOf, packed, unpacked, type Vector } from './lanes.ts'

type Registers = readonly Local<'v128'>[]

/** What a lowering uses to write the code of an op. */
export interface Writing {
  /** Input i of the node, in a dtype. */
  input(i: number, dtype: DType): Registers
  readonly inputDTypes: readonly DType[]
  /** The dtype of the result. */
  readonly dtype: DType
  /** A transcendental function of a register of the type in which it is computed. */
  ofVector(name: TranscendentalName, type: FloatType, x: Local<'v128'>): Vector
}

/** Writes the code of an op; returns the vectors of its result. */
export type Lowering = (w: Writing) => readonly Vector[]

type Lanes = ReturnType<typeof lanesOf>
const zip = (a: Registers, b: Registers, join: (a: Vector, b: Vector) => Vector) =>
  a.map((x, i) => join(x, b[i]))

/** An op on floats in the dtype of the result. */
const unary =
  (make: (lanes: Lanes, x: Local<'v128'>) => Vector): Lowering =>
  ({ input, dtype }) =>
    input(0, dtype).map(x => make(lanesOf(dtype), x))

const binary =
  (name: 'add' | 'sub' | 'mul' | 'div' | 'max' | 'min'): Lowering =>
  ({ input, dtype }) => {
    const join = dtype === 'int32' ? i32x4[name as 'add'] : lanesOf(dtype)[name]
    return zip(input(0, dtype), input(1, dtype), join)
  }

/** A mask from the vectors of a comparison in a float dtype. */
const mask = (vectors: readonly Vector[], dtype: DType): Vector[] => [
  dtype === 'float64' ? packed(vectors) : vectors[0],
]

const comparison =
  (name: 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge'): Lowering =>
  ({ input, inputDTypes: [a, b] }) => {
    const common = promote(a, b)
    // Integers are compared as doubles, which represent every int32.
    const dtype = isFloat(common) ? common : 'float64'
    return mask(zip(input(0, dtype), input(1, dtype), lanesOf(dtype)[name]), dtype)
  }

const logic =
  (join: (a: Vector, b: Vector) => Vector): Lowering =>
  ({ input }) =>
    zip(input(0, 'bool'), input(1, 'bool'), join)

const test =
  (make: (lanes: Lanes, x: Local<'v128'>) => Vector): Lowering =>
  ({ input, inputDTypes: [own] }) => {
    const dtype = isFloat(own) ? own : 'float64'
    return mask(
      input(0, dtype).map(x => make(lanesOf(dtype), x)),
      dtype,
    )
  }

const transcendental =
  (name: TranscendentalName): Lowering =>
  ({ input, dtype, ofVector }) =>
    input(0, typeOfFunction(name, dtype as FloatType)).map(x => ofVector(name, dtype as FloatType, x))

const squared: Lowering = ({ input, dtype }) => {
  const x = input(0, dtype)
  return zip(x, x, dtype === 'int32' ? i32x4.mul : lanesOf(dtype).mul)
}

const chosen: Lowering = ({ input, dtype }) => {
  const [condition] = input(0, 'bool')
  const [yes, no] = [input(1, dtype), input(2, dtype)]
  const masks = dtype === 'float64' ? unpacked(condition) : [condition]
  return masks.map((taken, i) => v128.bitselect(yes[i], no[i], taken))
}

const signed = (lanes: Lanes, x: Local<'v128'>): Vector => {
  const zero = lanes.const(0)
  const least = v128.bitselect(lanes.const(-1), v128.andNot(x, lanes.eq(x, zero)), lanes.lt(x, zero))
  return v128.bitselect(lanes.const(1), least, lanes.gt(x, zero))
}

let known: Map<Op<never>, Lowering> | undefined

/** The lowerings. They are created at the first compilation. */
function lowerings(): Map<Op<never>, Lowering> {
  known ??= new Map<Op<never>, Lowering>([
    [addOp, binary('add')],
    [subOp, binary('sub')],
    [mulOp, binary('mul')],
    [divOp, binary('div')],
    [maximumOp, binary('max')],
    [minimumOp, binary('min')],
    [negOp, unary((lanes, x) => lanes.neg(x))],
    [absOp, unary((lanes, x) => lanes.abs(x))],
    [sqrtOp, unary((lanes, x) => lanes.sqrt(x))],
    [floorOp, unary((lanes, x) => lanes.floor(x))],
    [reluOp, unary((lanes, x) => lanes.max(x, lanes.const(0)))],
    [reciprocalOp, unary((lanes, x) => lanes.div(lanes.const(1), x))],
    [signOp, unary(signed)],
    [squareOp, squared],
    [powOp, squared],
    ...functions().map(op => [op, transcendental(op.name as TranscendentalName)] as const),
    [equalOp, comparison('eq')],
    [notEqualOp, comparison('ne')],
    [lessOp, comparison('lt')],
    [lessEqualOp, comparison('le')],
    [greaterOp, comparison('gt')],
    [greaterEqualOp, comparison('ge')],
    [logicalAndOp, logic(v128.and)],
    [logicalOrOp, logic(v128.or)],
    [logicalXorOp, logic(v128.xor)],
    [logicalNotOp, ({ input }) => input(0, 'bool').map(x => v128.not(x))],
    [isnanOp, test((lanes, x) => lanes.ne(x, x))],
    [isfiniteOp, test((lanes, x) => lanes.lt(lanes.abs(x), lanes.const(Infinity)))],
    [whereOp, chosen],
    [castOp, ({ input, dtype }) => input(0, dtype)],
  ])
  return known
}

/** The ops that also support int32. */
const forIntegers = (): Op<never>[] => [addOp, subOp, mulOp, squareOp, whereOp, castOp]

/** The ops whose bool results are computed as masks. */
const forMasks = (): Op<never>[] => [
  ...[equalOp, notEqualOp, lessOp, lessEqualOp, greaterOp, greaterEqualOp, isnanOp, isfiniteOp],
  ...[logicalAndOp, logicalOrOp, logicalXorOp, logicalNotOp, whereOp, castOp],
]

/** The lowering of a node, or undefined if a loop cannot compute it. */
export function loweringOf({ op, inputs, at }: Node, { values }: Graph): Lowering | undefined {
  const lowering = lowerings().get(op)
  const { dtype } = values[at]
  if (!lowering) return
  if (dtype === 'int32' && !forIntegers().includes(op)) return
  if (dtype === 'bool' && !forMasks().includes(op)) return
  if (op === powOp && !(isFloat(dtype) && numberOf(values[inputs[1]]) === 2)) return
  return lowering
}

/**
 * With this number of uses or more, the functions are called, so that the code stays short. With
 * fewer uses, inlined code is faster.
 */
const MANY = 8

/**
 * The transcendental functions of a loop. `before` gets code that has to run before the results are
 * read. As long as it is not emptied, the codes in it do not depend on each other.
 */
export function transcendentals(
  nodes: readonly Node[],
  module: ModuleWriter,
  scalars: Scalars,
  scope: FunctionScope,
  before: Body[],
): Writing['ofVector'] {
  if (nodes.filter(({ op }) => isTranscendental(op)).length < MANY) {
    const inPlace = new Map<string, ReturnType<Generator>>()
    return (name, type, x) => {
      const result = scope.local('v128')
      const key = `${name} ${type} ${before.length}`
      before.push(kept(inPlace, key, () => generatorOf(name, type)(scope, scalars))(x, result))
      return result
    }
  }
  const made = new Map<string, Callable<['v128'], 'v128'>>()
  return (name, type, x) =>
    kept(made, `${name} ${type}`, () =>
      module.func(null, ['v128'], 'v128', (f, argument) => {
        const result = f.local('v128')
        return [generatorOf(name, type)(f, scalars)(argument, result), result]
      }),
    ).call(x)
}

function kept<T>(known: Map<string, T>, key: string, make: () => T): T {
  let value = known.get(key)
  if (!value) known.set(key, (value = make()))
  return value
}

/** Whether an op is one of the transcendental functions. */
export const isTranscendental = (op: Op<never>): boolean => functions().includes(op)

const functions = (): Op<never>[] => [expOp, logOp, tanhOp, sigmoidOp, softplusOp, sinOp, cosOp]

/**
 * The dtype of the vectors that a lowering returns, before they are converted to the dtype of the
 * result.
 */
export const computedIn = (op: Op<never>, dtype: DType): DType =>
  isTranscendental(op) ? typeOfFunction(op.name as TranscendentalName, dtype as FloatType) : dtype
