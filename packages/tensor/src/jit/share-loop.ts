/**
 * A fused loop over threads. Each thread computes a range of the loop or some rows of the product
 * that the loop reads. What one thread computes does not depend on the others, so the bits do not
 * depend on the number of threads.
 */
import { rowsOf } from '../array/matrix-view.ts'
import { engine, type KernelFunction } from '../kernels/engine.ts'
import { isShared, Scratch } from '../kernels/scratch.ts'
import { placeTables } from '../kernels/transcendental/table.ts'
import type { Graph } from './graph.ts'
import type { Group } from './group.ts'
import type { Layout } from './layout.ts'
import type { LoopThreads } from './options.ts'
import { type Factors, isLongProduct } from './product.ts'
import { type Elements, type LoopShape, type Part, runLoop, type Stores } from './run-loop.ts'

/** The name of the job. */
export const loopJob = 'fused loop'

/** What a worker needs to compute a part. All stores are in shared memory. */
interface LoopShare {
  /** A number that identifies the module among those of the process. */
  readonly key: number
  readonly module: Uint8Array<ArrayBuffer>
  readonly layout: LoopShape
  readonly stores: Stores
  readonly part: Part
}

/** Modules that a worker has compiled, the oldest first. */
const compiled = new Map<number, KernelFunction>()
const MOST_MODULES = 256

/** Computes a share in a worker. */
export function computeLoopShare({ key, module, layout, stores, part }: LoopShare): void {
  const wasm = engine()
  if (!wasm) throw new Error('a worker has no WebAssembly')
  let loop = compiled.get(key)
  if (!loop) {
    placeTables(wasm)
    compiled.set(key, (loop = wasm.compile<'loop'>(module).loop))
    for (const oldest of compiled.keys()) {
      if (compiled.size <= MOST_MODULES) break
      compiled.delete(oldest)
    }
  }
  runLoop(wasm, loop, layout, stores, part)
}

/** Divides `units` into `count` parts of about the same length. Returns where each part ends. */
function cuts(units: number, count: number): number[] {
  const each = Math.ceil(units / count)
  return Array.from({ length: Math.ceil(units / each) }, (_, i) => Math.min(units, (i + 1) * each))
}

/** The rows of a share of a product are a multiple of this, so that tiles are complete. */
const ROWS = 8

/** A loop with fewer operations takes less than a tenth of a millisecond and is not shared. */
const LEAST_WORK = 2 ** 15

/**
 * The elements at which the parts of a loop end if `count` threads share it, or undefined if they
 * cannot or if it is too short.
 */
export function endsOver(
  { nodes, reductions, product }: Group,
  { size, columns, tails, reduced, piece }: Layout,
  graph: Graph,
  count: number,
): number[] | undefined {
  const work = (nodes.length + reductions.length) * size
  if (work < LEAST_WORK && !(product && isLongProduct(product, graph))) return
  const { n, inner } = reduced ?? { n: size, inner: 1 }
  const unit = product ? ROWS * columns : tails.length === 0 || n * inner <= piece ? piece : n * inner
  if (product && tails.length > 0 && inner > 1) return
  const ends = cuts(Math.ceil(size / unit), count).map(end => Math.min(size, end * unit))
  return ends.length > 1 ? ends : undefined
}

/** Some rows of products, from a row on to another. */
function rowsBetween(products: readonly Factors[], from: number, to: number): Factors[] {
  return products.flatMap(({ a, b, row }) => {
    const [first, end] = [Math.max(from, row), Math.min(to, row + a.rows)]
    return first < end ? [{ a: rowsOf(a, first - row, end - first), b, row: first }] : []
  })
}

/** The number of results of a reduction of so many elements. */
function resultsOf({ reduced, tails }: Layout, tail: number, elements: number): number {
  return (elements / reduced!.n) * tails[tail].width
}

let keys = 0

/**
 * A function that runs a loop over threads, in parts that end at some elements. It keeps shared
 * memory for what has to be copied.
 */
export function loopOverThreads(
  threads: LoopThreads,
  loop: KernelFunction,
  module: Uint8Array<ArrayBuffer>,
  layout: Layout,
  ends: readonly number[],
) {
  const key = keys++
  const { immediates: _, ...shape } = layout
  const scratch: Scratch[] = []
  return (stores: Stores, products: readonly Factors[] | undefined): void => {
    const { size, columns } = layout
    const [first] = ends
    let next = 0
    const memory = () => (scratch[next++] ??= new Scratch())

    /** The same elements in shared memory, of which those from `start` to `end` are copied. */
    const brought = ({ data, offset }: Elements, start: number, end: number): Elements => {
      if (isShared(data)) return { data, offset }
      const copy = memory().floats(data, end)
      copy.set(data.subarray(offset + start, offset + end), start)
      return { data: copy, offset: 0 }
    }
    const back: (() => void)[] = []
    const written = ({ data, offset }: Elements, start: number, end: number): Elements => {
      if (isShared(data)) return { data, offset }
      const copy = memory().floats(data, end)
      back.push(() => data.set(copy.subarray(start, end), offset + start))
      return { data: copy, offset: 0 }
    }
    /** The second factor, if there is a single product. All threads need the whole of it. */
    const b = products?.length === 1 ? memory().share(products[0].b) : undefined
    const forWorkers: Stores = {
      operands: layout.operands.map(({ pattern, count }, i) =>
        pattern === 'tile'
          ? stores.operands[i]
          : brought(stores.operands[i], pattern === 'full' ? first : 0, pattern === 'full' ? size : count),
      ),
      outputs: stores.outputs.map(output => written(output, first, size)),
      tails: stores.tails.map((tail, t) =>
        written(tail, resultsOf(layout, t, first), resultsOf(layout, t, size)),
      ),
    }
    const partOf = (start: number, end: number, share: boolean): Part => {
      if (!products) return { start, end }
      const list = rowsBetween(products, start / columns, end / columns)
      return {
        products: share
          ? list.map(own => ({ a: memory().share(own.a), b: b ?? memory().share(own.b), row: own.row }))
          : list,
      }
    }
    const shares = ends.slice(1).map((end, i): LoopShare => {
      return { key, module, layout: shape, stores: forWorkers, part: partOf(ends[i], end, true) }
    })
    const wasm = engine()!
    threads.share(loopJob, shares, () => runLoop(wasm, loop, layout, stores, partOf(0, first, false)))
    for (const copy of back) copy()
  }
}
