/** Which ops run together in one loop. */
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

/** A shape as [outer, n, inner], n reduced. */
export type Reduced = Pick<Blocks, 'outer' | 'n' | 'inner'>

/** Elementwise ops on tensors of one shape, and the reductions of what they give. */
export interface Group {
  readonly shape: Shape
  readonly nodes: Node[]
  readonly reductions: Node[]
  /** The same for all reductions. */
  reduced?: Reduced
}

export const isGroup = (item: Group | Node): item is Group => 'nodes' in item

/** The most ops of a loop: its code is to fit the caches. */
const MOST_OPS = 100
/** The longest row of which a reduction adds up rows: it is held. */
const LONGEST_ROW = 2 ** 16

export interface Grouped {
  /** The ops of a graph in an order to run them, those that can be fused in groups. */
  readonly items: (Group | Node)[]
  /** Where loops find the elements of a value: in the order of another one. */
  readonly source: (place: number) => number
}

export function groupsOf(graph: Graph): Grouped {
  const { values } = graph
  const items: (Group | Node)[] = []
  /** The item that gives a value. */
  const from = new Map<number, number>()
  /** Loops broadcast themselves. */
  const repeated = new Map<number, number>()
  /** Other shapes of the same elements. */
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
    // The first item that may compute it: that of an input if this is of the same group.
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

/** The form of a reduction that a loop can feed. */
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
