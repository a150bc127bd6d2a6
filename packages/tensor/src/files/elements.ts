// Converts the elements of files to typed arrays and back, for any byte order of file and machine.

import { compact } from '../array/convert.ts'
import { allocate, type Data, type DType } from '../array/dtype.ts'
import { fail } from '../array/error.ts'
import type { Tensor } from '../array/tensor.ts'
import { formats, fromHalves, toHalves } from './half.ts'

/** Floats of 16 bits. They are read as float32. */
export type HalfKind = 'float16' | 'bfloat16'

/** Integers that an int32 may not hold. */
type WideKind = 'int64' | 'uint64' | 'uint32'

/** The element types of files. */
export type ElementKind = DType | HalfKind | WideKind | 'int16' | 'uint16' | 'int8' | 'uint8'

const BYTES: Record<ElementKind, number> = {
  float64: 8,
  float32: 4,
  float16: 2,
  bfloat16: 2,
  int32: 4,
  bool: 1,
  int64: 8,
  uint64: 8,
  uint32: 4,
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

/** How many bytes `decode` allocates for elements that have so many in a file. */
export function decodedLength(kind: ElementKind, bytes: number): number {
  if (isDType(kind)) return bytes
  // Wide integers become float64, and then a second array of int32 if it holds all of them.
  const width = kind === 'int64' || kind === 'uint64' || kind === 'uint32' ? 8 + 4 : 4
  return (bytes / BYTES[kind]) * width
}

/** A file may be given as any of these. */
export type Bytes = Uint8Array | ArrayBuffer

/** The bytes of a file. Calls `refuse` for another value. */
export function bytesOf(bytes: Bytes, refuse: (why: string) => never): Uint8Array {
  if (bytes instanceof ArrayBuffer) return new Uint8Array(bytes)
  return bytes instanceof Uint8Array
    ? bytes
    : refuse('must be given as a Uint8Array or an ArrayBuffer of its bytes')
}

/** Elements in a store of their own, and the dtype as which they are read. */
interface Elements {
  readonly dtype: DType
  readonly data: Data
}

/**
 * The elements in `bytes`, whose length the caller has checked. float16 and bfloat16 are read as
 * float32. Integers are read as int32 if it holds all of them, otherwise as float64. Throws for an
 * element that neither holds; `where` names the array.
 */
export function decode(
  operation: string,
  kind: ElementKind,
  littleEndian: boolean,
  bytes: Uint8Array,
  where: string,
): Elements {
  const size = BYTES[kind]
  const count = bytes.length / size
  if (kind === 'float16' || kind === 'bfloat16')
    return { dtype: 'float32', data: fromHalves(bytes, littleEndian, formats[kind]) }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (kind === 'int64' || kind === 'uint64' || kind === 'uint32')
    return decodeWide(operation, kind, littleEndian, view, where)
  const dtype = isDType(kind) ? kind : 'int32'
  const data = allocate(operation, dtype, [count])
  if (isDType(kind) && (size === 1 || littleEndian === machineIsLittleEndian)) {
    new Uint8Array(data.buffer).set(bytes)
    // In a file any byte except 0 is true. A tensor stores 0 or 1.
    if (kind === 'bool') for (let i = 0; i < count; i++) if (data[i] !== 0) data[i] = 1
    return { dtype, data }
  }
  const read = reader(kind, view, littleEndian)
  for (let i = 0; i < count; i++) data[i] = read(i * size)
  return { dtype, data }
}

const isDType = (kind: ElementKind): kind is DType =>
  kind === 'float64' || kind === 'float32' || kind === 'int32' || kind === 'bool'

function decodeWide(
  operation: string,
  kind: WideKind,
  little: boolean,
  view: DataView,
  where: string,
): Elements {
  const size = BYTES[kind]
  const data = allocate(operation, 'float64', [view.byteLength / size])
  let small = true
  for (let i = 0, at = 0; i < data.length; i++, at += size) {
    let x: number
    if (kind === 'uint32') x = view.getUint32(at, little)
    else {
      const top = at + (little ? 4 : 0)
      const high = kind === 'int64' ? view.getInt32(top, little) : view.getUint32(top, little)
      x = high * 2 ** 32 + view.getUint32(at + (little ? 0 : 4), little)
      if (!Number.isSafeInteger(x)) {
        const exact = kind === 'int64' ? view.getBigInt64(at, little) : view.getBigUint64(at, little)
        if (BigInt(x) !== exact)
          return fail(
            operation,
            `${where} holds the ${kind} element ${exact}, which neither int32 nor float64 holds exactly; save it ` +
              'as float64, which rounds it',
          )
      }
    }
    data[i] = x
    small &&= (x | 0) === x
  }
  return small ? { dtype: 'int32', data: Int32Array.from(data) } : { dtype: 'float64', data }
}

function reader(kind: ElementKind, view: DataView, little: boolean): (at: number) => number {
  switch (kind) {
    case 'float64':
      return at => view.getFloat64(at, little)
    case 'float32':
      return at => view.getFloat32(at, little)
    case 'int32':
      return at => view.getInt32(at, little)
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
