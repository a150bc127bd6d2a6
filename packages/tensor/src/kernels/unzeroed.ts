/** Stores without zeroing, for results of which every element will be written. */
import { type Data, type DType, STORES } from '../array/dtype.ts'
import { keepPages } from './keep-pages.ts'

/** Below this number of bytes, zeroing costs less than the call. */
const LEAST = 2 ** 13
/**
 * Node's buffers have a maximum size, which depends on the version. For larger results the time for
 * zeroing does not matter.
 */
const MOST = 2 ** 31

interface Scope {
  readonly Buffer?: { allocUnsafeSlow(bytes: number): Uint8Array<ArrayBuffer> }
}

/**
 * A store of `size` elements with arbitrary values, or undefined if the engine zeroes all new
 * memory, as browsers do. Zeroing and its page faults take as long as adding two arrays.
 */
export const unzeroed = (dtype: DType, size: number): Data | undefined => {
  const store = STORES[dtype]
  const bytes = size * store.BYTES_PER_ELEMENT
  if (bytes < LEAST || bytes > MOST) return undefined
  keepPages(size)
  const memory = (globalThis as Scope).Buffer?.allocUnsafeSlow(bytes)
  // A store must have a buffer of its own, as the store of any other tensor.
  return memory?.byteOffset === 0 && memory.buffer.byteLength === bytes ? new store(memory.buffer) : undefined
}
