// The safetensors format: eight bytes with the length of a JSON header, then the header, then the
// elements, little-endian and in C order. Its specification sets the rules that are checked:
// offsets without gaps or overlaps, and a header of at most 100 MB.

import { isFloat } from '../array/dtype.ts'
import { fail, show, told } from '../array/error.ts'
import { checkOptions } from '../array/options.ts'
import { Tensor } from '../array/tensor.ts'
import { byName } from './by-name.ts'
import {
  type Bytes,
  byteLength,
  bytesOf,
  decode,
  type ElementKind,
  encode,
  type HalfKind,
} from './elements.ts'
import { fromUtf8, quote, toUtf8 } from './text.ts'
import { type FileTree, likeTree, named } from './trees.ts'

const KINDS = new Map<string, ElementKind>([
  ['F64', 'float64'],
  ['F32', 'float32'],
  ['F16', 'float16'],
  ['BF16', 'bfloat16'],
  ['I32', 'int32'],
  ['I64', 'int64'],
  ['U64', 'uint64'],
  ['U32', 'uint32'],
  ['BOOL', 'bool'],
  ['I16', 'int16'],
  ['U16', 'uint16'],
  ['I8', 'int8'],
  ['U8', 'uint8'],
])
const NAMES = {
  float64: 'F64',
  float32: 'F32',
  float16: 'F16',
  bfloat16: 'BF16',
  int32: 'I32',
  bool: 'BOOL',
}
const LONGEST_HEADER = 100_000_000

/** The contents of a safetensors file. */
export interface Safetensors<T = Record<string, Tensor>> {
  tensors: T
  /** Any text by key. */
  metadata: Record<string, string>
}

interface Entry {
  name: string
  /** Undefined for a dtype that cannot be read. */
  kind: ElementKind | undefined
  dtype: string
  shape: number[]
  begin: number
  end: number
}

/**
 * The tensors and the metadata in the bytes of a safetensors file. float16 and bfloat16 are read as
 * float32. Integers of other sizes than 32 bits, and unsigned ones, are read as int32 if it holds
 * all of a tensor, otherwise as float64.
 *
 * @param bytes a Uint8Array or an ArrayBuffer.
 * @param options.like a tree of tensors, whose form `tensors` then has. `writeSafetensors` gave each
 * tensor the name of its place, such as `layers.0.weight`.
 * @throws TensorError if the bytes break a rule of the format, and unless the file has exactly the
 * names of `like`, with its dtypes and shapes. It checks the claimed sizes against
 * the number of bytes before it allocates memory. A tensor of another dtype, and one with an
 * integer that float64 does not hold exactly, throws when its property is read, so the other
 * tensors of the file are there.
 * @example
 * readSafetensors(writeSafetensors({ x: tensor([1, 2]) })).tensors.x.toArray() // [1, 2]
 */
export function readSafetensors(bytes: Bytes, options?: { readonly like?: undefined }): Safetensors
export function readSafetensors<T extends object>(bytes: Bytes, options: { readonly like: T }): Safetensors<T>
export function readSafetensors(
  bytes: Bytes,
  options: { readonly like?: unknown } = {},
): Safetensors<unknown> {
  checkOptions('readSafetensors', options, { like: 'object' })
  const file = bytesOf(bytes, refuse)
  if (file.length < 8) return refuse('is shorter than the eight bytes of its length field')
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const length = view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32
  if (length > LONGEST_HEADER)
    return refuse(`claims a header of ${length} bytes; at most ${LONGEST_HEADER} are allowed`)
  if (8 + length > file.length)
    return refuse(`ends inside its header: ${length} bytes announced, ${file.length - 8} there`)
  const header = parse(file.subarray(8, 8 + length))
  const elements = file.subarray(8 + length)

  const metadata: [string, string][] = []
  const entries: Entry[] = []
  for (const [name, value] of Object.entries(header)) {
    if (name !== '__metadata__') entries.push(checkEntry(name, value))
    else
      for (const [key, text] of Object.entries(record(value) ?? refuse('has metadata that is no object')))
        metadata.push([
          key,
          typeof text === 'string' ? text : refuse(`has metadata ${quote(key)} that is no string`),
        ])
  }

  let covered = 0
  for (const { name, begin, end } of entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== covered)
      return refuse(`has ${begin > covered ? 'a hole' : 'an overlap'} before the tensor ${quote(name)}`)
    covered = end
  }
  if (covered !== elements.length)
    return refuse(`claims ${covered} bytes of elements, but has ${elements.length}`)

  const tensors = entries.map((entry): [string, () => Tensor] => [
    entry.name,
    () => {
      const { name, kind, dtype, shape, begin, end } = entry
      if (kind === undefined)
        return refuse(
          `holds ${quote(name)} of dtype ${quote(dtype)}; readable are ${[...KINDS.keys()].join(', ')}`,
        )
      const where = `the tensor ${quote(name)}`
      const read = decode('readSafetensors', kind, true, elements.subarray(begin, end), where)
      return new Tensor(read.dtype, read.data, shape)
    },
  ])
  const arrays = byName(tensors)
  const { like } = options
  const tree = like === undefined ? arrays : likeTree('readSafetensors', arrays, like)
  return { tensors: tree, metadata: Object.fromEntries(metadata) }
}

