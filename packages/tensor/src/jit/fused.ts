/** The steps of a program with loops in WebAssembly, and the arena that their values share. */
import type { Data, DType } from '../array/dtype.ts'
import { sizeOf } from '../array/shape.ts'
import { Tensor } from '../array/tensor.ts'
import { engine } from '../kernels/engine.ts'
import type { Graph } from './graph.ts'
import { type Group, groupsOf, isGroup } from './group.ts'
import { BYTES } from './lanes.ts'
import { type Layout, layoutOf } from './layout.ts'
import { loopStep } from './loop.ts'
import { type Lower, opStep, plainSteps } from './step.ts'

/** Fused loops where there is WebAssembly. */
export const fusedSteps: Lower = graph => {
  const wasm = engine()
  if (!wasm) return plainSteps(graph)
  const items = arranged(graph)
  const { tensors, bytes } = arenaOf(graph, items)
  return {
    steps: items.map(item =>
      'layout' in item
        ? loopStep(wasm, item.group, item.layout, graph, place => tensors.get(place))
        : opStep(item.node, graph),
    ),
    arenaBytes: bytes,
    webAssembly: true,
  }
}

type Item =
  | { readonly group: Group; readonly layout: Layout; readonly reads: number[]; readonly gives: number[] }
  | { readonly node: Graph['nodes'][number]; readonly reads: readonly number[]; readonly gives: number[] }

/** The loops and single ops of a graph, with the layouts of the loops. */
function arranged(graph: Graph): Item[] {
  const groups = groupsOf(graph)
  /** The values that are read outside of the group that gives them, or are results. */
  const needed = new Set(graph.results)
  for (const item of groups) {
    if (!isGroup(item)) for (const input of item.inputs) needed.add(input)
    else {
      const inside = new Set(item.nodes.map(({ at }) => at))
      for (const { inputs } of item.nodes)
        for (const input of inputs) if (!inside.has(input)) needed.add(input)
    }
  }
  return groups.flatMap((item): Item[] => {
    if (!isGroup(item)) return [{ node: item, reads: item.inputs, gives: [item.at] }]
    return [loopItem(item, layoutOf(item, graph, needed))]
  })
}

const loopItem = (group: Group, layout: Layout): Item => ({
  group,
  layout,
  reads: layout.operands.map(({ place }) => place),
  gives: [...layout.outputs, ...layout.tails].map(({ place }) => place),
})

/** Homes for what loops give to other steps: values that are not needed at the same time share their place. */
function arenaOf({ values, nodes, results }: Graph, items: readonly Item[]) {
  const views = new Map(nodes.map(({ at, views }) => [at, views]))
  const inLoops = new Set(items.flatMap(item => ('layout' in item ? item.gives : [])))
  /** The values of loops on whose store a value may lie. */
  const roots = (place: number): number[] =>
    inLoops.has(place) ? [place] : (views.get(place) ?? []).flatMap(roots)
  const leaving = new Set(results.flatMap(roots))
  const last = new Map<number, number>()
  items.forEach(({ reads, gives }, i) => {
    for (const place of [...reads, ...gives]) for (const root of roots(place)) last.set(root, i)
  })
  const taken: { place: number; from: number; to: number; first: number; last: number }[] = []
  items.forEach((item, first) => {
    if (!('layout' in item)) return
    for (const place of item.gives) {
      if (leaving.has(place)) continue
      const bytes = Math.ceil((BYTES[values[place].dtype] * sizeOf(values[place].shape)) / 64) * 64
      const beside = taken.filter(other => other.last >= first).sort((a, b) => a.from - b.from)
      let from = 0
      for (const other of beside) if (from + bytes > other.from) from = Math.max(from, other.to)
      taken.push({ place, from, to: from + bytes, first, last: last.get(place)! })
    }
  })
  const bytes = taken.reduce((most, { to }) => Math.max(most, to), 0)
  const arena = new ArrayBuffer(bytes)
  const tensors = new Map(
    taken.map(({ place, from }) => {
      const { dtype, shape } = values[place]
      return [place, new Tensor(dtype, storeOn(arena, dtype, from, sizeOf(shape)), shape)]
    }),
  )
  return { tensors, bytes }
}

function storeOn(arena: ArrayBuffer, dtype: DType, from: number, size: number): Data {
  const kinds = { float64: Float64Array, float32: Float32Array, int32: Int32Array, bool: Uint8Array }
  return new kinds[dtype](arena, from, size)
}
