/** Writes the kernels for whole runs: out = a ∘ b and out = ∘ a. */
import type { Body, FloatLanes, Local, ModuleWriter } from '../assembler/index.ts'
import {
  advance,
  assemble,
  block,
  branchIf,
  f32x4,
  f64x2,
  i32,
  repeat,
  returned,
  v128,
} from '../assembler/index.ts'
import { type FloatType, importEngineMemory } from '../engine.ts'
import { binaryLanes, unaryLanes } from '../lane-ops.ts'
import {
  computedIn,
  generatorOf,
  TRANSCENDENTAL,
  type TranscendentalName,
  vectorsTogether,
} from '../transcendental/generators.ts'
import { importScalars, interleaved, type Scalars, withoutCorrections } from '../transcendental/vectors.ts'

export type BinaryName = keyof typeof binaryLanes
export const BINARY = Object.keys(binaryLanes) as BinaryName[]
const SIMPLE = ['neg', 'abs', 'sqrt', 'relu'] as const
export const UNARY = [...SIMPLE, ...TRANSCENDENTAL] as const
export type UnaryName = (typeof UNARY)[number]

/** The number of bytes that one turn of a loop handles: four vectors. */
export const TURN_BYTES = 64

const inTurn = [0, 16, 32, 48]

const lanesOf = (type: FloatType): FloatLanes => (type === 'float64' ? f64x2 : f32x4)

const binaryFunctions = (module: ModuleWriter, type: FloatType): void => {
  for (const name of BINARY)
    module.func(name, ['i32', 'i32', 'i32', 'i32'], null, (_, a, b, out, turns) =>
      repeat(turns, [
        inTurn.map(at =>
          v128.store(out, binaryLanes[name](lanesOf(type), v128.load(a, at), v128.load(b, at)), at),
        ),
        [a, b, out].map(pointer => advance(pointer, TURN_BYTES)),
      ]),
    )
}

const unaryFunctions = (module: ModuleWriter, type: FloatType): void => {
  for (const name of SIMPLE)
    module.func(name, ['i32', 'i32', 'i32'], null, (_, x, out, turns) =>
      repeat(turns, [
        inTurn.map(at => v128.store(out, unaryLanes[name](lanesOf(type), v128.load(x, at)), at)),
        [x, out].map(pointer => advance(pointer, TURN_BYTES)),
      ]),
    )
}

/**
 * A transcendental function.
 *
 * One loop contains no code for unusual arguments, such as calls of other functions. It would keep
 * the registers from holding the constants. If a turn has such arguments, the code after the loop
 * computes it.
 */
const transcendentalFunction = (
  module: ModuleWriter,
  name: TranscendentalName,
  type: FloatType,
  scalars: Scalars,
): void => {
  module.func(name, ['i32', 'i32', 'i32'], null, (f, from, out, turns) => {
    const together = vectorsTogether(name, type)
    const x = f.locals('v128', together)
    const y = f.locals('v128', together)
    const results = interleaved(x.map((each, i) => generatorOf(name, type)(f, scalars)(each, y[i])))
    const converts = computedIn(name, type) !== type
    const { read, write } = converts ? converting : direct
    const bytes = together * (converts ? 8 : 16)
    const step = [from, out].map(pointer => advance(pointer, bytes))
    const turn = [read(x, from), results, write(y, out), step]
    const usual = withoutCorrections(results)
    return [
      turns.set(i32.mul(turns, i32.const(TURN_BYTES / bytes))),
      usual === undefined
        ? repeat(turns, turn)
        : repeat(turns, [
            block(rare => [
              repeat(turns, [read(x, from), usual.code, branchIf(rare, usual.unfit), write(y, out), step]),
              returned(),
            ]),
            turn,
          ]),
    ]
  })
}

/** How a turn reads its vectors and writes them. */
interface Access {
  readonly read: (x: Vectors, from: Local<'i32'>) => Body
  readonly write: (y: Vectors, out: Local<'i32'>) => Body
}
type Vectors = readonly Local<'v128'>[]

const direct: Access = {
  read: (x, from) => x.map((each, i) => each.set(v128.load(from, 16 * i))),
  write: (y, out) => y.map((each, i) => v128.store(out, each, 16 * i)),
}

const halves = (vectors: Vectors): number[] => vectors.flatMap((_, i) => (i % 2 === 0 ? [i / 2] : []))

/** Reads and writes single floats. */
const converting: Access = {
  read: (x, from) =>
    halves(x).map(i => [
      x[2 * i + 1].set(v128.load(from, 16 * i)),
      x[2 * i].set(f64x2.fromF32x4(x[2 * i + 1])),
      x[2 * i + 1].set(f64x2.fromF32x4(v128.shuffle(x[2 * i + 1], x[2 * i + 1], UPPER_TWICE))),
    ]),
  write: (y, out) =>
    halves(y).map(i =>
      v128.store(
        out,
        v128.shuffle(f32x4.fromF64x2(y[2 * i]), f32x4.fromF64x2(y[2 * i + 1]), LOWER_HALVES),
        16 * i,
      ),
    ),
}

const LOWER_HALVES = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23]
const UPPER_TWICE = [8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15]

/**
 * The module of the short operations for one float type. It has a function (a, b, out, turns) per
 * binary operation and a function (x, out, turns) per unary operation.
 */
export const elementwiseModule = (type: FloatType): Uint8Array<ArrayBuffer> => {
  const module = assemble()
  importEngineMemory(module)
  binaryFunctions(module, type)
  unaryFunctions(module, type)
  return module.bytes()
}

/** The module of one transcendental function (x, out, turns) for one float type. */
export const transcendentalModule = (name: TranscendentalName, type: FloatType): Uint8Array<ArrayBuffer> => {
  const module = assemble()
  importEngineMemory(module)
  transcendentalFunction(module, name, type, importScalars(module))
  return module.bytes()
}
