/**
 * The stores of a plan's results, if it writes the results of a call over those of earlier calls.
 */
import { type Data, type DType, STORES } from '../array/dtype.ts'
import { fail } from '../array/error.ts'
import { storeToWrite } from '../array/fast.ts'
import { type Shape, sizeOf, strideOf } from '../array/shape.ts'
import { Tensor } from '../array/tensor.ts'
import type { Value } from './graph.ts'
import type { PlanMemory } from './memory.ts'
import type { Values } from './step.ts'

interface Kept {
  readonly place: number
  readonly dtype: DType
  readonly shape: Shape
  readonly stride: Shape
}

/** One store per value that is kept, and the results that lie in them. */
interface StoreSet {
  readonly stores: ReadonlySet<Data>
  results: Tensor[]
}

/**
 * Sets of stores, which a plan fills in turn. A call writes to the oldest set that neither holds an
 * argument of it nor a result of the call before. If there is none, it makes a further set. So the
 * results of a call are valid until the second call after it begins, and a call never writes over
 * what it reads.
 */
export class ResultStores {
  readonly #kept: readonly Kept[]
  readonly #memory: PlanMemory | undefined
  readonly #overwritten: Data
  /** The set written last comes last. */
  readonly #sets: StoreSet[] = []
  /** The sets that hold results of the last call. */
  #busy: readonly StoreSet[] = []

  /**
   * The stores of the values at `places`, which lie in `memory` as far as there is room. Errors
   * name the function `name`.
   */
  constructor(places: readonly number[], values: readonly Value[], name: string, memory?: PlanMemory) {
    this.#memory = memory
    this.#kept = places.map(place => {
      const { dtype, shape } = values[place]
      return { place, dtype, shape, stride: strideOf(shape) }
    })
    this.#overwritten = unreadable(() =>
      fail(
        'jit',
        `a result of ${name} was read, but a later call has overwritten it; with reuseResults a result is valid until ` +
          'the second call after it begins, so copy it before, as x.mul(1) does, or omit reuseResults',
      ),
    )
  }

  /** The number of bytes of the stores. There are two sets from the third call on. */
  get bytes(): number {
    const each = this.#kept.reduce(
      (n, { dtype, shape }) => n + STORES[dtype].BYTES_PER_ELEMENT * sizeOf(shape),
      0,
    )
    return each * Math.max(2, this.#sets.length)
  }

  /** Puts a tensor to write to at the place of each value that is kept. */
  begin(args: readonly Tensor[], values: Values): void {
    const free = (set: StoreSet) => !this.#busy.includes(set) && !args.some(x => set.stores.has(x.data))
    const oldest = this.#sets.findIndex(free)
    const set = oldest < 0 ? this.#made() : this.#sets.splice(oldest, 1)[0]
    this.#sets.push(set)
    for (const x of set.results) (x as { data: Data }).data = this.#overwritten
    set.results = []
    let next = 0
    for (const data of set.stores) {
      const { place, dtype, shape, stride } = this.#kept[next++]
      values[place] = new Tensor(dtype, data, shape, stride)
    }
  }

  /** Notes the results of the call that `begin` began. */
  end(results: readonly Tensor[]): void {
    const last = this.#sets[this.#sets.length - 1]
    const busy = [last]
    for (const x of results)
      if (last.stores.has(x.data)) last.results.push(x)
      else for (const set of this.#sets) if (set.stores.has(x.data)) busy.push(set)
    this.#busy = busy
  }

  #made(): StoreSet {
    const memory = this.#memory
    const inside = memory !== undefined && this.#sets.length < memory.mostSets
    const stores = this.#kept.map(({ dtype, shape }) =>
      inside ? memory.store(dtype, sizeOf(shape)) : storeToWrite('jit', dtype, shape),
    )
    return { stores: new Set(stores), results: [] }
  }
}

/** A store that throws when it is read. */
function unreadable(refuse: () => never): Data {
  const handler = { get: refuse, has: refuse, getPrototypeOf: refuse, ownKeys: refuse }
  return new Proxy(new Float64Array(0), handler)
}
