/**
 * Writes the kernel of a loop. Its parameters are (base, first element, first row, first column,
 * rows, columns, tiles, bytes from row to row of the tiles). It computes `rows` rows from the
 * buffers at the base. The first element is a place in the piece. The first row and column are
 * those of the whole loop. The tiles are rows of a matrix product, if the loop reads one.
 */
import type { DType } from '../array/dtype.ts'
import type { Body, Local } from '../kernels/assembler/index.ts'
import { advance, assemble, i32, repeat } from '../kernels/assembler/index.ts'
import { importEngineMemory } from '../kernels/engine.ts'
import { importScalars, interleaved } from '../kernels/transcendental/vectors.ts'
import type { Graph, Node } from './graph.ts'
import {
  BYTES,
  constantLanes,
  converted,
  LANES,
  load,
  loadOne,
  store,
  type Vector,
  vectorsOf,
} from './lanes.ts'
import type { Layout, Operand } from './layout.ts'
import { computedIn, isTranscendental, loweringOf, transcendentals, type Writing } from './lowered.ts'

type Registers = readonly Local<'v128'>[]

/** Shorter rows do not get long turns, since a turn may compute elements after the row. */
const LONG_ROW = 64
/** With more of these functions, the code of a long turn would be too long. */
const MOST_FUNCTIONS = 3

/** With more ops, the steps from turn to turn take a small part of the time. */
const MOST_SIMPLE = 4
/** The number of bytes of each operand that a turn of a loop of few simple ops reads. */
const SIMPLE_BYTES = 64

/**
 * How many times four elements one turn computes. Transcendental functions are faster if the
 * processor computes several vectors at once. In a loop of few other ops, longer turns save steps
 * from turn to turn.
 */
function quadruplesOf(
  nodes: readonly Node[],
  { columns, operands, outputs }: Layout,
  { values }: Graph,
): number {
  const functions = nodes.filter(({ op }) => isTranscendental(op))
  const tiled = operands.some(({ pattern }) => pattern === 'tile')
  if (columns < LONG_ROW || tiled || functions.length > MOST_FUNCTIONS) return 1
  if (functions.length > 0)
    return functions.some(({ op, at }) => computedIn(op, values[at].dtype) === 'float64') ? 2 : 4
  const widest = Math.max(...[...operands, ...outputs].map(({ dtype }) => BYTES[dtype]), 4)
  return nodes.length <= MOST_SIMPLE ? SIMPLE_BYTES / (LANES * widest) : 1
}

