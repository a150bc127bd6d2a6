/** The backward pass: from cotangents of the outputs to cotangents of the inputs, newest node first. */

import { zerosLike } from '../array/create.ts'
import { type DType, isFloat } from '../array/dtype.ts'
import { fail } from '../array/error.ts'
import type { Tensor } from '../array/tensor.ts'
import { add } from '../ops/add.ts'
import { broadcastTo } from '../ops/broadcast-to.ts'
import { cast } from '../ops/cast.ts'
import { sum } from '../ops/sum.ts'
import { sumTo } from '../ops/sum-to.ts'
import type { AtHand, Node } from '../trace/apply.ts'
import { settled, Tape } from '../trace/tape.ts'

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
  readonly nodes: readonly (Node | undefined)[]
}

/**
 * Runs a function and notes what the way back needs. Throws if the numbers of an input were read
 * and no op leads from it to an output: its derivative would be 0, whatever the numbers are for.
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
  const nodes: (Node | undefined)[] = tape.nodes!
  const ends: number[] = []
  let outputs: readonly Tensor[]
  try {
    const start = (x: Tensor) =>
      tape.note(x, { op: null, options: undefined, inputs: [], parents: [], output: x })
    outputs = f(inputs.map(start))
    for (const { tracing } of outputs) ends.push(tracing?.trace === tape ? tracing.order : -1)
  } finally {
    tape.nodes = null
  }
  outputs = outputs.map(settled)
  const onWay = ancestors(nodes, ends)
  if (tape.reads.size > 0) {
    const read = ancestors(nodes, tape.reads)
    const lost = inputs.findIndex((_, i) => read[i] && !onWay[i])
    if (lost >= 0)
      fail(
        operation,
        `${reader} read numbers of ${names[lost] || 'the argument'} (item, get, toArray or data), and no op leads from it to ` +
          'the result; use ops, or use stopGradient(x) if it is a constant',
      )
  }
  onWay.forEach((needed, i) => {
    if (!needed) nodes[i] = undefined
  })
  return {
    outputs,
    nodes,
    pullback(cotangents, release = false) {
      const found: (Tensor | undefined)[] = []
      ends.forEach((end, i) => {
        if (end >= 0) accumulate(found, end, cotangents[i])
      })
      for (let i = nodes.length - 1; i >= inputs.length; i--) {
        const [node, g] = [nodes[i], found[i]]
        found[i] = undefined
        if (node && g) step(node, g, found)
        if (release) nodes[i] = undefined
      }
      return inputs.map((x, i) => found[i] ?? zerosLike(x))
    },
  }
}

/** Marks some nodes and all that they were computed from. */
function ancestors(nodes: readonly (Node | undefined)[], from: Iterable<number>): Uint8Array {
  const seen = new Uint8Array(nodes.length)
  for (const i of from) if (i >= 0) seen[i] = 1
  for (let i = nodes.length - 1; i >= 0; i--)
    if (seen[i]) for (const parent of nodes[i]!.parents) if (parent >= 0) seen[parent] = 1
  return seen
}

/** One node: its result's cotangent goes to its inputs. */
function step(node: Node, g: Tensor, found: (Tensor | undefined)[]): void {
  const { op, inputs, parents, output, options } = node
  if (typeof op?.derivative !== 'function')
    fail(
      op!.name,
      'has no derivative, and the result depends on its argument; use stopGradient(x) if it is a constant',
    )
  const cotangents = op.derivative(g, output, inputs, options as never, atHand)
  parents.forEach((parent, i) => {
    const cotangent = parent < 0 ? null : cotangents[i]?.()
    if (cotangent) accumulate(found, parent, fit(cotangent, inputs[i]))
  })
}

/** A cotangent in the shape of its input, and in its precision. */
function fit(cotangent: Tensor, input: Tensor): Tensor {
  const dtype: DType = isFloat(input.dtype) ? input.dtype : cotangent.dtype
  const summed = sumTo(cotangent, input.shape)
  return summed.dtype === dtype ? summed : cast(summed, dtype)
}

function accumulate(found: (Tensor | undefined)[], order: number, cotangent: Tensor): void {
  const before = found[order]
  found[order] = before ? add(before, cotangent) : cotangent
}
