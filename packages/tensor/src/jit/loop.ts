/** A fused loop as a step, with the matrix product that it reads, if any. */
import { compact } from '../array/convert.ts'
import { storeToWrite } from '../array/fast.ts'
import { broadcastStride, strideOf } from '../array/shape.ts'
import { Tensor } from '../array/tensor.ts'
import type { Engine } from '../kernels/engine.ts'
import { placeTables } from '../kernels/transcendental/table.ts'
import { loopModule } from './emit.ts'
import type { Graph } from './graph.ts'
import type { Group } from './group.ts'
import type { Layout, Operand } from './layout.ts'
import type { LoopThreads } from './options.ts'
import { productsOf, productWork } from './product.ts'
import { repeated } from './repeated.ts'
import { type Elements, runLoop } from './run-loop.ts'
import { loopOverThreads } from './share-loop.ts'
import type { Step, Values } from './step.ts'

/**
 * With `ends`, the elements at which parts of the loop end, threads can share the loop.
 */
export function loopStep(
  wasm: Engine,
  group: Group,
  layout: Layout,
  graph: Graph,
  threads: LoopThreads | undefined,
  ends: readonly number[] | undefined,
): Step {
  const { values } = graph
  const { nodes, reductions, product } = group
  const { shape, size, operands, outputs, tails } = layout
  const module = loopModule(nodes, layout, graph)
  const { loop } = wasm.compile<'loop'>(module)
  placeTables(wasm)
  const given = [...outputs, ...tails]

  /** The elements of an operand in C order. */
  const elements = (held: Values, { place, source, expanded }: Operand): Elements => {
    const x = compact(held[source]!, 'jit')
    if (!expanded) return x
    const { shape: own } = values[place]
    const stride = broadcastStride(own, strideOf(own), shape)
    return repeated(new Tensor(x.dtype, x.data, shape, stride, x.offset))
  }
  const nothing: Elements = { data: new Float64Array(0), offset: 0 }
  const shared = threads &&
    ends && { over: loopOverThreads(threads, loop, module, layout, ends), pace: threads.pace() }
  let used = 1

  return {
    kind: 'loop',
    ops: [...(product ? [product] : []), ...nodes, ...reductions].map(({ op }) => op.name),
    reads: readBy(group, layout),
    gives: given.map(({ place }) => place),
    work: (nodes.length + reductions.length) * size + (product ? productWork(product, graph) : 0),
    run(held) {
      const results: Elements[] = []
      for (let i = 0; i < given.length; i++) {
        const { place } = given[i]
        const { dtype, shape: own } = values[place]
        results.push((held[place] ??= new Tensor(dtype, storeToWrite('jit', dtype, own), own)))
      }
      const read: Elements[] = []
      for (let i = 0; i < operands.length; i++)
        read.push(operands[i].pattern === 'tile' ? nothing : elements(held, operands[i]))
      const stores = {
        operands: read,
        outputs: results.slice(0, outputs.length),
        tails: results.slice(outputs.length),
      }
      const products = product && productsOf(held[product.inputs[0]]!, held[product.inputs[1]]!, shape)
      const alone = () =>
        runLoop(wasm, loop, layout, stores, products ? { products } : { start: 0, end: size })
      // A pool that was closed has a single thread.
      if (!shared || threads.count < ends.length) {
        alone()
        used = 1
      } else used = shared.pace.run(alone, () => shared.over(stores, products)) ? ends.length : 1
    },
    threads: () => used,
  }
}

/** The places of the values that a loop reads. */
export const readBy = ({ product }: Group, { operands }: Layout): number[] => [
  ...operands.filter(({ pattern }) => pattern !== 'tile').map(({ source }) => source),
  ...(product?.inputs ?? []),
]