export function loopModule(nodes: readonly Node[], layout: Layout, graph: Graph): Uint8Array<ArrayBuffer> {
  const module = assemble()
  importEngineMemory(module)
  const scalars = importScalars(module)
  module.func(
    'loop',
    ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'],
    null,
    (f, base, first, firstRow, firstColumn, rows, columns, tiles, tileBytes) => {
      const { values } = graph
      const { operands, immediates, outputs, tails, addresses } = layout
      const turns = f.local('i32')
      const quadruples = Array.from({ length: quadruplesOf(nodes, layout, graph) }, (_, q) => q)
      const ofTurns = LANES * quadruples.length
      /** The code before the rows, at the start of each row, and for each turn. */
      const [before, ofRow, ofTurn]: [Body[], Body[], Body[]] = [[], [], []]
      const known = new Map<string, Registers>()

      const keep = (place: number, dtype: DType, vectors: readonly Vector[], body: Body[]): Registers => {
        const registers = vectors.map(vector => {
          const register = f.local('v128')
          body.push(register.set(vector))
          return register
        })
        known.set(`${place} ${dtype}`, registers)
        return registers
      }
      /** Keeps vectors that are the same for all elements of a turn. */
      const keepSame = (place: number, dtype: DType, vectors: readonly Vector[], body: Body[]): Registers => {
        const registers = keep(place, dtype, vectors, body)
        const all = quadruples.flatMap(() => registers)
        known.set(`${place} ${dtype}`, all)
        return all
      }
      /** The vectors of four of the elements of a turn. */
      const quadruple = (registers: Registers, dtype: DType, q: number): Registers =>
        registers.slice(q * vectorsOf(dtype), (q + 1) * vectorsOf(dtype))
      /**
       * The lists to which the code of an operand belongs that is the same for a whole row, or for
       * all rows.
       */
      const bodies = new Map<number, Body[]>()
      const registersOf = (place: number, dtype: DType): Registers => {
        const there = known.get(`${place} ${dtype}`)
        if (there) return there
        const immediate = immediates.get(place)
        if (immediate !== undefined)
          return keepSame(place, dtype, constantOf(immediate, values[place].dtype, dtype), before)
        const own = values[place].dtype
        const as = (q: number) => converted(quadruple(known.get(`${place} ${own}`)!, own, q), own, dtype)
        const body = bodies.get(place)
        return body ? keepSame(place, dtype, as(0), body) : keep(place, dtype, quadruples.flatMap(as), ofTurn)
      }

      /** The distance of a buffer from its pointer. */
      const fixedAt = (at: number): number => (addresses === undefined ? at : 0)
      // One pointer per size of element, and one more for rows that are read repeatedly.
      const pointers = new Map<string, Local<'i32'>>()
      const pointer = (pattern: Operand['pattern'], dtype: DType, index = -1): Local<'i32'> => {
        const bytes = BYTES[dtype]
        // A buffer with an address of its own has a pointer of its own.
        const own = pattern === 'full' && addresses !== undefined && index >= 0
        const key = own ? `${pattern} ${bytes} ${index}` : `${pattern} ${bytes}`
        const there = pointers.get(key)
        if (there) return there
        const at = f.local('i32')
        pointers.set(key, at)
        const origin = own ? i32.load(base, addresses + 4 * index) : base
        const from = (element: Local<'i32'>) => i32.add(origin, i32.mul(element, i32.const(bytes)))
        if (pattern === 'full') {
          const start = f.local('i32')
          before.push(start.set(from(first)))
          ofRow.push(at.set(start), start.set(i32.add(start, i32.mul(columns, i32.const(bytes)))))
        } else if (pattern === 'tile') ofRow.push(at.set(tiles), advance(tiles, tileBytes))
        else if (pattern === 'row') ofRow.push(at.set(from(firstColumn)))
        else if (pattern === 'column') before.push(at.set(from(firstRow)))
        return at
      }
      for (const [i, { place, dtype, pattern, at: fixed }] of operands.entries()) {
        const at = pattern === 'full' ? fixedAt(fixed) : fixed
        if (pattern === 'one') {
          bodies.set(place, before)
          const [one] = keep(place, dtype, loadOne(dtype, base, at), before)
          known.set(`${place} ${dtype}`, new Array(vectorsOf(dtype) * quadruples.length).fill(one))
          continue
        }
        const from = pointer(pattern, dtype, i)
        if (pattern === 'column') {
          bodies.set(place, ofRow)
          const [one] = keep(place, dtype, loadOne(dtype, from, at), ofRow)
          known.set(`${place} ${dtype}`, new Array(vectorsOf(dtype) * quadruples.length).fill(one))
        } else
          keep(
            place,
            dtype,
            quadruples.flatMap(q => load(dtype, from, at + q * LANES * BYTES[dtype])),
            ofTurn,
          )
      }

      /**
       * The code of the transcendental functions of a node. It has to run before their results are
       * read.
       */
      const functions: Body[] = []
      const ofVector = transcendentals(nodes, module, scalars, f, functions)
      for (const node of nodes) {
        const { dtype } = values[node.at]
        const lowering = loweringOf(node, graph)!
        const vectors = quadruples.flatMap(q => {
          const writing: Writing = {
            input: (i, as) => quadruple(registersOf(node.inputs[i], as), as, q),
            inputDTypes: node.inputs.map(input => values[input].dtype),
            dtype,
            ofVector,
          }
          return converted(lowering(writing), computedIn(node.op, dtype), dtype)
        })
        ofTurn.push(interleaved(functions.splice(0)))
        keep(node.at, dtype, vectors, ofTurn)
      }
      const write = (place: number, dtype: DType, at: number, index?: number): void => {
        const registers = registersOf(place, dtype)
        const to = pointer('full', dtype, index)
        for (const q of quadruples)
          ofTurn.push(store(dtype, to, quadruple(registers, dtype, q), at + q * LANES * BYTES[dtype]))
      }
      for (const [i, { place, dtype, at }] of outputs.entries())
        write(place, dtype, fixedAt(at), operands.length + i)
      for (const { input, source } of tails) write(input, 'float64', source)

      for (const [key, at] of pointers) {
        const [pattern, bytes] = key.split(' ')
        if (pattern === 'column') ofRow.push(advance(at, Number(bytes)))
        else ofTurn.push(advance(at, ofTurns * Number(bytes)))
      }
      return [
        before,
        repeat(rows, [
          ofRow,
          turns.set(i32.shrU(i32.add(columns, i32.const(ofTurns - 1)), i32.const(31 - Math.clz32(ofTurns)))),
          repeat(turns, ofTurn),
        ]),
      ]
    },
  )
  return module.bytes()
}

/** A constant, converted to another dtype. */
const constantOf = (value: number, own: DType, dtype: DType): Vector[] =>
  constantLanes(own !== 'bool' && dtype === 'bool' ? Number(value !== 0) : value, dtype)
