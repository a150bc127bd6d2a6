/** The steps of a plan: what runs in order from the second call on. */
import { sameShape, sizeOf } from '../array/shape.ts'
import type { Tensor } from '../array/tensor.ts'
import type { Graph, Node } from './graph.ts'

/** The values of a program while it runs, by their places. */
export type Values = (Tensor | undefined)[]

export interface Step {
  /** A loop of several ops in WebAssembly, or one op by its own function. */
  readonly kind: 'loop' | 'op'
  readonly ops: readonly string[]
  readonly reads: readonly number[]
  readonly gives: readonly number[]
  /** One operation for each op and element, and for each element that is reduced. */
  readonly work: number
  run(values: Values): void
}

/** The steps of a program and the bytes that they hold between calls. */
export interface Steps {
  readonly steps: readonly Step[]
  readonly arenaBytes: number
  readonly webAssembly: boolean
}

/** Makes the steps of a program. */
export type Lower = (graph: Graph) => Steps

/**
 * Thrown by a step whose result has another shape than in the traced run, since numbers decide it.
 */
export const OTHER_SHAPE = new Error('jit: a shape depends on numbers')

/** An op as a step of its own. */
export function opStep({ op, options, inputs, at }: Node, { values }: Graph): Step {
  const { shape } = values[at]
  return {
    kind: 'op',
    ops: [op.name],
    reads: inputs,
    gives: [at],
    work: Math.max(sizeOf(shape), ...inputs.map(input => sizeOf(values[input].shape))),
    run(held) {
      const y = op.forward(
        inputs.map(input => held[input]!),
        options as never,
      )
      if (!sameShape(y.shape, shape)) throw OTHER_SHAPE
      held[at] = y
    },
  }
}

/** Makes a step of every op, for an engine without WebAssembly. */
export const plainSteps: Lower = graph => ({
  steps: graph.nodes.map(node => opStep(node, graph)),
  arenaBytes: 0,
  webAssembly: false,
})
