/** The product of a matrix and one whose rows are runs of a store, which may overlap. */
import type { ProductOfRuns } from '../../array/fast.ts'
import { engine, floatTypeOf } from '../engine.ts'
import { DEPTH, panelWidth, roundUp } from './block-shape.ts'
import { gemmKernels } from './blocked.ts'
import { copyRows } from './copy.ts'

/** Elements that the memory is worth keeping for, and multiplications that are worth a call. */
const MOST = 1 << 22
const LEAST = 4096

/** For at most 2·DEPTH runs: the columns of a panel then stay in a first-level cache. */
export const productOfRuns: ProductOfRuns = (a, store, starts, { count, step, length }, out, at) => {
  const { rows, columns } = a
  const type = floatTypeOf(store)
  const panel = panelWidth(type)
  const wide = roundUp(length, panel)
  // A panel's last columns lie where the next part begins, which is written after it.
  const stride = count * length + panel
  const elements = rows * columns + store.length + panel + rows * stride
  if (rows * columns * count * length < LEAST || columns > 2 * DEPTH || elements > MOST) return false
  const kernels = engine()
  if (kernels === null) return false
  const bytes = store.BYTES_PER_ELEMENT
  kernels.reserve(bytes * elements + 4 * columns, address => {
    const memory = kernels.view(type)
    const aAt = address / bytes
    const bAt = aAt + rows * columns
    const cAt = bAt + store.length + panel
    const table = bytes * (cAt + rows * stride)
    copyRows(a.data, a.offset, a.rowStride, a.columnStride, rows, columns, memory, aAt, columns)
    memory.set(store, bAt)
    starts.forEach((start, i) => {
      kernels.ints[table / 4 + i] = bytes * start
    })
    const { ofRuns } = gemmKernels(kernels, type)
    for (let i = 0; i < count; i++)
      ofRuns(
        bytes * aAt,
        bytes * columns,
        bytes,
        bytes * (bAt + i * step),
        table,
        bytes * (cAt + i * length),
        bytes * stride,
        rows,
        wide,
        columns,
        0,
      )
    copyRows(memory, cAt, stride, 1, rows, count * length, out, at, count * length)
  })
  return true
}
