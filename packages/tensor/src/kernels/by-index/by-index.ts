/**
 * Picking slices by index, and adding slices to the places that indices name, through WebAssembly:
 * the table is held while pieces of indices and slices pass by.
 */
import { type Engine, engine, type FloatArray, type Kernels } from '../engine.ts'
import { type IndexFunction, indexModule } from './emit.ts'

/**
 * What is picked from: a contiguous array from `offset` on, as [outer, n, inner], the index going
 * along n.
 */
export interface Table {
  readonly offset: number
  readonly outer: number
  readonly n: number
  readonly inner: number
}

/** Bytes of slices held at a time, if a slice has no more. */
const PIECE_BYTES = 32768
/** Below this many elements the call costs more than it gains. */
const WORTH_A_CALL = 256
/** A table this many times as large as what passes by is not worth copying in. */
const LARGEST_SHARE = 4
/** Slices this long move faster by the language's own copy. */
const LONG_SLICE_BYTES = 2048
/** The most of a table that is held. */
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

/** Lends the places of a table and of a piece of indices and slices; all addresses in bytes. */
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
 * out[o, c, ·] = x[o, index[c], ·]; the indices lie in 0 … n − 1, unchecked here. x and out are of
 * one type. Returns false, having done nothing, where there is no WebAssembly or it would not be
 * faster.
 */
export const gatherSlices = (x: Words, table: Table, index: Int32Array, out: Words): boolean => {
  const { offset, outer, n, inner } = table
  const bytes = x.BYTES_PER_ELEMENT
  const count = index.length
  if (inner * bytes >= LONG_SLICE_BYTES || !worthwhile(x, table, count)) return false
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
 * y[o, index[c], ·] += v[o, c, ·] in the order of c, each sum rounded to the type; the indices lie
 * in 0 … n − 1, unchecked here. y and v are of one type. Returns false, having done nothing, where
 * there is no WebAssembly or it would not be faster.
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
