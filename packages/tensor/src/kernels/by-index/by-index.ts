/**
 * Reads slices by index, and adds slices at indices, through WebAssembly. The table stays in the
 * memory of the engine, while indices and slices are copied piece by piece.
 */
import { type Engine, engine, type FloatArray, type Kernels } from '../engine.ts'
import { type IndexFunction, indexModule } from './emit.ts'

/**
 * The array that indices select from. It is contiguous from `offset` on and seen as [outer, n,
 * inner]; the index is a place along n.
 */
export interface Table {
  readonly offset: number
  readonly outer: number
  readonly n: number
  readonly inner: number
}

/** The number of bytes of slices that are copied at a time, unless a single slice has more. */
const PIECE_BYTES = 32768
/** Below this number of elements the call costs more than it gains. */
const WORTH_A_CALL = 256
/** The table is not worth copying if it is this many times as large as the slices. */
const LARGEST_SHARE = 4
/** Slices of at least this length are copied one by one, which is faster without WebAssembly. */
const LONG_SLICE_BYTES = 2048
/** The maximum size of a table in the memory of the engine. */
const MOST_TABLE_BYTES = 2 ** 28

const compiled = new WeakMap<Engine, Kernels<IndexFunction>>()

const kernelsOf = (engine: Engine): Kernels<IndexFunction> => {
  let kernels = compiled.get(engine)
  if (kernels === undefined) compiled.set(engine, (kernels = engine.compile(indexModule())))
  return kernels
}

type Words = Float64Array | Float32Array | Int32Array

const viewOf = (wasm: Engine, array: Words): Words =>
  array instanceof Float64Array ? wasm.doubles : array instanceof Float32Array ? wasm.floats : wasm.ints

const worthwhile = (array: Words, { n, inner }: Table, count: number): boolean =>
  count * inner >= WORTH_A_CALL &&
  n <= LARGEST_SHARE * count &&
  n * inner * array.BYTES_PER_ELEMENT <= MOST_TABLE_BYTES

/** Lends memory for a table and for a piece of indices and slices. All addresses are in bytes. */
const withPlaces = (
  wasm: Engine,
  array: Words,
  { n, inner }: Table,
  count: number,
  use: (table: number, indices: number, slices: number, most: number) => void,
): void => {
  const slice = inner * array.BYTES_PER_ELEMENT
  const most = Math.min(count, Math.max(1, Math.floor(PIECE_BYTES / slice)))
  const tableBytes = Math.ceil((n * slice) / 64) * 64
  const indexBytes = Math.ceil((most * 4) / 64) * 64
  wasm.reserve(tableBytes + indexBytes + most * slice, address =>
    use(address, address + tableBytes, address + tableBytes + indexBytes, most),
  )
}

/**
 * out[o, c, ·] = x[o, index[c], ·]. The indices are in 0 … n − 1, which is not checked here. x and
 * out have the same type. If WebAssembly is missing or would not be faster, it only returns false.
 */
export const gatherSlices = (x: Words, table: Table, index: Int32Array, out: Words): boolean => {
  const { offset, outer, n, inner } = table
  const bytes = x.BYTES_PER_ELEMENT
  const count = index.length
  if (inner * bytes >= LONG_SLICE_BYTES) {
    for (let o = 0, to = 0; o < outer; o++)
      for (let c = 0; c < count; c++, to += inner) {
        const from = offset + (o * n + index[c]) * inner
        out.set(x.subarray(from, from + inner), to)
      }
    return true
  }
  if (!worthwhile(x, table, count)) return false
  const wasm = engine()
  if (wasm === null) return false
  const { gather } = kernelsOf(wasm)
  withPlaces(wasm, x, table, count, (tableAt, indicesAt, slicesAt, most) => {
    const memory = viewOf(wasm, x)
    for (let o = 0; o < outer; o++) {
      const from = offset + o * n * inner
      memory.set(x.subarray(from, from + n * inner), tableAt / bytes)
      for (let c = 0; c < count; c += most) {
        const few = Math.min(most, count - c)
        wasm.ints.set(index.subarray(c, c + few), indicesAt / 4)
        gather(tableAt, indicesAt, few, inner * bytes, slicesAt)
        out.set(memory.subarray(slicesAt / bytes, slicesAt / bytes + few * inner), (o * count + c) * inner)
      }
    }
  })
  return true
}

/**
 * y[o, index[c], ·] += v[o, c, ·] in the order of c. Each sum is rounded to the type. The indices
 * are in 0 … n − 1, which is not checked here. y and v have the same type. If
 * WebAssembly is missing or would not be faster, it only returns false.
 */
export const scatterAddSlices = (
  y: FloatArray,
  table: Table,
  index: Int32Array,
  values: FloatArray,
  valuesAt: number,
): boolean => {
  const { offset, outer, n, inner } = table
  const bytes = y.BYTES_PER_ELEMENT
  const count = index.length
  if (!worthwhile(y, table, count)) return false
  const wasm = engine()
  if (wasm === null) return false
  const kernel = kernelsOf(wasm)[y instanceof Float64Array ? 'scatterAddDouble' : 'scatterAddSingle']
  withPlaces(wasm, y, table, count, (tableAt, indicesAt, slicesAt, most) => {
    const memory = viewOf(wasm, y)
    for (let o = 0; o < outer; o++) {
      const from = offset + o * n * inner
      memory.set(y.subarray(from, from + n * inner), tableAt / bytes)
      for (let c = 0; c < count; c += most) {
        const few = Math.min(most, count - c)
        wasm.ints.set(index.subarray(c, c + few), indicesAt / 4)
        const start = valuesAt + (o * count + c) * inner
        memory.set(values.subarray(start, start + few * inner), slicesAt / bytes)
        kernel(tableAt, indicesAt, few, inner, slicesAt)
      }
      y.set(memory.subarray(tableAt / bytes, tableAt / bytes + n * inner), from)
    }
  })
  return true
}
