/** A step on mixed samples in WebAssembly, with the bits of the plain one (mixed.ts). */

import type { WebAssemblyApi } from '@multiview/tensor/kernel-parts'
import { emitProduct, entryBytes, inEntry, type ProductPass } from './emit-product.ts'
import { floats, lanes, rowBytes, sizes } from './plain.ts'
import type { MixedStep, MixedStepShape, SparseRows } from './product.ts'
import { wasmStepBeside } from './wasm.ts'

let compiled: object | undefined

/** A matrix in memory. */
interface Placed {
  readonly matrix: SparseRows
  readonly ends: number
  readonly entries: number
}

const bytesOf = ({ column, first }: SparseRows): number => entryBytes * column.length + 8 * first.length

/** Writes a matrix to memory from `start` on. */
const written = (matrix: SparseRows, view: DataView, start: number): Placed => {
  const { first, column, value } = matrix
  const ends = start + entryBytes * column.length
  column.forEach((of, e) => {
    view.setFloat64(start + e * entryBytes + inEntry.value, value[e], true)
    view.setUint32(start + e * entryBytes + inEntry.offset, of * rowBytes, true)
  })
  for (let row = 1; row < first.length; row++)
    view.setUint32(ends + 4 * (row - 1), start + first[row] * entryBytes, true)
  return { matrix, ends, entries: start }
}

/** @throws RangeError when the arrays of the step need more than the 4 GiB of a memory. */
export const wasmMixedStep = ({ inner: shape, mixing, back }: MixedStepShape): MixedStep => {
  const webAssembly = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly
  const { panels } = sizes(shape)
  const rows = back.first.length - 1
  const stateBytes = panels * rows * rowBytes
  const {
    step: inner,
    memory,
    passes,
    end,
  } = wasmStepBeside(shape, 'float64', 2 * stateBytes + bytesOf(mixing) + bytesOf(back))
  const at = { state: end, change: end + stateBytes, mixing: end + 2 * stateBytes }
  const view = new DataView(memory.buffer)
  const there = written(mixing, view, at.mixing)
  const backThere = written(back, view, at.mixing + bytesOf(mixing))
  compiled ??= new webAssembly.Module(emitProduct())
  const { product } = new webAssembly.Instance(compiled, { js: { memory } }).exports as ProductPass
  const { b, slope } = inner.arrays
  const times = ({ matrix, ends, entries }: Placed, columns: number, from: number, to: number): void => {
    const count = matrix.first.length - 1
    for (let panel = 0; panel < panels; panel++)
      product(count, ends, entries, from + panel * columns * rowBytes, to + panel * count * rowBytes)
  }
  const mixed = mixing.first.length - 1
  return {
    inner,
    state: floats('float64', panels * rows * lanes, memory.buffer, at.state),
    change: floats('float64', panels * rows * lanes, memory.buffer, at.change),
    mixState: () => times(there, rows, at.state, b.byteOffset),
    unmix: () => times(backThere, mixed, slope.byteOffset, at.change),
    mixChange: () => times(there, rows, at.change, slope.byteOffset),
    advance: step => passes.advance(step, at.state, at.change, stateBytes),
  }
}
