/** Copies between the stores of tensors and the memory of the engine. */
import type { Data } from '../array/dtype.ts'
import type { Engine } from '../kernels/engine.ts'

/** Shorter runs are copied faster element by element. */
const SHORT = 24

/** The memory of the engine as a typed array of the same type as `data`. */
const viewFor = (wasm: Engine, data: Data): Data =>
  data instanceof Float64Array
    ? wasm.doubles
    : data instanceof Float32Array
      ? wasm.floats
      : data instanceof Int32Array
        ? wasm.ints
        : wasm.octets

/** Copies elements into the memory of the engine. */
export function bring(wasm: Engine, data: Data, from: number, address: number, count: number): void {
  const memory = viewFor(wasm, data)
  const to = address / data.BYTES_PER_ELEMENT
  if (count < SHORT) for (let i = 0; i < count; i++) memory[to + i] = data[from + i]
  else memory.set(from === 0 && count === data.length ? data : data.subarray(from, from + count), to)
}

/** Copies elements out of the memory of the engine. */
export function take(wasm: Engine, data: Data, to: number, address: number, count: number): void {
  const memory = viewFor(wasm, data)
  const from = address / data.BYTES_PER_ELEMENT
  if (count < SHORT) for (let i = 0; i < count; i++) data[to + i] = memory[from + i]
  else data.set(memory.subarray(from, from + count), to)
}
