/** Decides which ops run together in one loop. */
import { isFloat } from '../array/dtype.ts'
import type { Blocks } from '../array/loop.ts'
import type { ReduceOptions } from '../array/reduce.ts'
import { axesOf, type Shape, sameShape, sizeOf } from '../array/shape.ts'
import { broadcastToOp } from '../ops/broadcast-to.ts'
import { maxOp } from '../ops/max.ts'
import { minOp } from '../ops/min.ts'
import { reshapeOp } from '../ops/reshape.ts'
import { sumOp } from '../ops/sum.ts'
import type { Op } from '../trace/apply.ts'
import type { Graph, Node } from './graph.ts'
import { loweringOf } from './lowered.ts'

/** A shape seen as [outer, n, inner], where n is reduced. */
export type Reduced = Pick<Blocks, 'outer' | 'n' | 'inner'>

/** Elementwise ops on tensors of the same shape, and the reductions of their results. */
export interface Group {
  readonly shape: Shape
  readonly nodes: Node[]
  readonly reductions: Node[]
  /** All reductions of a group reduce in the same way. */
  reduced?: Reduced
}

export const isGroup = (item: Group | Node): item is Group => 'nodes' in item

/** The maximum number of ops of a loop, so that its code fits the caches. */
const MOST_OPS = 100
/** The longest row for reductions that add up rows, since the sums are kept in memory. */
const LONGEST_ROW = 2 ** 16

export interface Grouped {
  /** The ops of a graph in an order in which they can run. Ops that can be fused are in groups. */
  readonly items: (Group | Node)[]
  /** The place of the value in which loops find the elements of a value, in the same order. */
  readonly source: (place: number) => number
}

export function groupsOf(graph: Graph): Grouped {
  const { values } = graph
  const items: (Group | Node)[] = []
  /** The index of the item that computes a value. */
  const from = new Map<number, number>()
  /** The value that a broadcast repeats. Loops broadcast themselves. */
  const repeated = new Map<number, number>()
  /** The value that a reshape reads, which has the same elements. */
  const reshaped = new Map<number, number>()
  const source = (place: number): number => reshaped.get(place) ?? place

  for (const node of graph.nodes) {
    const { shape } = values[node.at]
    const [input] = node.inputs
    if (node.op === (broadcastToOp as Op<never>)) repeated.set(node.at, repeated.get(input) ?? input)
    if (node.op === (reshapeOp as Op<never>)) reshaped.set(node.at, source(input))
    const reduced = reductionOf(node, graph)
    if (reduced) {
      const at = from.get(input)
      const group = at === undefined ? undefined : items[at]
      if (group && isGroup(group) && isMember(group, input)) {
        const before = group.reduced
        const fits = before
          ? before.outer === reduced.outer && before.n === reduced.n && before.inner === reduced.inner
          : true
        if (fits) {
          group.reduced = reduced
          group.reductions.push(node)
          from.set(node.at, at!)
          continue
        }
      }
    }
    if (sizeOf(shape) === 0 || !loweringOf(node, graph)) {
      from.set(node.at, items.push(node) - 1)
      continue
    }
    const inputs = node.inputs.map(place => repeated.get(place) ?? place)
    // The index of the first item that may compute the node. If an input is computed in a group
    // that fits, it is this group.
    let first = 0
    for (const input of inputs) {
      const at = from.get(source(input))
      if (at === undefined) continue
      const item = items[at]
      const together = isGroup(item) && sameShape(item.shape, shape) && isMember(item, input)
      first = Math.max(first, together ? at : at + 1)
    }
    let at = first
    for (; at < items.length; at++) {
      const item = items[at]
      if (isGroup(item) && sameShape(item.shape, shape) && item.nodes.length < MOST_OPS) break
    }
    if (at === items.length) items.push({ shape, nodes: [], reductions: [] })
    ;(items[at] as Group).nodes.push({ ...node, inputs })
    from.set(node.at, at)
  }
  return { items, source }
}

const isMember = ({ nodes }: Group, place: number): boolean => nodes.some(({ at }) => at === place)

/** The form of a reduction that can be part of a loop, or undefined. */
function reductionOf({ op, options, inputs }: Node, { values }: Graph): Reduced | undefined {
  if (!([sumOp, maxOp, minOp] as Op<never>[]).includes(op)) return
  const { shape, dtype } = values[inputs[0]]
  const axes = axesOf(op.name, (options as ReduceOptions).axis, shape.length)
  const [first] = axes
  if (!isFloat(dtype) || sizeOf(shape) === 0 || axes.some((axis, i) => axis !== first + i)) return
  const start = first ?? 0
  const end = start + axes.length
  const reduced = {
    outer: sizeOf(shape.slice(0, start)),
    n: sizeOf(shape.slice(start, end)),
    inner: sizeOf(shape.slice(end)),
  }
  return reduced.inner > LONGEST_ROW ? undefined : reduced
}