/**
 * The bytes of a safetensors file. The tensors are ordered by element size, largest first, and then
 * by name, so each is aligned. Equal input gives equal bytes. The tensors may be a tree. Its keys
 * and indices are then joined by dots: `layers.0.weight`.
 *
 * @param options.metadata any text by key.
 * @param options.dtype 'float16' or 'bfloat16' writes all floats in this dtype, rounded to nearest,
 * ties to even. Floats that are too large become infinite. Integers and bools are not changed.
 * @throws TensorError for the name `__metadata__`, which the format reserves, for metadata that is
 * not text, for another dtype, and if two tensors have the same name.
 * @example
 * writeSafetensors({ weight: tensor([[1, 2]]) }, { metadata: { version: '1' } })
 */
export function writeSafetensors(
  tensors: { readonly [name: string]: FileTree },
  options: { readonly metadata?: Readonly<Record<string, string>>; readonly dtype?: HalfKind } = {},
): Uint8Array {
  checkOptions('writeSafetensors', options, { metadata: 'object', dtype: 'string' })
  const { metadata = {}, dtype } = options
  if (dtype !== undefined && dtype !== 'float16' && dtype !== 'bfloat16')
    fail('writeSafetensors', `dtype ${told(dtype)} is not one of float16,bfloat16; cast the tensors instead`)
  for (const [key, text] of Object.entries(metadata ?? fail('writeSafetensors', 'the metadata is null')))
    if (typeof text !== 'string')
      fail('writeSafetensors', `the metadata ${quote(key)} is ${told(text)}; it must be a string`)
  const order = [...named('writeSafetensors', tensors)].map(([name, x]) => {
    if (name === '__metadata__')
      fail('writeSafetensors', 'the name "__metadata__" is taken; name the tensor otherwise')
    const half = isFloat(x.dtype) ? dtype : undefined
    const kind = half ?? x.dtype
    return { name, x, kind, content: encode(x, half), width: byteLength(kind, [])! }
  })
  order.sort((a, b) => b.width - a.width || (a.name < b.name ? -1 : 1))

  const header: [string, unknown][] = Object.keys(metadata).length > 0 ? [['__metadata__', metadata]] : []
  let total = 0
  for (const { name, x, kind, content } of order) {
    header.push([
      name,
      { dtype: NAMES[kind], shape: x.shape, data_offsets: [total, (total += content.length)] },
    ])
  }
  const json = toUtf8(JSON.stringify(Object.fromEntries(header)))
  const start = 8 + Math.ceil(json.length / 8) * 8
  const bytes = new Uint8Array(start + total).fill(0x20, 8, start)
  new DataView(bytes.buffer).setUint32(0, start - 8, true)
  bytes.set(json, 8)
  let at = start
  for (const { content } of order) {
    bytes.set(content, at)
    at += content.length
  }
  return bytes
}

function refuse(why: string): never {
  return fail('readSafetensors', `the file ${why}`)
}

function record(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined
}

function parse(header: Uint8Array): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(fromUtf8(header, { strict: true }))
  } catch {
    return refuse('has a header that is not JSON')
  }
  return record(value) ?? refuse('has a header that is no JSON object')
}

function checkEntry(name: string, value: unknown): Entry {
  const shown = quote(name)
  const { dtype, shape, data_offsets } = record(value) ?? refuse(`describes the tensor ${shown} by no object`)
  if (typeof dtype !== 'string') return refuse(`gives ${shown} a dtype that is no text`)
  const kind = KINDS.get(dtype)
  if (!isSizes(shape)) return refuse(`gives ${shown} a shape that is not a list of whole numbers`)
  if (!isSizes(data_offsets) || data_offsets.length !== 2 || data_offsets[0] > data_offsets[1])
    return refuse(`gives ${shown} data_offsets that are not [begin, end]`)
  const [begin, end] = data_offsets
  const claimed = kind && byteLength(kind, shape)
  if (kind && claimed !== end - begin)
    return refuse(
      `claims ${claimed ?? 'more than 2^53'} bytes for ${shown} of shape ${show(shape)} and ${dtype}, but sets ${end - begin} apart`,
    )
  return { name, kind, dtype, shape, begin, end }
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.length <= 64 && value.every(n => Number.isSafeInteger(n) && n >= 0)
}
