/** The steps of a plan, which run in order from the second call on. */
import { sameShape, sizeOf } from '../array/shape.ts'
import type { Tensor } from '../array/tensor.ts'
import type { Graph, Node } from './graph.ts'
import type { PlanMemory } from './memory.ts'

/**
 * The values of a program while it runs, by their places. A value that a loop or a product computes
 * may be there before: it is then a tensor to write to.
 */
export type Values = (Tensor | undefined)[]

export interface Step {
  /**
   * A loop of several ops in WebAssembly, maybe with a matrix product, or a single op that runs its
   * own function.
   */
  readonly kind: 'loop' | 'op'
  readonly ops: readonly string[]
  readonly reads: readonly number[]
  readonly gives: readonly number[]
  /**
   * The number of operations: one per op and element, one per element that is reduced, and one per
   * multiplication of a product.
   */
  readonly work: number
  run(values: Values): void
  /** The number of threads of the last run; 1 if undefined. */
  threads?(): number
}

export interface Steps {
  readonly steps: readonly Step[]
  /** Tensors in the arena to which steps write values that are not results. */
  readonly homes: ReadonlyMap<number, Tensor>
  /** The places of the results, and of what they are views of, that loops and products compute. */
  readonly kept: readonly number[]
  /** The memory in which loops work in place, if the plan has one. */
  readonly memory?: PlanMemory | undefined
  readonly arenaBytes: number
  readonly webAssembly: boolean
}

/** Translates a program into steps. `reuse` says whether the stores of results are reused. */
export type Lower = (graph: Graph, reuse: boolean) => Steps

/**
 * A step throws this if its result has another shape than in the traced run, because the shape
 * depends on numbers.
 */
export const OTHER_SHAPE = new Error('jit: a shape depends on numbers')

/** A single op as a step. */
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

/** Translates every op into a step, for an engine without WebAssembly. */
export const plainSteps: Lower = graph => ({
  steps: graph.nodes.map(node => opStep(node, graph)),
  homes: new Map(),
  kept: [],
  arenaBytes: 0,
  webAssembly: false,
})
