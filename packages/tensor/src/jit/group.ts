/** Decides which ops run together in one loop. */
import type { AxisOption } from '../array/along-axis.ts'
import { isFloat } from '../array/dtype.ts'
import type { Blocks } from '../array/loop.ts'
import type { ReduceOptions } from '../array/reduce.ts'
import { axesOf, axisOf, type Shape, sameShape, sizeOf } from '../array/shape.ts'
import { logSoftmaxOp } from '../ops/along-axis/log-softmax.ts'
import { softmaxOp } from '../ops/along-axis/softmax.ts'
import { logsumexpOp } from '../ops/reduce/logsumexp.ts'
import { maxOp } from '../ops/reduce/max.ts'
import { minOp } from '../ops/reduce/min.ts'
import { sumOp } from '../ops/reduce/sum.ts'
import { broadcastToOp } from '../ops/shape/broadcast-to.ts'
import { reshapeOp } from '../ops/shape/reshape.ts'
import type { Op } from '../trace/apply.ts'
import type { Graph, Node } from './graph.ts'
import { loweringOf } from './lowered.ts'
import { isLongProduct, isTiled } from './product.ts'

/** A shape seen as [outer, n, inner], where n is reduced. */
export type Reduced = Pick<Blocks, 'outer' | 'n' | 'inner'>

/**
 * Elementwise ops on tensors of the same shape, and the reductions of their results. The ops of
 * softmax count as reductions: they need a whole row before they can write its results.
 */
export interface Group {
  readonly shape: Shape
  readonly nodes: Node[]
  readonly reductions: Node[]
  /** All reductions of a group reduce in the same way. */
  reduced?: Reduced
  /** A matrix product of the shape of the group. The loop reads its tiles when they are done. */
  product?: Node
}

export const isGroup = (item: Group | Node): item is Group => 'nodes' in item

/** The maximum number of ops of a loop, so that its code fits the caches. */
const MOST_OPS = 100
/** The longest row for reductions that add up rows, since the sums are kept in memory. */
const LONGEST_ROW = 2 ** 16
/** The longest row of a softmax, since the whole row is kept in memory. */
const LONGEST_SOFTMAX = 4096

export interface Grouped {
  /** The ops of a graph in an order in which they can run. Ops that can be fused are in groups. */
  readonly items: (Group | Node)[]
  /** The place of the value in which loops find the elements of a value, in the same order. */
  readonly source: (place: number) => number
}

/** With threads, a long product that no loop reads gets a loop without ops, which threads share. */
export function groupsOf(graph: Graph, threaded: boolean): Grouped {
  const { values } = graph
  const items: (Group | Node)[] = []
  /** The index of the item that computes a value. */
  const from = new Map<number, number>()
  /** The value that a broadcast repeats. Loops broadcast themselves. */
  const repeated = new Map<number, number>()
  /** The value that a reshape reads, which has the same elements. */
  const reshaped = new Map<number, number>()
  const source = (place: number): number => reshaped.get(place) ?? place

  for (const node of viewsFirst(graph)) {
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
      if (isOfRows(node)) {
        from.set(
          node.at,
          items.push({ shape: values[input].shape, nodes: [], reductions: [node], reduced }) - 1,
        )
        continue
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
  return { items: withProducts(items, graph, source, threaded), source }
}

/**
 * The ops of a graph in an order in which views of arguments and constants come first, so that they
 * do not lie between ops that can run in one loop.
 */
function viewsFirst({ values, nodes }: Graph): readonly Node[] {
  const early = new Set<number>()
  for (const { at, inputs, views } of nodes)
    if (views.length > 0 && inputs.every(input => !values[input].node || early.has(input))) early.add(at)
  const isEarly = ({ at }: Node) => early.has(at)
  return [...nodes.filter(isEarly), ...nodes.filter(node => !isEarly(node))]
}

/**
 * Moves each product into the group that reads it, if the loop of the group can read finished
 * blocks of whole rows, and no item before the group reads the product.
 */
function withProducts(
  items: readonly (Group | Node)[],
  graph: Graph,
  source: Grouped['source'],
  threaded: boolean,
): (Group | Node)[] {
  const left = [...items]
  for (const item of items) {
    if (isGroup(item) || !isTiled(item, graph)) continue
    const { shape } = graph.values[item.at]
    const reader = left.find(other => readsOf(other).some(place => source(place) === item.at))
    const together =
      reader &&
      isGroup(reader) &&
      !reader.product &&
      takesTiles(reader, shape) &&
      readsOf(reader).every(place => place === item.at || source(place) !== item.at)
    if (together) {
      reader.product = item
      left.splice(left.indexOf(item), 1)
    } else if (threaded && isLongProduct(item, graph))
      left[left.indexOf(item)] = { shape, nodes: [], reductions: [], product: item }
  }
  return left
}

/** The values that an item reads, and for a group also those that its own ops compute. */
function readsOf(item: Group | Node): readonly number[] {
  if (!isGroup(item)) return item.inputs
  return [...item.nodes, ...item.reductions, ...(item.product ? [item.product] : [])].flatMap(
    ({ inputs }) => inputs,
  )
}

/** Whether the loop of a group can read a product of this shape block by block. */
function takesTiles({ shape, reduced }: Group, own: Shape): boolean {
  if (!sameShape(shape, own)) return false
  if (!reduced) return true
  const n = shape[shape.length - 1]
  const ofRows = reduced.inner === 1 && reduced.n === n
  const ofColumns = reduced.outer === 1 && reduced.inner === n
  return ofRows || ofColumns
}

/** Whether an op needs whole rows: softmax and its kin. */
const isOfRows = ({ op }: Node): boolean =>
  ([softmaxOp, logSoftmaxOp, logsumexpOp] as Op<never>[]).includes(op)

const isMember = ({ nodes }: Group, place: number): boolean => nodes.some(({ at }) => at === place)

/** The form of a reduction that can be part of a loop, or undefined. */
function reductionOf(node: Node, { values }: Graph): Reduced | undefined {
  const { op, options, inputs } = node
  const ofRows = isOfRows(node)
  if (!ofRows && !([sumOp, maxOp, minOp] as Op<never>[]).includes(op)) return
  const { shape, dtype } = values[inputs[0]]
  const axes =
    op === (softmaxOp as Op<never>) || op === (logSoftmaxOp as Op<never>)
      ? [axisOf(op.name, (options as Required<AxisOption>).axis, shape.length)]
      : axesOf(op.name, (options as ReduceOptions).axis, shape.length)
  const [first] = axes
  if (!isFloat(dtype) || sizeOf(shape) === 0 || axes.some((axis, i) => axis !== first + i)) return
  const start = first ?? 0
  const end = start + axes.length
  const reduced = {
    outer: sizeOf(shape.slice(0, start)),
    n: sizeOf(shape.slice(start, end)),
    inner: sizeOf(shape.slice(end)),
  }
  if (ofRows && (reduced.inner > 1 || reduced.n > LONGEST_SOFTMAX)) return
  return reduced.inner > LONGEST_ROW ? undefined : reduced
}
