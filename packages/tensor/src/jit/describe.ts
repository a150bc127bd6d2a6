/** The description of a plan, as data and as text. */

import type { DType } from '../array/dtype.ts'
import { show } from '../array/error.ts'
import { type Shape, sizeOf } from '../array/shape.ts'
import type { Tensor } from '../array/tensor.ts'
import type { Plan } from './plan.ts'

export interface StepDescription {
  /**
   * A loop of several ops in WebAssembly, maybe with a matrix product, or a single op that runs its
   * own function.
   */
  readonly kind: 'loop' | 'op'
  readonly ops: readonly string[]
  /** The dtype and shape of each tensor that the step gives to other steps or as a result. */
  readonly gives: readonly { readonly dtype: DType; readonly shape: Shape }[]
  /** The number of bytes of the tensors that the step reads and gives. */
  readonly bytesMoved: number
  /**
   * The number of operations: one per op and element, one per element that is reduced, and one per
   * multiplication of a product.
   */
  readonly operations: number
  /** The time in milliseconds, the fastest of three runs. */
  readonly milliseconds: number
  /** The number of threads of the last run. */
  readonly threads: number
}

export interface Description {
  /** Whether loops run in WebAssembly. Otherwise each op is a step. */
  readonly webAssembly: boolean
  readonly steps: readonly StepDescription[]
  /** The number of ops of the traced run that no result needs. */
  readonly removed: number
  /**
   * The number of ops of the traced run that were replaced by an existing value, because they equal
   * an earlier op or multiply by 1.
   */
  readonly merged: number
  readonly bytesMoved: number
  /**
   * The number of bytes that the plan keeps between calls: its arena, its constants, the stores of
   * its results, and room for copies of its arguments.
   */
  readonly bytesHeld: number
  /** The number of bytes of the stores of its results, which is 0 without `reuseResults`. */
  readonly resultBytesHeld: number
  readonly operations: number
  readonly milliseconds: number
  /** The whole description as text. */
  readonly text: string
}

const BYTES: Record<DType, number> = { float64: 8, float32: 4, int32: 4, bool: 1 }
const RUNS = 3

const total = <T>(list: readonly T[], of: (x: T) => number): number => list.reduce((sum, x) => sum + of(x), 0)

export function describePlan(plan: Plan, leaves: readonly Tensor[]): Description {
  const { graph, parts } = plan
  // These runs must not overwrite results of earlier calls.
  const stores = plan.newStores()
  const runs = Array.from({ length: RUNS }, () => {
    const times: number[] = []
    plan.run(leaves, stores, times)
    return times
  })
  const bytesOf = (place: number) => BYTES[graph.values[place].dtype] * sizeOf(graph.values[place].shape)
  const steps = parts.steps.map(({ kind, ops, reads, gives, work, threads }, i): StepDescription => {
    return {
      kind,
      ops,
      gives: gives.map(place => ({ dtype: graph.values[place].dtype, shape: graph.values[place].shape })),
      bytesMoved: total([...new Set(reads)], bytesOf) + total(gives, bytesOf),
      operations: work,
      milliseconds: Math.min(...runs.map(times => times[i])),
      threads: threads?.() ?? 1,
    }
  })
  const resultBytesHeld = stores?.bytes ?? 0
  const constants = total(graph.values, ({ constant }) => constant?.data.byteLength ?? 0)
  const figures = {
    webAssembly: parts.webAssembly,
    steps,
    removed: graph.dead,
    merged: graph.merged,
    bytesMoved: total(steps, step => step.bytesMoved),
    bytesHeld: constants + parts.arenaBytes + (parts.memory?.copied ?? 0) + resultBytesHeld,
    resultBytesHeld,
    operations: total(steps, step => step.operations),
    milliseconds: total(steps, step => step.milliseconds),
  }
  return { ...figures, text: textOf(figures) }
}

function textOf(x: Omit<Description, 'text'>): string {
  const loops = x.steps.filter(step => step.kind === 'loop').length
  const head =
    `${x.steps.length} steps, ${loops} of them fused loops; ${x.operations} operations, ${x.bytesMoved} bytes moved, ` +
    `${x.bytesHeld} held${x.resultBytesHeld > 0 ? `, ${x.resultBytesHeld} of them for results` : ''}; ${x.removed} ops removed, ${x.merged} merged; ${x.milliseconds.toFixed(3)} ms`
  const engine = x.webAssembly ? [] : ['without WebAssembly: each op is a step and runs its plain loop']
  const lines = x.steps.map(
    ({ kind, ops, gives, bytesMoved, operations, milliseconds, threads }, i) =>
      `${i} ${kind} ${ops.join(' ')} -> ${gives.map(({ dtype, shape }) => `${dtype} ${show(shape)}`).join(', ')}; ` +
      `${operations} operations, ${bytesMoved} bytes, ${milliseconds.toFixed(3)} ms` +
      (threads > 1 ? ` over ${threads} threads` : ''),
  )
  return [head, ...engine, ...lines].join('\n')
}
