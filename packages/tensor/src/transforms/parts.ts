/**
 * A backward pass in which the cotangents of many parts of one tensor cost one array: they are kept
 * until the cotangent of the tensor is read. The order of the sums stays that of the nodes.
 */
import { type Part, type Reading, readsPart, sumParts } from '../ops/indexing/sum-parts.ts'
import type { Node } from '../trace/tape.ts'
import { type Found, type Visit, visit } from './backward.ts'

/** The parts of a tensor whose cotangents are not added yet. */
interface Waiting {
  /** The node of the first part. */
  readonly node: Node
  readonly parts: Part[]
  /** The number of elements of all parts. */
  size: number
}

/** For each backward pass and each node of it the parts that wait. */
const waiting = new WeakMap<Found, (Waiting | undefined)[]>()

/** Visits a node. It keeps the cotangent of a part, and adds up what waits where `visit` reads it. */
export const visitParts: Visit = (found, order, node) => {
  const lists = waiting.get(found) ?? []
  waiting.set(found, lists)
  settle(found, lists, order)
  const g = found[order]
  if (!g || !node?.op || !readsPart(node.op)) {
    if (g) for (const parent of node?.parents ?? []) settle(found, lists, parent)
    visit(found, order, node)
    return
  }
  found[order] = undefined
  const {
    inputs: [x, ...indices],
    options,
    parents: [parent],
  } = node
  if (parent < 0) return
  lists[parent] ??= { node, parts: [], size: 0 }
  const list = lists[parent]
  list.parts.push({ g, reading: options as Reading, indices })
  list.size += g.size
  // Parts that overlap can hold more than the whole. What waits stays below twice its size.
  if (list.size > x.size) settle(found, lists, parent)
}

/** Adds up the parts of a node that wait. */
function settle(found: Found, lists: (Waiting | undefined)[], order: number): void {
  const list = lists[order]
  if (!list) return
  lists[order] = undefined
  const { node, parts } = list
  if (parts.length === 1 && !found[order]) {
    // The rule of the op keeps the sign of zeros.
    const at = node.parents.length
    const alone: Found = []
    alone[at] = parts[0].g
    visit(alone, at, { ...node, parents: [0] })
    found[order] = alone[0]
  } else found[order] = sumParts(parts, node.inputs[0].shape, found[order])
}
