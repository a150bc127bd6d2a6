/**
 * Writes the elements under the windows of planes as a matrix [channels · kernel elements,
 * windows], which turns a convolution into a matrix product (im2col). Also the transpose: for each
 * element the sum over the windows that cover it.
 */
import { allocate, type Data, type DType } from '../../array/dtype.ts'
import { type Plane, reaching, type Windows } from './windows.ts'

/** Runs of at least this length are copied by `set` of typed arrays. */
const LONG = 48

/** Copies a run of elements. */
export function copyRun(from: Data, at: number, to: Data, o: number, n: number): void {
  if (n >= LONG) to.set(from.subarray(at, at + n), o)
  else for (let i = 0; i < n; i++) to[o + i] = from[at + i]
}

/** Adds a run of elements to another run. */
function addRun(from: Data, at: number, to: Data, o: number, n: number): void {
  for (let i = 0; i < n; i++) to[o + i] += from[at + i]
}

/**
 * Writes the elements of a plane from `x[at]` on as columns. Elements on padding are not written.
 */
export function toColumns(x: Data, at: number, [rows, columns]: Plane, out: Data, o: number): void {
  const { stride } = columns
  for (let i = 0; i < rows.kernel; i++) {
    const down = reaching(rows, i)
    for (let j = 0; j < columns.kernel; j++) {
      const { start, first, end } = reaching(columns, j)
      for (let row = down.first; row < down.end; row++) {
        const from = at + (down.start + row * rows.stride) * columns.size + start
        const to = o + row * columns.count
        if (stride === 1) copyRun(x, from + first, out, to + first, end - first)
        else for (let w = first; w < end; w++) out[to + w] = x[from + w * stride]
      }
      o += rows.count * columns.count
    }
  }
}

/** Adds columns from `x[at]` on to the elements of the plane. */
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

/** The columns of some channels, in a store that is reused for each sample. */
export interface Columns {
  /** The store of the columns, which is created at the first call. */
  readonly store: () => Data
  /** The number of columns, and the distance between the columns of two rows of windows. */
  readonly length: number
  readonly row: number
  /**
   * If windows are one element apart, the rows of the store are runs of `planes` from `starts` on,
   * and `load` writes `planes`. Otherwise null.
   */
  readonly runs: { readonly planes: Data; readonly starts: readonly number[] } | null
  /** Reads the planes that start at `x[at]`. */
  readonly load: (x: Data, at: number) => void
  /** Completes the store from the loaded planes, and returns it. */
  readonly fill: () => Data
  /** Sums the columns of the store at each element of the planes that start at `out[at]`. */
  readonly add: (out: Data, at: number) => void
}

/** If windows are one element apart, the rows of the matrix are long runs of the padded planes. */
export const columnsOf = (operation: string, dtype: DType, plane: Plane, channels: number): Columns =>
  plane[0].stride === 1 && plane[1].stride === 1
    ? wideColumns(operation, dtype, plane, channels)
    : exactColumns(operation, dtype, plane, channels)

function exactColumns(operation: string, dtype: DType, plane: Plane, channels: number): Columns {
  const [rows, columns] = plane
  const length = rows.count * columns.count
  const taps = rows.kernel * columns.kernel * length
  const area = rows.size * columns.size
  const store = allocate(operation, dtype, [channels, taps])
  return {
    store: () => store,
    length,
    row: columns.count,
    runs: null,
    load(x, at) {
      for (let c = 0; c < channels; c++) toColumns(x, at + c * area, plane, store, c * taps)
    },
    fill: () => store,
    add(out, at) {
      for (let c = 0; c < channels; c++) fromColumns(store, c * taps, plane, out, at + c * area)
    },
  }
}

/** The length of an axis of a plane with its padding, if windows are one element apart. */
const padded = ({ count, kernel, dilation }: Windows): number => count + (kernel - 1) * dilation

/**
 * For each element of the kernel, a run of the padded plane from that element on. It holds the
 * columns of all windows. Between two rows of windows it holds some unused columns.
 */
function wideColumns(operation: string, dtype: DType, plane: Plane, channels: number): Columns {
  const [rows, columns] = plane
  const row = padded(columns)
  const area = padded(rows) * row
  const length = (rows.count - 1) * row + columns.count
  let made: Data | undefined
  const store = () => (made ??= allocate(operation, dtype, [channels * rows.kernel * columns.kernel, length]))
  const planes = allocate(operation, dtype, [channels, area])
  /** Visits the rows of all planes, with their places in the argument and in the padded planes. */
  const eachRow = (at: number, visit: (x: number, o: number) => void) => {
    for (let c = 0; c < channels; c++)
      for (let i = 0; i < rows.size; i++)
        visit(at + (c * rows.size + i) * columns.size, c * area + (rows.before + i) * row + columns.before)
  }
  const starts: number[] = []
  for (let c = 0; c < channels; c++)
    for (let i = 0; i < rows.kernel; i++)
      for (let j = 0; j < columns.kernel; j++)
        starts.push(c * area + i * rows.dilation * row + j * columns.dilation)
  return {
    store,
    length,
    row,
    runs: { planes, starts },
    load(x, at) {
      eachRow(at, (from, o) => copyRun(x, from, planes, o, columns.size))
    },
    fill() {
      const all = store()
      starts.forEach((from, k) => void copyRun(planes, from, all, k * length, length))
      return all
    },
    add(out, at) {
      planes.fill(0)
      const all = store()
      starts.forEach((to, k) => void addRun(all, k * length, planes, to, length))
      eachRow(at, (to, o) => copyRun(planes, o, out, to, columns.size))
    },
  }
}
