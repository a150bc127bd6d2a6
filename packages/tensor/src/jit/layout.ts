/**
 * The places of operands and results of a loop in memory while it runs, and how the loop walks over
 * them.
 */

import type { DType } from '../array/dtype.ts'
import { runs } from '../array/elementwise.ts'
import { broadcastStride, type Shape, sizeOf, strideOf } from '../array/shape.ts'
import type { RowOp, RowsAt } from '../kernels/rows/softmax.ts'
import { type Graph, numberOf } from './graph.ts'
import type { Group, Reduced } from './group.ts'
import { BYTES, SLACK } from './lanes.ts'

/**
 * How an operand is read, if the loop is seen as rows and columns: 'full' reads each element, 'row'
 * reads the same row repeatedly, 'column' reads one element per row, and 'one' reads one element
 * for all. 'tile' reads each element of a matrix product where the product left it.
 */
export type Pattern = 'full' | 'row' | 'column' | 'one' | 'tile'

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
  /** The number of elements that are in memory at a time. */
  readonly count: number
  /** Whether the operand is broadcast to the whole shape before the loop reads it. */
  readonly expanded: boolean
}

/**
 * A reduction: the place of the doubles that it reads, and the place of its results, also as
 * doubles.
 */
export interface Tail extends Buffer {
  readonly name: 'sum' | 'max' | 'min' | RowOp
  /** The place of the value that is reduced. */
  readonly input: number
  readonly source: number
  /** The number of results per row; more than one for softmax and logSoftmax. */
  readonly width: number
  /** For the ops of softmax: where `softmaxInMemory` writes. */
  readonly others?: Omit<RowsAt, 'from'>
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
  /**
   * The place of the addresses of the operands and then of the outputs, if the loop finds them
   * there instead of at fixed places. Only those that are read or written element by element count.
   */
  readonly addresses: number | undefined
  readonly bytes: number
}

/** The maximum number of elements and bytes of a piece, so that its operands stay in the caches. */
const PIECE = 4096
const PIECE_BYTES = 2 ** 18
/** Shorter rows do not get a loop of their own. */
const SHORT_ROW = 4

/**
 * The layout of a group. The values in `needed` are used outside the group. `source` gives the
 * value that has the elements of an operand. `inPlace` says whether the loop may read and write
 * elements where they are; it has no product then.
 */
export function layoutOf(
  group: Group,
  { values }: Graph,
  needed: ReadonlySet<number>,
  source: (place: number) => number,
  inPlace: boolean,
): Layout {
  const { shape, nodes, reductions, reduced, product } = group
  const size = sizeOf(shape)
  const inside = new Set(nodes.map(({ at }) => at))
  const inputs = [...nodes, ...reductions].flatMap(({ inputs }) => inputs)
  const places = [...new Set(product ? [product.at, ...inputs] : inputs)].filter(place => !inside.has(place))
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
  const width = product ? shape[shape.length - 1] : rows ? columns : size
  const patternOf = (i: number): Pattern => {
    if (read[i] === product?.at) return 'tile'
    if (strides[i].every(step => step === 0)) return 'one'
    if (product) return patternBesideTiles(strides[i], sizeOf(values[read[i]].shape), size / width)
    if (!rows) return 'full'
    const [inner, outer] = levels.map(([, steps]) => steps[i + 1])
    return inner === 0 ? 'column' : outer === 0 ? 'row' : 'full'
  }
  const stored = [...(product ? [product] : []), ...nodes].filter(({ at }) => needed.has(at))
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
  const unit = product || !reduced ? width : block <= most || inner === 1 ? block : inner
  const halving =
    reduced !== undefined &&
    !product &&
    inner === 1 &&
    block > most &&
    !reductions.some(({ op }) => isRowOp(op.name))
  const whole = product !== undefined || inner > 1 || reductions.some(({ op }) => isRowOp(op.name))
  const piece = Math.min(size, unit > most ? (whole ? unit : most) : Math.floor(most / unit) * unit)

  let end = 0
  const take = (bytes: number) => {
    const at = end
    end += Math.ceil((bytes + SLACK) / 64) * 64
    return at
  }
  const operands = read.map((place, i): Operand => {
    const { dtype, shape: own } = values[place]
    const pattern = patternOf(i)
    const count = { full: piece, row: width, column: size / width, one: 1, tile: 0 }[pattern]
    const expanded = pattern === 'full' && sizeOf(own) !== size
    return { place, source: source(place), dtype, pattern, count, expanded, at: take(count * BYTES[dtype]) }
  })
  const outputs = stored.map(({ at: place }) => {
    const { dtype } = values[place]
    return { place, dtype, at: take(piece * BYTES[dtype]) }
  })
  const tails = reductions.map((node): Tail => {
    const { name } = node.op
    const tail = {
      ...{ name: name as Tail['name'], place: node.at, input: node.inputs[0], dtype: values[node.at].dtype },
      ...{ source: take(8 * piece), width: 1 },
    }
    if (!isRowOp(name)) return { ...tail, at: take(8 * inner * Math.ceil(piece / block)) }
    const [to, tops, totals] = [piece, piece / n, piece / n].map(count => take(8 * count))
    const others = { to, tops, totals }
    return name === 'logsumexp' ? { ...tail, at: totals, others } : { ...tail, at: to, width: n, others }
  })
  const addresses = inPlace ? take(4 * (operands.length + outputs.length)) : undefined
  return {
    ...{ shape, size, columns: width, operands, immediates, outputs, tails, reduced, piece, halving },
    ...{ addresses, bytes: end },
  }
}

/** The pattern of an operand of a loop over rows, from its strides in the shape of the loop. */
function patternBesideTiles(stride: Shape, own: number, rows: number): Pattern {
  const inner = stride[stride.length - 1]
  if (inner === 0) return own === rows ? 'column' : 'full'
  return stride.slice(0, -1).every(step => step === 0) ? 'row' : 'full'
}

const isRowOp = (name: string): boolean => ['softmax', 'logSoftmax', 'logsumexp'].includes(name)
