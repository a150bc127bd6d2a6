/**
 * The arena of a plan: a buffer in which values share memory if they are not needed at the same
 * time.
 */
import { STORES } from '../array/dtype.ts'
import { sizeOf } from '../array/shape.ts'
import { Tensor } from '../array/tensor.ts'
import type { Graph } from './graph.ts'
import { roomOf } from './lanes.ts'

/**
 * The values that a step reads and gives. `owns` says whether it can write its results to the
 * arena.
 */
export interface Use {
  readonly reads: readonly number[]
  readonly gives: readonly number[]
  readonly owns: boolean
}

/**
 * Tensors in the arena for values that one step gives to another. A value that is a result, or may
 * share its store with one, has none. `kept` lists the places of these values. `make` provides the
 * memory of the arena, and there are `slack` free bytes after each value.
 */
export function arenaOf(
  { values, nodes, results }: Graph,
  uses: readonly Use[],
  slack: number,
  make: (bytes: number, kept: readonly number[]) => { readonly buffer: ArrayBuffer; readonly start: number },
): { readonly homes: ReadonlyMap<number, Tensor>; readonly kept: readonly number[]; readonly bytes: number } {
  const views = new Map(nodes.map(({ at, views }) => [at, views]))
  const owned = new Set(uses.flatMap(({ owns, gives }) => (owns ? gives : [])))
  /** The owned values whose store a value may use. */
  const roots = (place: number): number[] =>
    owned.has(place) ? [place] : (views.get(place) ?? []).flatMap(roots)
  const leaving = new Set(results.flatMap(roots))
  const last = new Map<number, number>()
  uses.forEach(({ reads, gives }, i) => {
    for (const place of [...reads, ...gives]) for (const root of roots(place)) last.set(root, i)
  })
  const taken: { place: number; from: number; to: number; first: number; last: number }[] = []
  uses.forEach(({ owns, gives }, first) => {
    for (const place of owns ? gives : []) {
      if (leaving.has(place)) continue
      const bytes = roomOf(values[place], slack)
      const beside = taken.filter(other => other.last >= first).sort((a, b) => a.from - b.from)
      let from = 0
      for (const other of beside) if (from + bytes > other.from) from = Math.max(from, other.to)
      taken.push({ place, from, to: from + bytes, first, last: last.get(place)! })
    }
  })
  const bytes = taken.reduce((most, { to }) => Math.max(most, to), 0)
  const kept = [...leaving]
  const { buffer, start } = make(bytes, kept)
  const homes = new Map(
    taken.map(({ place, from }) => {
      const { dtype, shape } = values[place]
      return [place, new Tensor(dtype, new STORES[dtype](buffer, start + from, sizeOf(shape)), shape)]
    }),
  )
  return { homes, kept, bytes }
}
