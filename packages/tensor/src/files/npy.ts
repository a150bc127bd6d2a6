import { fail, show, told } from '../array/error.ts'
import { strideOf } from '../array/shape.ts'
import { Tensor } from '../array/tensor.ts'
import {
  type Bytes,
  byteLength,
  bytesOf,
  decode,
  decodedLength,
  type ElementKind,
  encode,
} from './elements.ts'
import { formatHeader, parseHeader } from './npy-header.ts'
import { fromLatin1, fromUtf8, quote, toUtf8 } from './text.ts'

const MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59) // \x93NUMPY

const KINDS = new Map<string, ElementKind>([
  ['f8', 'float64'],
  ['f4', 'float32'],
  ['f2', 'float16'],
  ['i4', 'int32'],
  ['i8', 'int64'],
  ['u8', 'uint64'],
  ['u4', 'uint32'],
  ['b1', 'bool'],
  ['i2', 'int16'],
  ['u2', 'uint16'],
  ['i1', 'int8'],
  ['u1', 'uint8'],
])

const DESCR = { float64: '<f8', float32: '<f4', int32: '<i4', bool: '|b1' }

/**
 * The array in the bytes of a `.npy` file, in the format of `numpy.save`.
 *
 * Supports versions 1.0, 2.0 and 3.0, both byte orders, and C and Fortran order (the latter gives a
 * view with such strides). float64, float32, int32 and bool keep their dtype. float16 is read as
 * float32. Integers of other sizes are read as int32 if it holds all of them, otherwise as float64.
 *
 * @param bytes a Uint8Array or an ArrayBuffer, such as `await response.arrayBuffer()`.
 * @throws TensorError for incomplete or malformed files, for other dtypes, and for an integer that
 * float64 does not hold exactly. It checks the claimed size against the number of bytes before it
 * allocates memory.
 * @example
 * readNpy(writeNpy(tensor([[1, 2], [3, 4]]))).shape // [2, 2]
 */
export function readNpy(bytes: Bytes): Tensor {
  return readNpyAs('readNpy', bytes)
}

/** The same for a function of another name; `where` names the member of an archive in errors. */
export function readNpyAs(operation: string, given: Bytes, where = 'the file'): Tensor {
  const { kind, littleEndian, fortranOrder, shape, elements } = opened(operation, given, where)
  const { dtype, data } = decode(operation, kind, littleEndian, elements, where)
  const stride = fortranOrder ? strideOf(shape.toReversed()).reverse() : strideOf(shape)
  return new Tensor(dtype, data, shape, stride, 0)
}

/** How many bytes `readNpyAs` allocates for this file; none for one that it refuses. */
export function bytesToRead(given: Bytes): number {
  try {
    const { kind, elements } = opened('readNpy', given, '')
    return decodedLength(kind, elements.length)
  } catch {
    return 0
  }
}

/** The header of a file, and its elements as bytes. */
function opened(operation: string, given: Bytes, where: string) {
  const refuse = (why: string): never => fail(operation, `${where} ${why}`)
  const bytes = bytesOf(given, refuse)
  if (bytes.length < 10 || MAGIC.some((byte, i) => bytes[i] !== byte))
    return refuse('is not a .npy file: it does not begin with \\x93NUMPY')
  const major = bytes[6]
  if (major < 1 || major > 3)
    return refuse(`has .npy version ${major}.${bytes[7]}; known are 1.0, 2.0 and 3.0`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const start = major === 1 ? 10 : 12
  if (bytes.length < start) return refuse('ends inside its header')
  const end = start + (major === 1 ? view.getUint16(8, true) : view.getUint32(8, true))
  if (end > bytes.length)
    return refuse(`ends inside its header: ${end} bytes announced, ${bytes.length} there`)
  const text = (major === 3 ? fromUtf8 : fromLatin1)(bytes.subarray(start, end))
  const { descr, fortranOrder, shape } = parseHeader(operation, text)

  const kind = KINDS.get(descr.slice(1))
  if (kind === undefined || !'<>|='.includes(descr[0]))
    return refuse(
      `holds dtype ${quote(descr)}; readable are f8, f4, f2, i8, i4, i2, i1, u8, u4, u2, u1 and b1: convert with astype before saving`,
    )
  const claimed = byteLength(kind, shape)
  const there = bytes.length - end
  if (claimed !== there)
    return refuse(
      `claims ${claimed ?? 'more than 2^53'} bytes of elements for shape ${show(shape)} of ${kind}, but has ${there}`,
    )
  return { kind, littleEndian: descr[0] !== '>', fortranOrder, shape, elements: bytes.subarray(end) }
}

/**
 * The bytes of a `.npy` file. They equal what `numpy.save` writes for this array in C order.
 *
 * @param x a tensor of any shape, strides and dtype.
 * @example
 * writeNpy(tensor([1, 2, 3])).length // 152
 */
export function writeNpy(x: Tensor): Uint8Array {
  if (!(x instanceof Tensor))
    return fail('writeNpy', `takes a tensor, not ${told(x)}; wrap other arrays in tensor(…)`)
  // Version 1.0 allows a header of 65,535 bytes, which is enough for 64 axes.
  const header = toUtf8(formatHeader(DESCR[x.dtype], x.shape, 10))
  const elements = encode(x)
  const bytes = new Uint8Array(10 + header.length + elements.length)
  bytes.set(MAGIC)
  bytes[6] = 1
  new DataView(bytes.buffer).setUint16(8, header.length, true)
  bytes.set(header, 10)
  bytes.set(elements, 10 + header.length)
  return bytes
}
