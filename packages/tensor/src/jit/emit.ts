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
import { importScalars } from '../kernels/transcendental/vectors.ts'
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
import { computedIn, loweringOf, transcendentals, type Writing } from './lowered.ts'

type Registers = readonly Local<'v128'>[]

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
      const { operands, immediates, outputs, tails } = layout
      const turns = f.local('i32')
      /** The code before the rows, at the start of each row, and for each four elements. */
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
          return keep(place, dtype, constantOf(immediate, values[place].dtype, dtype), before)
        const own = values[place].dtype
        return keep(
          place,
          dtype,
          converted(known.get(`${place} ${own}`)!, own, dtype),
          bodies.get(place) ?? ofTurn,
        )
      }

      // One pointer per size of element, and one more for rows that are read repeatedly.
      const pointers = new Map<string, Local<'i32'>>()
      const pointer = (pattern: Operand['pattern'], dtype: DType): Local<'i32'> => {
        const bytes = BYTES[dtype]
        const key = `${pattern} ${bytes}`
        const there = pointers.get(key)
        if (there) return there
        const at = f.local('i32')
        pointers.set(key, at)
        const from = (element: Local<'i32'>) => i32.add(base, i32.mul(element, i32.const(bytes)))
        if (pattern === 'full') {
          const start = f.local('i32')
          before.push(start.set(from(first)))
          ofRow.push(at.set(start), start.set(i32.add(start, i32.mul(columns, i32.const(bytes)))))
        } else if (pattern === 'tile') ofRow.push(at.set(tiles), advance(tiles, tileBytes))
        else if (pattern === 'row') ofRow.push(at.set(from(firstColumn)))
        else if (pattern === 'column') before.push(at.set(from(firstRow)))
        return at
      }
      for (const { place, dtype, pattern, at } of operands) {
        if (pattern === 'one') {
          bodies.set(place, before)
          const [one] = keep(place, dtype, loadOne(dtype, base, at), before)
          known.set(`${place} ${dtype}`, new Array(vectorsOf(dtype)).fill(one))
          continue
        }
        const from = pointer(pattern, dtype)
        if (pattern === 'column') {
          bodies.set(place, ofRow)
          const [one] = keep(place, dtype, loadOne(dtype, from, at), ofRow)
          known.set(`${place} ${dtype}`, new Array(vectorsOf(dtype)).fill(one))
        } else keep(place, dtype, load(dtype, from, at), ofTurn)
      }

      const ofDoubles = transcendentals(nodes, module, scalars, f, body => ofTurn.push(body))
      for (const node of nodes) {
        const { dtype } = values[node.at]
        const writing: Writing = {
          input: (i, as) => registersOf(node.inputs[i], as),
          inputDTypes: node.inputs.map(input => values[input].dtype),
          dtype,
          ofDoubles,
        }
        const vectors = loweringOf(node, graph)!(writing)
        keep(node.at, dtype, converted(vectors, computedIn(node.op, dtype), dtype), ofTurn)
      }
      for (const { place, dtype, at } of outputs)
        ofTurn.push(store(dtype, pointer('full', dtype), registersOf(place, dtype), at))
      for (const { input, source } of tails)
        ofTurn.push(store('float64', pointer('full', 'float64'), registersOf(input, 'float64'), source))

      for (const [key, at] of pointers) {
        const [pattern, bytes] = key.split(' ')
        if (pattern === 'column') ofRow.push(advance(at, Number(bytes)))
        else ofTurn.push(advance(at, LANES * Number(bytes)))
      }
      return [
        before,
        repeat(rows, [
          ofRow,
          turns.set(i32.shrU(i32.add(columns, i32.const(LANES - 1)), i32.const(2))),
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
