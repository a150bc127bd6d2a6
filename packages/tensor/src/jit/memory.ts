/**
 * The memory of a plan that reuses the stores of its results: a memory of WebAssembly that never
 * grows. Its loops read and write there in place. It holds the arena, results, and copies of the
 * constants and arguments that loops read.
 */
import { compact } from '../array/convert.ts'
import { type Data, type DType, STORES } from '../array/dtype.ts'
import { sizeOf } from '../array/shape.ts'
import { Tensor } from '../array/tensor.ts'
import { type Engine, engineOf } from '../kernels/engine.ts'
import type { Graph } from './graph.ts'
import { BYTES, roomOf, SLACK } from './lanes.ts'

/** A plan with fewer bytes of results and arena copies them. */
const LEAST = 2 ** 14
/** The number of sets of results for which there is room. Programs that need more are rare. */
const MOST_SETS = 3

/** What the memory has to know of a loop. */
interface Loop {
  readonly operands: readonly { readonly pattern: string; readonly source: number }[]
  readonly bytes: number
}

/** A copy of an argument. */
interface Copy {
  readonly tensor: Tensor
  /** The argument of the last call, and whether the copy is one of it. */
  given: Tensor | undefined
  made: boolean
}

export class PlanMemory {
  readonly engine: Engine
  readonly mostSets = MOST_SETS
  /** Copies of constants, by their places. */
  readonly constants = new Map<number, Tensor>()
  /** The number of bytes of the copies. */
  readonly copied: number
  readonly #copies: Copy[] = []

  /** `read` lists the constants and arguments of which the memory has copies. */
  constructor(engine: Engine, read: readonly number[], { values }: Graph) {
    this.engine = engine
    this.copied = read.reduce((n, place) => n + roomOf(values[place], SLACK), 0)
    for (const place of read) {
      const { dtype, shape, constant, argument } = values[place]
      const tensor = new Tensor(dtype, this.store(dtype, sizeOf(shape)), shape)
      if (constant) {
        copyTo(tensor, constant)
        this.constants.set(place, tensor)
      } else this.#copies[argument!] = { tensor, given: undefined, made: false }
    }
  }

  /** Takes `bytes` bytes, which start at `start` in the buffer. */
  take(bytes: number): { readonly buffer: ArrayBuffer; readonly start: number } {
    const start = this.engine.take(bytes + SLACK)
    return { buffer: this.engine.octets.buffer as ArrayBuffer, start }
  }

  /** A store in this memory. */
  store(dtype: DType, size: number): Data {
    const { buffer, start } = this.take(BYTES[dtype] * size)
    return new STORES[dtype](buffer, start, size)
  }

  /**
   * The argument with this index, or a copy of it in this memory if it is the same tensor as in the
   * call before.
   */
  resident(index: number, x: Tensor): Tensor {
    const copy = this.#copies[index]
    if (!copy) return x
    if (copy.given !== x) {
      copy.given = x
      copy.made = false
      return x
    }
    if (!copy.made) {
      if (this.engine.addressOf(x) !== undefined) return x
      copyTo(copy.tensor, x)
      copy.made = true
    }
    return copy.tensor
  }
}

function copyTo({ data, size }: Tensor, x: Tensor): void {
  const { data: from, offset } = compact(x, 'jit')
  data.set(from.subarray(offset, offset + size))
}

/**
 * The memory for a plan with so many bytes of arena, or undefined if it has too few, or if there is
 * no memory. `kept` are the values that lie in the stores of results, `loops` the loops that work in
 * place, and `others` the values that other steps read.
 */
export function planMemory(
  graph: Graph,
  arenaBytes: number,
  kept: readonly number[],
  loops: readonly Loop[],
  others: readonly number[],
): PlanMemory | undefined {
  const { values, results } = graph
  // A result may be a view of what another step reads. It must not be a view of a copy.
  const not = new Set([...others, ...results])
  const operands = loops.flatMap(({ operands }) => operands)
  const read = [
    ...new Set(operands.filter(({ pattern }) => pattern === 'full').map(({ source }) => source)),
  ].filter(place => !values[place].node && !not.has(place))
  const sum = (places: readonly number[]) => places.reduce((n, place) => n + roomOf(values[place], SLACK), 0)
  if (arenaBytes + sum(kept) < LEAST) return undefined
  const scratch = loops.reduce((most, { bytes }) => Math.max(most, bytes), 0)
  const engine = engineOf(arenaBytes + MOST_SETS * sum(kept) + sum(read) + scratch + 4 * SLACK)
  return engine && new PlanMemory(engine, read, graph)
}
