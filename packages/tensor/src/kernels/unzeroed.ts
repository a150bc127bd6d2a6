/** Stores for results of which every element is about to be written. */
import type { Data, DType } from '../array/dtype.ts'

/** Below this many bytes zeroing costs less than the call. */
const LEAST = 2 ** 13
/**
 * Node's buffers have a limit, which differs by version; zeroing is little beside so large a
 * result.
 */
const MOST = 2 ** 31

const STORES = { float64: Float64Array, float32: Float32Array, int32: Int32Array, bool: Uint8Array }

interface Scope {
  readonly Buffer?: { allocUnsafeSlow(bytes: number): Uint8Array<ArrayBuffer> }
}

/**
 * A store of `size` elements that hold whatever was there, or undefined where the engine zeroes all
 * memory that it hands out, as browsers do. Zeroing and the page faults behind it take as long as
 * adding two arrays.
 */
export const unzeroed = (dtype: DType, size: number): Data | undefined => {
  const store = STORES[dtype]
  const bytes = size * store.BYTES_PER_ELEMENT
  if (bytes < LEAST || bytes > MOST) return undefined
  const memory = (globalThis as Scope).Buffer?.allocUnsafeSlow(bytes)
  // A store has a buffer of its own, as that of any other tensor.
  return memory?.byteOffset === 0 && memory.buffer.byteLength === bytes ? new store(memory.buffer) : undefined
}
