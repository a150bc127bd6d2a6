/** Lowers a program to steps with loops in WebAssembly. */
import { engine } from '../kernels/engine.ts'
import { arenaOf, type Use } from './arena.ts'
import type { Graph, Node } from './graph.ts'
import { type Group, groupsOf, isGroup } from './group.ts'
import { SLACK } from './lanes.ts'
import { type Layout, layoutOf } from './layout.ts'
import { loopStep, readBy } from './loop.ts'
import { isTranscendental } from './lowered.ts'
import { type PlanMemory, planMemory } from './memory.ts'
import type { LoopThreads } from './options.ts'
import { isProduct, productStep } from './product.ts'
import { endsOver } from './share-loop.ts'
import { opStep, plainSteps, type Steps } from './step.ts'

/** Lowers to fused loops, over threads if given, or to one step per op without WebAssembly. */
export const fusedSteps = (graph: Graph, reuse: boolean, threads?: LoopThreads): Steps => {
  const wasm = engine()
  if (!wasm) return plainSteps(graph, reuse)
  const over = threads && threads.count > 1 ? threads : undefined
  let items = arranged(graph, over !== undefined, reuse && !over)
  // Threads read copies, so loops of arithmetic alone are faster in place on one thread.
  const ends = items.map(({ item, layout }) =>
    over && isGroup(item) && (!reuse || item.product || item.nodes.some(({ op }) => isTranscendental(op)))
      ? endsOver(item, layout!, graph, over.count)
      : undefined,
  )
  const shared = ends.some(Boolean)
  const inPlace = reuse && !shared
  if (inPlace && over) items = arranged(graph, false, true)
  let memory: PlanMemory | undefined
  const { homes, kept, bytes } = arenaOf(graph, items, inPlace ? SLACK : 0, (bytes, kept) => {
    const others = items.filter(({ layout }) => layout?.addresses === undefined).flatMap(({ reads }) => reads)
    const loops = items.flatMap(({ layout }) => (layout?.addresses === undefined ? [] : [layout]))
    memory = inPlace ? planMemory(graph, bytes, kept, loops, others) : undefined
    if (memory) return memory.take(bytes)
    // Its type says that it is not shared, as the types of all stores do.
    return {
      buffer: (shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes)) as ArrayBuffer,
      start: 0,
    }
  })
  return {
    steps: items.map(({ item, layout, owns }, i) =>
      isGroup(item)
        ? loopStep(
            (layout!.addresses !== undefined && memory?.engine) || wasm,
            item,
            layout!,
            graph,
            shared ? over : undefined,
            ends[i],
          )
        : owns
          ? productStep(item, graph)
          : opStep(item, graph),
    ),
    homes,
    kept,
    memory,
    arenaBytes: bytes,
    webAssembly: true,
  }
}

interface Item extends Use {
  readonly item: Group | Node
  /** The layout, if the item is a group. */
  readonly layout?: Layout
}

/** The loops and single ops of a graph, with the layouts of the loops. */
function arranged(graph: Graph, threaded: boolean, inPlace: boolean): Item[] {
  /** The values that are results, or that are read outside the group that computes them. */
  const needed = new Set(graph.results)
  const live: (Group | Node)[] = []
  const { items, source } = groupsOf(graph, threaded)
  for (const item of items.reverse()) {
    if (!isGroup(item)) {
      // A broadcast or reshape that only loops read is not computed, since loops do it themselves.
      if (!needed.has(item.at)) continue
      for (const input of item.inputs) needed.add(input)
    } else {
      const { nodes, reductions, product } = item
      const inside = new Set(nodes.map(({ at }) => at))
      if (product) inside.add(product.at)
      for (const { inputs } of [...nodes, ...reductions])
        for (const input of inputs) if (!inside.has(input)) needed.add(source(input))
      for (const input of product?.inputs ?? []) needed.add(input)
    }
    live.unshift(item)
  }
  return live.map((item): Item => {
    if (!isGroup(item)) return { item, reads: item.inputs, gives: [item.at], owns: isProduct(item, graph) }
    const layout = layoutOf(item, graph, needed, source, inPlace && !item.product)
    const gives = [...layout.outputs, ...layout.tails].map(({ place }) => place)
    return { item, layout, reads: readBy(item, layout), gives, owns: true }
  })
}
