/**
 * Writes the kernel of a loop. Its parameters are (base, first element, first row, first column,
 * rows, columns, tiles, bytes from row to row of the tiles). It computes `rows` rows from the
 * buffers at the base. The first element is a place in the piece. The first row and column are
 * those of the whole loop. The tiles are rows of a matrix product, if the loop reads one.
 */
import type { Body, FunctionScope, ModuleWriter } from '../kernels/assembler/index.ts'
import { assemble, i32, repeat } from '../kernels/assembler/index.ts'
import { importEngineMemory } from '../kernels/engine.ts'
import { importScalars, interleaved, type Scalars } from '../kernels/transcendental/vectors.ts'
import type { Graph, Node } from './graph.ts'
import { BYTES, converted, LANES } from './lanes.ts'
import type { Layout } from './layout.ts'
import { LoopCode, quadruple } from './loop-code.ts'
import { computedIn, isTranscendental, loweringOf, transcendentals, type Writing } from './lowered.ts'

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
      const parameters = { base, first, firstRow, firstColumn, columns, tiles, tileBytes }
      const turns = f.local('i32')
      const code = new LoopCode(f, quadruplesOf(nodes, layout, graph), layout, graph, parameters)
      for (const [i, operand] of layout.operands.entries()) code.read(operand, i)
      writeOps(nodes, graph, code, module, scalars, f)
      for (const [i, { place, dtype, at }] of layout.outputs.entries()) code.write(place, dtype, at, i)
      for (const { input, source } of layout.tails) code.write(input, 'float64', source)
      code.advancePointers()
      const { before, ofRow, ofTurn, ofTurns } = code
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

/** Writes the ops of a turn. */
function writeOps(
  nodes: readonly Node[],
  graph: Graph,
  code: LoopCode,
  module: ModuleWriter,
  scalars: Scalars,
  scope: FunctionScope,
): void {
  const { values } = graph
  /**
   * The code of the transcendental functions of a node. It has to run before their results are
   * read.
   */
  const functions: Body[] = []
  const ofVector = transcendentals(nodes, module, scalars, scope, functions)
  for (const node of nodes) {
    const { dtype } = values[node.at]
    const lowering = loweringOf(node, graph)!
    const vectors = code.quadruples.flatMap(q => {
      const writing: Writing = {
        input: (i, as) => quadruple(code.registersOf(node.inputs[i], as), as, q),
        inputDTypes: node.inputs.map(input => values[input].dtype),
        dtype,
        ofVector,
      }
      return converted(lowering(writing), computedIn(node.op, dtype), dtype)
    })
    code.ofTurn.push(interleaved(functions.splice(0)))
    code.keep(node.at, dtype, vectors)
  }
}
