/**
 * The backward pass: from cotangents of the outputs to cotangents of the inputs, newest node first.
 */

import { allocate, isFloat } from '../array/dtype.ts'
import { fail } from '../array/error.ts'
import { Tensor } from '../array/tensor.ts'
import { add } from '../ops/add.ts'
import { broadcastTo } from '../ops/broadcast-to.ts'
import { cast } from '../ops/cast.ts'
import { sum } from '../ops/sum.ts'
import { sumTo } from '../ops/sum-to.ts'
import type { AtHand } from '../trace/apply.ts'
import { type Node, type Start, settled, Tape } from '../trace/tape.ts'

const atHand: AtHand = { sum, sumTo, broadcastTo }

/** A function's values at a point, and its pullback there. */
export interface Pull {
  readonly outputs: readonly Tensor[]
  /**
   * The cotangents of the inputs. With `release`, each node is dropped once it is done, so that
   * memory is freed on the way; the pullback then works only once.
   */
  readonly pullback: (cotangents: readonly Tensor[], release?: boolean) => Tensor[]
  /** The nodes that the outputs depend on, oldest first, with gaps. */
  readonly nodes: readonly (Start | Node | undefined)[]
}

/**
 * Runs a function and notes what the backward pass needs. Throws if the numbers of an input were
 * read and no op leads from it to an output: its derivative would be 0, whatever the numbers are
 * for.
 *
 * @param names what that error calls each input; '' is the argument.
 * @param reader what the function is in that error.
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
          'use ops, or use stopGradient(x) if it is a constant',
      )
  })
  onWay.forEach((needed, i) => {
    if (!needed) nodes[i] = undefined
  })
  return {
    outputs,
    nodes,
    pullback(cotangents, release) {
      const found: (Tensor | undefined)[] = []
      const give = (order: number, cotangent: Tensor) => {
        const before = found[order]
        found[order] = before ? add(before, cotangent) : cotangent
      }
      ends.forEach((end, i) => {
        if (end >= 0) give(end, cotangents[i])
      })
      for (let i = nodes.length; i-- > inputs.length; ) {
        const [node, g] = [nodes[i], found[i]]
        found[i] = undefined
        if (node && g) step(node as Node, g, give)
        if (release) nodes[i] = undefined
      }
      return inputs.map(
        (x, i) => found[i] ?? new Tensor(x.dtype, allocate(operation, x.dtype, x.shape), x.shape),
      )
    },
  }
}

/** Marks some nodes and all that they were computed from. */
function ancestors(nodes: readonly (Start | Node | undefined)[], from: Iterable<number>): Uint8Array {
  const seen = new Uint8Array(nodes.length)
  for (const i of from) if (i >= 0) seen[i] = 1
  for (let i = nodes.length - 1; i >= 0; i--)
    if (seen[i]) for (const parent of nodes[i]!.parents) if (parent >= 0) seen[parent] = 1
  return seen
}

/** One node: gives its inputs what its result's cotangent is for them. */
function step(node: Node, g: Tensor, give: (order: number, cotangent: Tensor) => void): void {
  const { op, inputs, parents, output, options } = node
  const { name, derivative } = op
  if (typeof derivative !== 'function')
    fail(
      name,
      'has no derivative, and the result depends on its argument; use stopGradient(x) if it is a constant',
    )
  const cotangents = derivative(g, output, inputs, options as never, atHand)
  parents.forEach((parent, i) => {
    const cotangent = parent < 0 ? null : cotangents[i]?.()
    if (cotangent) give(parent, fit(cotangent, inputs[i]))
  })
}

/** A cotangent in the shape of its input, and in its precision. */
function fit(cotangent: Tensor, { dtype, shape }: Tensor): Tensor {
  const summed = sumTo(cotangent, shape)
  return isFloat(dtype) ? cast(summed, dtype) : summed
}
