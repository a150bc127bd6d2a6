/**
 * Copies elements of both float types into the memory of the engine as doubles, and results back
 * out.
 */
import type { Engine, FloatArray, Kernels } from '../engine.ts'
import { placeTables } from '../transcendental/table.ts'
import { type RowsFunction, rowsModule } from './emit.ts'
import { copyPart, type FloatView } from './view.ts'

const compiled = new WeakMap<Engine, Kernels<RowsFunction>>()

/** The kernels. They are compiled at the first call. */
export const rowsKernels = (engine: Engine): Kernels<RowsFunction> => {
  let kernels = compiled.get(engine)
  if (kernels === undefined) {
    placeTables(engine)
    compiled.set(engine, (kernels = engine.compile(rowsModule())))
  }
  return kernels
}

/** The number of doubles that kernels may access after the last element of a buffer. */
const SLACK = 8

/** Whether the elements are single floats. */
export const isSingle = (x: FloatArray | FloatView): boolean =>
  ('levels' in x ? x.data : x) instanceof Float32Array

/** A block of the memory of the engine for up to `capacity` doubles; `address` is in bytes. */
export class RowBuffer {
  readonly address: number
  readonly #engine: Engine
  readonly #capacity: number

  constructor(engine: Engine, address: number, capacity: number) {
    this.#engine = engine
    this.address = address
    this.#capacity = capacity
  }

  /** The number of bytes of a buffer, including its place for single floats. */
  static bytes(capacity: number): number {
    return 8 * (capacity + SLACK) + 4 * (capacity + SLACK)
  }

  /** The address of the place for single floats, in bytes. */
  get singles(): number {
    return this.address + 8 * (this.#capacity + SLACK)
  }

  /** Copies `count` elements in. */
  load(x: FloatArray | FloatView, from: number, count: number): void {
    if (this.#copyIn(x, from, count, 0))
      rowsKernels(this.#engine).widen(this.singles, this.address, Math.ceil(count / 4))
  }

  /** Copies single floats to `singles` without conversion. Returns false for doubles. */
  loadSingles(x: FloatArray | FloatView, from: number, count: number): boolean {
    return isSingle(x) && this.#copyIn(x, from, count, 0)
  }

  /** Copies `rows` runs of `count` elements, `stride` apart, in, one after the other. */
  loadRows(x: FloatArray | FloatView, from: number, rows: number, count: number, stride: number): void {
    if (count === stride || rows === 1) {
      this.load(x, from, rows * count)
      return
    }
    for (let row = 0; row < rows; row++) this.#copyIn(x, from + row * stride, count, row * count)
    if (isSingle(x))
      rowsKernels(this.#engine).widen(this.singles, this.address, Math.ceil((rows * count) / 4))
  }

  /** Copies elements to a place for their type. Returns whether they are single floats. */
  #copyIn(x: FloatArray | FloatView, from: number, count: number, to: number): boolean {
    const single = isSingle(x)
    const memory = single ? this.#engine.floats : this.#engine.doubles
    const at = to + (single ? this.singles / 4 : this.address / 8)
    if ('levels' in x) copyPart(x, from, count, memory, at)
    else memory.set(x.subarray(from, from + count), at)
    return single
  }

  /** Writes a number to the first `count` places. */
  fill(value: number, count: number): void {
    this.#engine.doubles.fill(value, this.address / 8, this.address / 8 + count)
  }

  /** Copies the first `count` doubles out, rounded to the type of `out`. */
  store(out: FloatArray, to: number, count: number): void {
    if (out instanceof Float64Array)
      out.set(this.#engine.doubles.subarray(this.address / 8, this.address / 8 + count), to)
    else {
      rowsKernels(this.#engine).narrow(this.address, this.singles, Math.ceil(count / 4))
      out.set(this.#engine.floats.subarray(this.singles / 4, this.singles / 4 + count), to)
    }
  }
}

/** Lends buffers of the given capacities while `use` runs. */
export const withBuffers = (
  engine: Engine,
  capacities: readonly number[],
  use: (...buffers: RowBuffer[]) => void,
): void => {
  const sizes = capacities.map(capacity => Math.ceil(RowBuffer.bytes(capacity) / 64) * 64)
  const total = sizes.reduce((sum, size) => sum + size, 0)
  engine.reserve(total, address => {
    let next = address
    const buffers = capacities.map((capacity, i) => {
      const buffer = new RowBuffer(engine, next, capacity)
      next += sizes[i]
      return buffer
    })
    use(...buffers)
  })
}
