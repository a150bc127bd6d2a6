/** The ops that fused loops compute in registers. Their bits are those of the plain loops. */
import { type DType, isFloat, promote } from '../array/dtype.ts'
import type { Body, Callable, FunctionScope, Local, ModuleWriter } from '../kernels/assembler/index.ts'
import { i32x4, v128 } from '../kernels/assembler/index.ts'
import type { FloatType } from '../kernels/engine.ts'
import {
  binaryLanes,
  comparisonLanes,
  maskLanes,
  testLanes,
  unaryLanes,
  wholeLanes,
} from '../kernels/lane-ops.ts'
import {
  generatorOf,
  TRANSCENDENTAL,
  type TranscendentalName,
  computedIn as typeOfFunction,
} from '../kernels/transcendental/generators.ts'
import type { Generator, Scalars } from '../kernels/transcendental/vectors.ts'
import { isOfUser } from '../ops/elementwise/elementwise-op.ts'
import type { GeluOptions } from '../ops/elementwise/gelu.ts'
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

const zip = (a: Registers, b: Registers, join: (a: Vector, b: Vector) => Vector) =>
  a.map((x, i) => join(x, b[i]))

/** The float dtype in which a comparison or a test runs. Doubles represent every int32. */
const floatFor = (dtype: DType): DType => (isFloat(dtype) ? dtype : 'float64')

/** A mask from the vectors of a comparison in a float dtype. */
const mask = (vectors: readonly Vector[], dtype: DType): Vector[] => [
  dtype === 'float64' ? packed(vectors) : vectors[0],
]

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

/** A lowering, and the dtypes of its results other than floats. */
interface Lowered {
  readonly lowering: Lowering
  readonly int32?: boolean
  readonly bool?: boolean
}

let known: Map<string, Lowered> | undefined

/** The lowerings by the names of ops. They are created at the first compilation. */
function lowerings(): Map<string, Lowered> {
  if (known) return known
  known = new Map<string, Lowered>([
    ['square', { lowering: squared, int32: true }],
    ['pow', { lowering: squared }],
    ['where', { lowering: chosen, int32: true, bool: true }],
    ['cast', { lowering: ({ input, dtype }) => input(0, dtype), int32: true, bool: true }],
  ])
  const add = (name: string, lowered: Lowered) => known!.set(name, lowered)
  for (const [name, make] of Object.entries(unaryLanes))
    add(name, { lowering: ({ input, dtype }) => input(0, dtype).map(x => make(lanesOf(dtype), x)) })
  for (const [name, make] of Object.entries(binaryLanes)) {
    const whole = (wholeLanes as Partial<Record<string, typeof i32x4.add>>)[name]
    add(name, {
      int32: whole !== undefined,
      lowering: ({ input, dtype }) =>
        zip(
          input(0, dtype),
          input(1, dtype),
          dtype === 'int32' ? whole! : (a, b) => make(lanesOf(dtype), a, b),
        ),
    })
  }
  for (const name of TRANSCENDENTAL)
    add(name, {
      lowering: ({ input, dtype, ofVector }) =>
        input(0, typeOfFunction(name, dtype as FloatType)).map(x => ofVector(name, dtype as FloatType, x)),
    })
  for (const [name, make] of Object.entries(comparisonLanes))
    add(name, {
      bool: true,
      lowering({ input, inputDTypes: [a, b] }) {
        const dtype = floatFor(promote(a, b))
        return mask(
          zip(input(0, dtype), input(1, dtype), (x, y) => make(lanesOf(dtype), x, y)),
          dtype,
        )
      },
    })
  for (const [name, make] of Object.entries(testLanes))
    add(name, {
      bool: true,
      lowering({ input, inputDTypes: [own] }) {
        const dtype = floatFor(own)
        return mask(
          input(0, dtype).map(x => make(lanesOf(dtype), x)),
          dtype,
        )
      },
    })
  for (const [name, make] of Object.entries(maskLanes))
    add(name, {
      bool: true,
      lowering: ({ input, inputDTypes }) =>
        input(0, 'bool').map((x, i) => make(x, inputDTypes.length > 1 ? input(1, 'bool')[i] : x)),
    })
  return known
}

/** The lowering of a node, or undefined if a loop cannot compute it. */
export function loweringOf({ op, options, inputs, at }: Node, { values }: Graph): Lowering | undefined {
  const lowered = isOfUser(op) ? undefined : lowerings().get(op.name)
  const { dtype } = values[at]
  if (!lowered || (!isFloat(dtype) && !lowered[dtype as 'int32' | 'bool'])) return
  if (op.name === 'pow' && !(isFloat(dtype) && numberOf(values[inputs[1]]) === 2)) return
  if (op.name === 'gelu' && (options as GeluOptions).approximate === 'tanh') return
  return lowered.lowering
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

const transcendentalNames: ReadonlySet<string> = /* @__PURE__ */ new Set(TRANSCENDENTAL)

/** Whether an op is one of the transcendental functions. */
export const isTranscendental = (op: Op<never>): boolean => transcendentalNames.has(op.name) && !isOfUser(op)

/**
 * The dtype of the vectors that a lowering returns, before they are converted to the dtype of the
 * result.
 */
export const computedIn = (op: Op<never>, dtype: DType): DType =>
  isTranscendental(op) ? typeOfFunction(op.name as TranscendentalName, dtype as FloatType) : dtype
