/**
 * The elements under the windows of a plane as a matrix [kernel, windows], which makes a convolution a matrix product;
 * and the transpose of that: sums over the windows that an element is under.
 */
import type { Data } from '../../array/dtype.ts'
import { type Plane, reaching } from './windows.ts'

/** From this length on a run is copied by the engine's own `set`. */
const LONG = 48

/** Writes the elements of a plane from `x[at]` on as columns. What lies on padding is not written. */
export function toColumns(x: Data, at: number, [rows, columns]: Plane, out: Data, o: number): void {
  const { stride } = columns
  for (let i = 0; i < rows.kernel; i++) {
    const down = reaching(rows, i)
    for (let j = 0; j < columns.kernel; j++) {
      const { start, first, end } = reaching(columns, j)
      for (let row = down.first; row < down.end; row++) {
        const from = at + (down.start + row * rows.stride) * columns.size + start
        const to = o + row * columns.count
        if (stride === 1 && end - first >= LONG) out.set(x.subarray(from + first, from + end), to + first)
        else for (let w = first; w < end; w++) out[to + w] = x[from + w * stride]
      }
      o += rows.count * columns.count
    }
  }
}

/** Adds columns from `x[at]` on to the elements of a plane that they are from. */
export function fromColumns(x: Data, at: number, [rows, columns]: Plane, out: Data, o: number): void {
  const { stride } = columns
  for (let i = 0; i < rows.kernel; i++) {
    const down = reaching(rows, i)
    for (let j = 0; j < columns.kernel; j++) {
      const { start, first, end } = reaching(columns, j)
      for (let row = down.first; row < down.end; row++) {
        const to = o + (down.start + row * rows.stride) * columns.size + start
        const from = at + row * columns.count
        for (let w = first; w < end; w++) out[to + w * stride] += x[from + w]
      }
      at += rows.count * columns.count
    }
  }
}
