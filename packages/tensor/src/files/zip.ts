// Reads ZIP archives from their central directory (PKWARE APPNOTE 6.3). Checks each size and
// checksum of an archive, and asks before it allocates memory.

import { inflateSync } from 'fflate'
import { fail } from '../array/error.ts'
import { crc32 } from './crc32.ts'
import { type Bytes, bytesOf } from './elements.ts'
import { fromUtf8, quote } from './text.ts'

const END = 0x06054b50
const MEMBER = 0x02014b50
const LOCAL = 0x04034b50
const END_LENGTH = 22
/** The largest growth of a deflate stream: 258 bytes from 2 bits. */
const MOST_GROWTH = 1032

/**
 * The members of an archive by name, in the order of the archive.
 *
 * @param allocating is called before memory is allocated for a member; it may throw. A stored
 * member takes none: its bytes are those of the archive.
 */
export function readZip(
  operation: string,
  given: Bytes,
  allocating: (bytes: number, name: string) => void,
): Map<string, Uint8Array> {
  const refuse = (why: string): never => fail(operation, `the archive ${why}`)
  const bytes = bytesOf(given, refuse)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = findEnd(view)
  if (end < 0) return refuse('is not a ZIP archive, or is cut short: it has no central directory')
  const count = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  if (count === 0xffff || at === 0xffffffff)
    return refuse('is of the ZIP64 kind for more than 65,534 members or 4 GB; split it')

  const members = new Map<string, Uint8Array>()
  let packedTotal = 0
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== MEMBER)
      return refuse(`has a broken directory at member ${i + 1} of ${count}`)
    const flags = view.getUint16(at + 8, true)
    const method = view.getUint16(at + 10, true)
    const checksum = view.getUint32(at + 16, true)
    const packedLength = view.getUint32(at + 20, true)
    const length = view.getUint32(at + 24, true)
    const nameLength = view.getUint16(at + 28, true)
    const next = at + 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
    if (next > end) return refuse(`has a broken directory at member ${i + 1} of ${count}`)
    const name = fromUtf8(bytes.subarray(at + 46, at + 46 + nameLength))
    const shown = quote(name)
    if (members.has(name)) return refuse(`has two members named ${shown}`)
    if (flags & 1) return refuse(`has the encrypted member ${shown}; save it without a password`)
    if (method !== 0 && method !== 8)
      return refuse(`packs ${shown} by method ${method}; readable are 0 (stored) and 8 (deflated)`)

    const local = view.getUint32(at + 42, true)
    if (local + 30 > at || view.getUint32(local, true) !== LOCAL)
      return refuse(`has no member ${shown} where its directory says`)
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
    if (start + packedLength > bytes.length) return refuse(`ends inside the member ${shown}`)
    // Members that share bytes could unpack to far more than deflate allows.
    packedTotal += packedLength
    if (packedTotal > bytes.length) return refuse(`has members that overlap, up to ${shown}`)
    const packed = bytes.subarray(start, start + packedLength)
    if (method === 0 ? length !== packedLength : length > packedLength * MOST_GROWTH)
      return refuse(`claims ${length} bytes for ${shown}, which its ${packedLength} packed bytes cannot hold`)
    if (method !== 0) allocating(length, name)
    const content =
      method === 0 ? packed : inflate(packed, length, () => refuse(`has garbage in the member ${shown}`))
    if (content.length !== length || crc32(content) !== checksum)
      return refuse(`is damaged: the member ${shown} does not have the checksum that the directory gives`)
    members.set(name, content)
    at = next
  }
  return members
}

function inflate(packed: Uint8Array, length: number, refuse: () => never): Uint8Array {
  try {
    return inflateSync(packed, { out: new Uint8Array(length) })
  } catch {
    return refuse()
  }
}

/**
 * The position of the end record. A comment of at most 65,535 bytes follows it, whose length it
 * contains.
 */
function findEnd(view: DataView): number {
  const last = view.byteLength - END_LENGTH
  for (let at = last; at >= 0 && at >= last - 0xffff; at--)
    if (view.getUint32(at, true) === END && view.getUint16(at + 20, true) === last - at) return at
  return -1
}
