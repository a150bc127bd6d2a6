// Converts the elements of files to typed arrays and back, for any byte order of file and machine.

import { compact } from '../array/convert.ts'
import { allocate, type Data, type DType } from '../array/dtype.ts'
import { fail } from '../array/error.ts'
import type { Tensor } from '../array/tensor.ts'
import { formats, fromHalves, toHalves } from './half.ts'

/** Floats of 16 bits. They are read as float32. */
export type HalfKind = 'float16' | 'bfloat16'

/** The element types of files. Integers of other sizes are read as int32. */
export type ElementKind = DType | HalfKind | 'int64' | 'int16' | 'uint16' | 'int8' | 'uint8'

const BYTES: Record<ElementKind, number> = {
  float64: 8,
  float32: 4,
  float16: 2,
  bfloat16: 2,
  int32: 4,
  bool: 1,
  int64: 8,
  int16: 2,
  uint16: 2,
  int8: 1,
  uint8: 1,
}

const machineIsLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

/**
 * The number of bytes of the elements of a shape, or undefined if it is more than a machine can
 * address.
 */
export function byteLength(kind: ElementKind, shape: readonly number[]): number | undefined {
  let bytes = BYTES[kind]
  // One zero makes the product zero, even if the other axes are huge.
  if (shape.includes(0)) return 0
  for (const length of shape) bytes *= length
  return Number.isSafeInteger(bytes) ? bytes : undefined
}

/** The dtype as which elements of a kind are read. */
export function dtypeOfKind(kind: ElementKind): DType {
  if (kind === 'float16' || kind === 'bfloat16') return 'float32'
  return kind === 'float64' || kind === 'float32' || kind === 'bool' ? kind : 'int32'
}

/** A new store with the elements of `bytes`. The caller has checked the length. */
export function decode(operation: string, kind: ElementKind, littleEndian: boolean, bytes: Uint8Array): Data {
  const dtype = dtypeOfKind(kind)
  const size = BYTES[kind]
  const count = bytes.length / size
  if (kind === dtype && (size === 1 || littleEndian === machineIsLittleEndian)) {
    const data = allocate(operation, dtype, [count])
    new Uint8Array(data.buffer).set(bytes)
    // In a file any byte except 0 is true. A tensor stores 0 or 1.
    if (kind === 'bool') for (let i = 0; i < count; i++) if (data[i] !== 0) data[i] = 1
    return data
  }
  if (kind === 'float16' || kind === 'bfloat16') return fromHalves(bytes, littleEndian, formats[kind])
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const data = allocate(operation, dtype, [count])
  const read = reader(operation, kind, view, littleEndian)
  for (let i = 0; i < count; i++) data[i] = read(i * size)
  return data
}

function reader(
  operation: string,
  kind: ElementKind,
  view: DataView,
  little: boolean,
): (at: number) => number {
  switch (kind) {
    case 'float64':
      return at => view.getFloat64(at, little)
    case 'float32':
      return at => view.getFloat32(at, little)
    case 'int32':
      return at => view.getInt32(at, little)
    case 'int64':
      return at => {
        const low = view.getInt32(at + (little ? 0 : 4), little)
        const high = view.getInt32(at + (little ? 4 : 0), little)
        if (high === low >> 31) return low
        return fail(
          operation,
          `an int64 element is ${view.getBigInt64(at, little)}; integers are held as int32, so it must lie in ` +
            '[−2^31, 2^31 − 1]: save the array as float64',
        )
      }
    case 'int16':
      return at => view.getInt16(at, little)
    case 'uint16':
      return at => view.getUint16(at, little)
    case 'int8':
      return at => view.getInt8(at)
    default:
      return at => view.getUint8(at)
  }
}

/** The elements in C order as little-endian bytes. With `half`, floats are written with 16 bits. */
export function encode(x: Tensor, half?: HalfKind): Uint8Array {
  const { data, offset, size } = compact(x)
  if (half) return toHalves(data, offset, size, formats[half])
  const width = BYTES[x.dtype]
  const bytes = new Uint8Array(data.buffer, data.byteOffset + offset * width, size * width).slice()
  if (!machineIsLittleEndian && width > 1)
    for (let at = 0; at < bytes.length; at += width) bytes.subarray(at, at + width).reverse()
  return bytes
}
