/** A plan: the steps of a program for arguments of one form, and how its results are assembled. */
import type { Tensor } from '../array/tensor.ts'
import type { Form } from './form.ts'
import type { Graph } from './graph.ts'
import type { PlanMemory } from './memory.ts'
import { now } from './pace.ts'
import { ResultStores } from './results.ts'
import type { Lower, Steps, Values } from './step.ts'

export class Plan {
  readonly form: Form
  readonly graph: Graph
  readonly parts: Steps
  readonly #rebuild: (leaves: readonly Tensor[]) => unknown
  /** The values before a call: the constants, and the tensors in the arena. */
  readonly #start: Values
  /** For each argument its place in the values. */
  readonly #arguments: readonly number[]
  /** For each step the places whose values are not needed after it. */
  readonly #done: readonly (readonly number[])[]
  /** Whether a call is in progress. */
  busy = false

  /** The name of the function, if the stores of results are reused. */
  readonly #reuse: string | undefined
  readonly #stores: ResultStores | undefined

  /** With `reuse`, the name of the function, results are written to stores of earlier results. */
  constructor(
    form: Form,
    graph: Graph,
    lower: Lower,
    rebuild: (leaves: readonly Tensor[]) => unknown,
    reuse?: string,
  ) {
    this.form = form
    this.graph = graph
    this.parts = lower(graph, reuse !== undefined)
    this.#rebuild = rebuild
    const { homes, memory } = this.parts
    this.#start = graph.values.map(
      ({ constant }, place) => memory?.constants.get(place) ?? constant ?? homes.get(place),
    )
    this.#reuse = reuse
    this.#stores = this.newStores(memory)
    const places: number[] = []
    graph.values.forEach(({ argument }, place) => {
      if (argument !== undefined) places[argument] = place
    })
    this.#arguments = places
    const last = new Map<number, number>()
    this.parts.steps.forEach(({ reads, gives }, i) => {
      for (const place of [...reads, ...gives]) last.set(place, i)
    })
    for (const place of graph.results) last.delete(place)
    const done: number[][] = this.parts.steps.map(() => [])
    for (const [place, i] of last) if (graph.values[place].node) done[i].push(place)
    this.#done = done
  }

  /** New stores for results, or undefined if stores are not reused. */
  newStores(memory?: PlanMemory): ResultStores | undefined {
    const { kept } = this.parts
    if (!this.#reuse || kept.length === 0) return undefined
    return new ResultStores(kept, this.graph.values, this.#reuse, memory)
  }

  /**
   * The results for arguments of the form. If `times` is given, the milliseconds of each step are
   * written to it.
   */
  run(leaves: readonly Tensor[], stores = this.#stores, times?: number[]): unknown {
    const { steps, memory } = this.parts
    const values = this.#start.slice()
    stores?.begin(leaves, values)
    for (let i = 0; i < leaves.length; i++)
      values[this.#arguments[i]] = memory?.resident(i, leaves[i]) ?? leaves[i]
    this.busy = true
    try {
      for (let i = 0; i < steps.length; i++) {
        const start = times && now()
        steps[i].run(values)
        if (times) times[i] = now() - start!
        const done = this.#done[i]
        for (let k = 0; k < done.length; k++) values[done[k]] = undefined
      }
    } finally {
      this.busy = false
    }
    const results = this.graph.results.map(place => values[place]!)
    stores?.end(results)
    return this.#rebuild(results)
  }
}
