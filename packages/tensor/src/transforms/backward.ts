/**
 * The backward pass: computes cotangents of the inputs from cotangents of the outputs, newest node
 * first.
 */

import { allocate, isFloat } from '../array/dtype.ts'
import { fail } from '../array/error.ts'
import { Tensor } from '../array/tensor.ts'
import { add } from '../ops/elementwise/add.ts'
import { cast } from '../ops/elementwise/cast.ts'
import { sum } from '../ops/reduce/sum.ts'
import { sumTo } from '../ops/reduce/sum-to.ts'
import { broadcastTo } from '../ops/shape/broadcast-to.ts'
import { type AtHand, flat } from '../trace/apply.ts'
import { type Node, type Start, settled, Tape } from '../trace/tape.ts'

/** Whether a tensor has a cotangent of its own dtype. */
export const hasCotangent = ({ dtype }: Tensor): boolean => isFloat(dtype)

const atHand: AtHand = { sum, sumTo, broadcastTo }

/** For each node the sum of the cotangents that it was given. */
export type Found = (Tensor | undefined)[]

/** Visits one node in the backward pass, newest first. */
export type Visit = (found: Found, order: number, node: Start | Node | undefined) => void

/** The values of a function at a point, and its pullback there. */
export interface Pull {
  readonly outputs: readonly Tensor[]
  /**
   * Returns the cotangents of the inputs. With `release`, each node is dropped after its use, which
   * frees memory during the pass. The pullback then works only once.
   */
  readonly pullback: (cotangents: readonly Tensor[], release?: boolean) => Tensor[]
  /** The nodes on which the outputs depend, oldest first. The other places are undefined. */
  readonly nodes: readonly (Start | Node | undefined)[]
  /**
   * The name of an op of derivative 0, if the outputs depend on the inputs through such ops alone,
   * and the function applied no other ops: a derivative inside it did, and may be 0 everywhere.
   * Call it before a pullback with `release`.
   */
  readonly cut: () => string | undefined
}

/**
 * Throws if the result depends on the arguments only through ops of derivative 0. The derivative is
 * then 0 everywhere, which is never what is wanted.
 */
export function refuseCut({ cut }: Pull): void {
  const name = cut()
  if (name)
    fail(
      name,
      'has no derivative but 0, and the result depends on its argument through nothing else; ' +
        'use stopGradient(x) if it is constant',
    )
}

/**
 * Whether the derivative of a node by an input may differ from 0. Numbers of other dtypes than
 * floats change in steps.
 */
const passes = ({ op, inputs, output }: Node, i: number): boolean =>
  hasCotangent(inputs[i]) && hasCotangent(output) && op.derivative !== flat

/**
 * Runs a function and records what the backward pass needs. Throws if the function read the numbers
 * of an input and no op leads from this input to an output. Its derivative would be 0, even if the
 * result depends on these numbers.
 *
 * @param names the name of each input in that error; '' is the argument.
 * @param reader the name of the function in that error.
 */
export function pull(
  operation: string,
  f: (inputs: Tensor[]) => readonly Tensor[],
  inputs: readonly Tensor[],
  names: readonly string[],
  reader = 'the function',
): Pull {
  const tape = new Tape()
  const nodes: (Start | Node | undefined)[] = tape.nodes!
  let outputs: readonly Tensor[]
  let ends: readonly number[]
  try {
    outputs = f(inputs.map(x => tape.note(x, { parents: [] })))
    ends = outputs.map(({ tracing }) => (tracing?.trace === tape ? tracing.order : -1))
  } finally {
    tape.nodes = null
  }
  outputs = outputs.map(settled)
  const onWay = ancestors(nodes, ends)
  const read = ancestors(nodes, tape.reads)
  inputs.forEach((_, i) => {
    if (read[i] && !onWay[i])
      fail(
        operation,
        `${reader} read numbers of ${names[i] || 'the argument'} and no op leads from it to the result; ` +
          'use ops, or stopGradient(x) if it is constant',
      )
  })
  onWay.forEach((needed, i) => {
    if (!needed) nodes[i] = undefined
  })
  return {
    outputs,
    nodes,
    cut() {
      const moves = nodes.map(node => !!node && !node.op)
      let name: string | undefined
      nodes.forEach((node, i) => {
        node?.parents.forEach((parent, at) => {
          if (!moves[parent]) return
          if (passes(node as Node, at)) moves[i] = true
          else name ??= node.op!.name
        })
      })
      // The inputs come first; after them an op that led to no output is missing.
      return nodes.includes(undefined, inputs.length) || ends.some(end => moves[end]) ? undefined : name
    },
    pullback(cotangents, release) {
      const found: Found = []
      ends.forEach((end, i) => {
        if (end >= 0 && hasCotangent(outputs[i])) give(found, end, cotangents[i])
      })
      for (let i = nodes.length; i-- > 0; ) {
        visits.of(found, i, nodes[i])
        if (release) nodes[i] = undefined
      }
      return inputs.map(
        (x, i) => found[i] ?? new Tensor(x.dtype, allocate(operation, x.dtype, x.shape), x.shape),
      )
    },
  }
}

/** Marks some nodes and all nodes from which they were computed. */
function ancestors(nodes: readonly (Start | Node | undefined)[], from: Iterable<number>): Uint8Array {
  const seen = new Uint8Array(nodes.length)
  for (const i of from) if (i >= 0) seen[i] = 1
  for (let i = nodes.length - 1; i >= 0; i--)
    if (seen[i]) for (const parent of nodes[i]!.parents) if (parent >= 0) seen[parent] = 1
  return seen
}

/** Adds to the cotangent of a node. */
function give(found: Found, order: number, cotangent: Tensor): void {
  const before = found[order]
  found[order] = before ? add(before, cotangent) : cotangent
}

/**
 * Gives the inputs of a node their cotangents, which follow from the cotangent of its result. A
 * start keeps its cotangent.
 */
export const visit: Visit = (found, order, node) => {
  const g = found[order]
  if (!g || !node?.op) return
  found[order] = undefined
  const { op, inputs, parents, output, options } = node
  const { name, derivative } = op
  if (!parents.some((parent, i) => parent >= 0 && passes(node, i))) return
  if (typeof derivative !== 'function')
    fail(
      name,
      'has no derivative, and the result depends on its argument; use stopGradient(x) if it is constant',
    )
  const cotangents = derivative(g, output, inputs, options as never, atHand)
  parents.forEach((parent, i) => {
    const cotangent = parent >= 0 && passes(node, i) && cotangents[i]?.()
    if (cotangent) give(found, parent, cast(sumTo(cotangent, inputs[i].shape), inputs[i].dtype))
  })
}

/** How the backward pass visits nodes. The main entry sets a cheaper way with the same sums. */
export const visits: { of: Visit } = { of: visit }
