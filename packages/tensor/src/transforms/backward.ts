/** The way back: from cotangents of the outputs to cotangents of the inputs, newest node first. */

import { zeros } from '../array/create.ts'
import { type DType, isFloat } from '../array/dtype.ts'
import { TensorError } from '../array/error.ts'
import type { Tensor } from '../array/tensor.ts'
import { add } from '../ops/add.ts'
import { broadcastTo } from '../ops/broadcast-to.ts'
import { cast } from '../ops/cast.ts'
import { sum } from '../ops/sum.ts'
import { sumTo } from '../ops/sum-to.ts'
import { type AtHand, type Node, type Trace, traced } from '../trace/apply.ts'

// Later traces are inside earlier ones, or do not meet them; one counter serves all.
let traces = 0

const atHand: AtHand = { sum, sumTo, broadcastTo }

/** A function's values at a point, and its pullback there. */
export interface Pull {
  readonly outputs: readonly Tensor[]
  /**
   * The cotangents of the inputs. With `release`, each node lets go of what it holds once it is done, so that
   * memory is freed on the way; the pullback then works only once.
   */
  readonly pullback: (cotangents: readonly Tensor[], release?: boolean) => Tensor[]
  /** The nodes that the outputs depend on, oldest first. */
  readonly nodes: () => Node[]
}

export function pull(f: (inputs: Tensor[]) => readonly Tensor[], inputs: readonly Tensor[]): Pull {
  const trace: Trace = { level: ++traces, count: 0 }
  const starts = inputs.map(
    (): Node => ({
      op: null,
      order: trace.count++,
      options: undefined,
      inputs: [],
      parents: [],
      output: null,
    }),
  )
  const results = f(inputs.map((x, i) => traced(x, trace, starts[i])))
  const ends = results.map(y => (y.tracing?.trace === trace ? y.tracing.node : null))
  const outputs = results.map(y => (y.tracing?.trace === trace ? y.tracing.primal : y))
  return {
    outputs,
    nodes: () => reachable(ends),
    pullback(cotangents, release = false) {
      const found = new Map<Node, Tensor>()
      for (const [i, node] of ends.entries()) if (node) accumulate(found, node, cotangents[i])
      const nodes = reachable(ends)
      if (release) ends.fill(null)
      for (let node = nodes.pop(); node; node = nodes.pop()) {
        if (node.op) step(node, found)
        if (release && node.op) {
          node.inputs = node.parents = []
          node.output = null
        }
      }
      return starts.map((node, i) => found.get(node) ?? zeros(inputs[i].shape, { dtype: inputs[i].dtype }))
    },
  }
}

/** One node: its result's cotangent goes to its inputs. */
function step(node: Node, found: Map<Node, Tensor>): void {
  const { op, inputs, parents, output, options } = node
  const g = found.get(node)
  if (!op || !output || !g) return
  found.delete(node)
  if (typeof op.derivative !== 'function')
    throw new TensorError(
      op.name,
      'has no derivative, and the result depends on its argument through it; wrap that argument in ' +
        'stopGradient if it is meant to count as constant',
    )
  const cotangents = op.derivative(g, output, inputs, options as never, atHand)
  parents.forEach((parent, i) => {
    // A bool beside other operands is a mask: it chooses, and has no cotangent.
    if (!parent || (inputs[i].dtype === 'bool' && inputs.length > 1)) return
    const cotangent = cotangents[i]?.()
    if (cotangent) accumulate(found, parent, fit(cotangent, inputs[i]))
  })
}

/** A cotangent in the shape of its input, and in its precision. */
function fit(cotangent: Tensor, input: Tensor): Tensor {
  const dtype: DType = isFloat(input.dtype) ? input.dtype : cotangent.dtype
  const summed = sumTo(cotangent, input.shape)
  return summed.dtype === dtype ? summed : cast(summed, dtype)
}

function accumulate(found: Map<Node, Tensor>, node: Node, cotangent: Tensor): void {
  const before = found.get(node)
  found.set(node, before ? add(before, cotangent) : cotangent)
}

function reachable(ends: readonly (Node | null)[]): Node[] {
  const nodes = new Set<Node>()
  const open = ends.filter(node => node !== null)
  for (let node = open.pop(); node; node = open.pop()) {
    if (nodes.has(node)) continue
    nodes.add(node)
    for (const parent of node.parents) if (parent) open.push(parent)
  }
  return [...nodes].sort((a, b) => a.order - b.order)
}
