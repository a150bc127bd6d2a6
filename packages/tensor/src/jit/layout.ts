/**
 * The places of operands and results of a loop in memory while it runs, and how the loop walks over
 * them.
 */

import type { DType } from '../array/dtype.ts'
import { runs } from '../array/elementwise.ts'
import { broadcastStride, type Shape, sizeOf, strideOf } from '../array/shape.ts'
import { type Graph, type Node, numberOf } from './graph.ts'
import type { Group, Reduced } from './group.ts'
import { BYTES } from './lanes.ts'

/**
 * How an operand is read, if the loop is seen as rows and columns: 'full' reads each element, 'row'
 * reads the same row repeatedly, 'column' reads one element per row, and 'one' reads one element
 * for all.
 */
export type Pattern = 'full' | 'row' | 'column' | 'one'

/** A block of memory, relative to the base of a call. */
interface Buffer {
  readonly place: number
  readonly dtype: DType
  /** The distance from the base in bytes. */
  readonly at: number
}

export interface Operand extends Buffer {
  /** The value that has the elements of this operand, in the same order. */
  readonly source: number
  readonly pattern: Pattern
  /** Whether the operand is broadcast to the whole shape before the loop reads it. */
  readonly expanded: boolean
}

/**
 * A reduction: the place of the doubles that it reads, and the place of its results, also as
 * doubles.
 */
export interface Tail extends Buffer {
  readonly node: Node
  readonly name: 'sum' | 'max' | 'min'
  readonly source: number
}

export interface Layout {
  readonly shape: Shape
  readonly size: number
  readonly columns: number
  readonly operands: readonly Operand[]
  /** Constants with one element, by the place of their value. */
  readonly immediates: ReadonlyMap<number, number>
  readonly outputs: readonly Buffer[]
  readonly tails: readonly Tail[]
  readonly reduced: Reduced | undefined
  /** The maximum number of elements that one call of the kernel computes. */
  readonly piece: number
  /** Whether reduced runs are longer than a piece. They are split into halves, as in `sum`. */
  readonly halving: boolean
  readonly bytes: number
}

/** The maximum number of elements and bytes of a piece, so that its operands stay in the caches. */
const PIECE = 4096
const PIECE_BYTES = 2 ** 18
/** The number of bytes that kernels may access after the end of a buffer. */
const SLACK = 128
/** Shorter rows do not get a loop of their own. */
const SHORT_ROW = 4

/**
 * The layout of a group. The values in `needed` are used outside the group. `source` gives the
 * value that has the elements of an operand.
 */
export function layoutOf(
  group: Group,
  { values }: Graph,
  needed: ReadonlySet<number>,
  source: (place: number) => number,
): Layout {
  const { shape, nodes, reductions, reduced } = group
  const size = sizeOf(shape)
  const inside = new Set(nodes.map(({ at }) => at))
  const places = [...new Set(nodes.flatMap(({ inputs }) => inputs))].filter(place => !inside.has(place))
  const immediates = new Map<number, number>()
  for (const place of places) {
    const number = numberOf(values[place])
    if (number !== undefined) immediates.set(place, number)
  }
  const read = places.filter(place => !immediates.has(place))
  const strides = read.map(place => {
    const own = values[place].shape
    return broadcastStride(own, strideOf(own), shape)
  })
  const levels = runs(shape, [strideOf(shape), ...strides])
  const columns = levels.length === 2 ? levels[0][0] : size
  const rows = levels.length === 2 && columns >= SHORT_ROW
  const patternOf = (i: number): Pattern => {
    if (strides[i].every(step => step === 0)) return 'one'
    if (!rows) return 'full'
    const [inner, outer] = levels.map(([, steps]) => steps[i + 1])
    return inner === 0 ? 'column' : outer === 0 ? 'row' : 'full'
  }
  const width = rows ? columns : size
  const stored = nodes.filter(({ at }) => needed.has(at))
  const perElement =
    [...read.map(place => values[place].dtype), ...stored.map(({ at }) => values[at].dtype)].reduce(
      (bytes, dtype) => bytes + BYTES[dtype],
      0,
    ) +
    8 * reductions.length
  const most = Math.max(512, Math.min(PIECE, Math.floor(PIECE_BYTES / perElement / 64) * 64))
  const { n, inner } = reduced ?? { n: size, inner: 1 }
  const block = n * inner
  // A piece consists of whole rows. With a reduction it consists of whole blocks, or of rows of one
  // block.
  const unit = !reduced ? width : block <= most || inner === 1 ? block : inner
  const halving = reduced !== undefined && inner === 1 && block > most
  const piece = Math.min(size, unit > most ? (inner > 1 ? unit : most) : Math.floor(most / unit) * unit)

  let end = 0
  const take = (bytes: number) => {
    const at = end
    end += Math.ceil((bytes + SLACK) / 64) * 64
    return at
  }
  const operands = read.map((place, i): Operand => {
    const { dtype, shape: own } = values[place]
    const pattern = patternOf(i)
    const count = { full: piece, row: width, column: size / width, one: 1 }[pattern]
    const expanded = pattern === 'full' && sizeOf(own) !== size
    return { place, source: source(place), dtype, pattern, expanded, at: take(count * BYTES[dtype]) }
  })
  const outputs = stored.map(({ at: place }) => {
    const { dtype } = values[place]
    return { place, dtype, at: take(piece * BYTES[dtype]) }
  })
  const tails = reductions.map(
    (node): Tail => ({
      node,
      name: node.op.name as Tail['name'],
      place: node.at,
      dtype: values[node.at].dtype,
      source: take(8 * piece),
      at: take(8 * inner * Math.ceil(piece / block)),
    }),
  )
  return {
    ...{ shape, size, columns: width, operands, immediates, outputs, tails, reduced, piece, halving },
    bytes: end,
  }
}
