/** The product of a matrix and a matrix whose rows are runs of a store. The runs may overlap. */
import type { ProductOfRuns } from '../../array/fast.ts'
import { engine, floatTypeOf } from '../engine.ts'
import { DEPTH, panelWidth, roundUp } from './block-shape.ts'
import { gemmKernels } from './blocked.ts'
import { copyRows } from './copy.ts'

/**
 * The maximum number of elements in memory, and the minimum number of multiplications for a call to
 * pay off.
 */
const MOST = 1 << 22
const LEAST = 4096

/** It supports at most 2·DEPTH runs, so that the columns of a panel stay in a first-level cache. */
export const productOfRuns: ProductOfRuns = (a, store, starts, { count, step, length }, out, at) => {
  const { rows, columns } = a
  const type = floatTypeOf(store)
  const panel = panelWidth(type)
  const wide = roundUp(length, panel)
  // The last columns of a panel may overlap the start of the next part, which is written later.
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
