/** Generators of files with false headers, and of some valid ones. */

import fc from 'fast-check'

/** A value of this kind once in this many draws, otherwise undefined. */
const seldom = <T>(among: number, value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: among - 1, arbitrary: fc.constant(undefined) }, value)

/**
 * One of the files with some bytes changed, dropped or repeated; short, so that a wrong size is
 * likely to be met.
 */
export const mutated = (files: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(
      fc.constantFrom(...files),
      fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 8 }),
      seldom(2, fc.tuple(fc.nat(), fc.nat({ max: 40 }))),
      fc.boolean(),
    )
    .map(([file, changes, cut, repeat]) => {
      const bytes = [...file]
      for (const [at, value] of changes) bytes[at % bytes.length] = value
      if (cut) {
        const piece = bytes.splice(cut[0] % bytes.length, cut[1])
        if (repeat) bytes.splice(cut[0] % (bytes.length + 1), 0, ...piece, ...piece)
      }
      return Uint8Array.from(bytes)
    })

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

const joined = (...parts: readonly Uint8Array[]): Uint8Array => {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

const little = (size: 2 | 4 | 8, value: bigint): Uint8Array => {
  const bytes = new Uint8Array(size)
  for (let i = 0; i < size; i++) bytes[i] = Number((value >> BigInt(8 * i)) & 255n)
  return bytes
}

/** Lengths that fit, and lengths that no machine has: 2^31, 2^32, 2^53, 2^60, 2^64. */
const lengthText = fc.oneof(
  { weight: 6, arbitrary: fc.nat({ max: 4 }).map(String) },
  fc.constantFrom(
    '2147483648',
    '4294967296',
    '9007199254740993',
    '1152921504606846976',
    '18446744073709551616',
    `1${'0'.repeat(400)}`,
    '-1',
    '1.5',
    '1e400',
  ),
)
const element = fc.constantFrom(
  ['<f8', 8],
  ['|b1', 1],
  ['<i2', 2],
  ['|u1', 1],
  ['>f4', 4],
  ['<i8', 8],
) satisfies fc.Arbitrary<(string | number)[]>

/** `.npy` of any version, its header in any order, with the elements that it claims or others. */
export const hostileNpy: fc.Arbitrary<Uint8Array> = fc
  .record({
    element,
    odd: fc.option(fc.constantFrom("'<c16'", "'|O'", "''", "[('a', '<f8')]", '7')),
    shape: fc.array(lengthText, { maxLength: 4 }),
    many: seldom(30, fc.constant(70_000)),
    order: fc.shuffledSubarray([0, 1, 2], { minLength: 2 }),
    fortran: fc.constantFrom('True', 'False', 'False', '0'),
    version: fc.constantFrom(1, 1, 1, 2, 3, 4),
    headerBytes: seldom(6, fc.constantFrom(0n, 9n, 65_535n, 2n ** 32n - 1n)),
    extra: fc.constantFrom(0, 0, 0, 1, 64),
  })
  .map(({ element: [descr, width], odd, shape, many, order, fortran, version, headerBytes, extra }) => {
    const lengths = many ? Array(many).fill('1') : shape
    const tuple = lengths.length === 1 ? `(${lengths[0]},)` : `(${lengths.join(', ')})`
    const fields = [`'descr': ${odd ?? `'${descr}'`}`, `'fortran_order': ${fortran}`, `'shape': ${tuple}`]
    const header = utf8(`{${order.map(i => fields[i]).join(', ')}, }\n`)
    const size = lengths.reduce((count, length) => count * Number(length), 1)
    const there = Number.isInteger(size) && size >= 0 && size <= 256 ? size * Number(width) : 40
    return joined(
      Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0),
      little(version === 1 ? 2 : 4, headerBytes ?? BigInt(header.length)),
      header,
      new Uint8Array(there + extra),
    )
  })

const deep = (depth: number): unknown => {
  let value: unknown = 0
  for (let i = 0; i < depth; i++) value = [value]
  return value
}

/** Values where a header should have a text, a number or a list. */
const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, '', 'F64', -1, 0.5, 2 ** 60, [], {}, [[]], { toString: 1 }),
  fc.constant({ toString: 1, valueOf: 'x', length: 3 }),
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(5_000, 50_000).map(deep),
)
const orAnything = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 15, arbitrary: value as fc.Arbitrary<unknown> }, anything)

/** JSON of values at any depth. The engine's own JSON.stringify fails at some depth. */
const json = (value: unknown): string => {
  let [open, close, inner] = ['', '', value]
  while (Array.isArray(inner) && inner.length === 1) {
    open += '['
    close = `]${close}`
    inner = inner[0]
  }
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner))
    return `${open}${JSON.stringify(inner)}${close}`
  const fields = Object.entries(inner).map(([key, each]) => `${JSON.stringify(key)}:${json(each)}`)
  return `${open}{${fields.join(',')}}${close}`
}

const tensorName = fc.constantFrom(
  'x',
  'y',
  '__proto__',
  'constructor',
  '../../etc/passwd',
  '',
  '__metadata__',
)

/** safetensors files with consecutive entries, except for deliberate errors. */
export const hostileSafetensors: fc.Arbitrary<Uint8Array> = fc
  .record({
    entries: fc.array(
      fc.record({
        name: tensorName,
        dtype: orAnything(fc.constantFrom('F64', 'U8')),
        shape: orAnything(fc.array(fc.nat({ max: 3 }), { maxLength: 3 })),
        shift: fc.constantFrom(0, 0, 0, 0, 0, 8, -8, 2 ** 60),
        whole: seldom(20, anything),
      }),
      { maxLength: 3 },
    ),
    metadata: seldom(8, orAnything(fc.dictionary(fc.string(), fc.string(), { maxKeys: 2 }))),
    headerBytes: fc.option(fc.constantFrom(0n, 100_000_001n, 2n ** 60n, 2n ** 64n - 1n)),
    extra: fc.constantFrom(0, 0, 0, 1),
  })
  .map(({ entries, metadata, headerBytes, extra }) => {
    let at = 0
    const fields = entries.map(({ name, dtype, shape, shift, whole }): [string, unknown] => {
      const sizes =
        Array.isArray(shape) && shape.every(n => Number.isInteger(n) && n >= 0 && n < 9) ? shape : [1]
      const length = sizes.reduce((count: number, n: number) => count * n, dtype === 'U8' ? 1 : 8)
      const begin = at
      at += Math.min(length, 10_000)
      return [name, whole ?? { dtype, shape, data_offsets: [begin + shift, at + shift] }]
    })
    if (metadata !== undefined) fields.push(['__metadata__', metadata])
    const header = utf8(
      `{${fields.map(([key, value]) => `${JSON.stringify(key)}:${json(value)}`).join(',')}}`,
    )
    return joined(little(8, headerBytes ?? BigInt(header.length)), header, new Uint8Array(at + extra))
  })

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})
const crc = (bytes: Uint8Array): number =>
  (bytes.reduce((value, byte) => (value >>> 8) ^ crcTable[(value ^ byte) & 255], 0xffffffff) ^ 0xffffffff) >>>
  0

const lie = (among: number) => seldom(among, fc.constantFrom(0n, 1n, 1_000_000n, 2n ** 31n, 2n ** 32n - 1n))

/**
 * Archives of stored and (wrongly so called) deflated members, with names that point elsewhere and
 * false lengths.
 */
export const hostileNpz: fc.Arbitrary<Uint8Array> = fc
  .record({
    members: fc.array(
      fc.record({
        name: fc.constantFrom(
          'x.npy',
          'y.npy',
          '../../x.npy',
          '/etc/x.npy',
          '__proto__.npy',
          '.npy',
          'x.txt',
        ),
        content: fc.oneof({ weight: 4, arbitrary: hostileNpy }, fc.uint8Array({ maxLength: 40 })),
        method: fc.constantFrom(0n, 0n, 0n, 0n, 0n, 8n, 99n),
        packed: lie(12),
        length: lie(12),
        local: lie(12),
        nameLength: lie(20),
        sum: lie(12),
      }),
      { maxLength: 3 },
    ),
    count: lie(12),
    directory: lie(12),
  })
  .map(({ members, count, directory }) => {
    const files: Uint8Array[] = []
    const entries: Uint8Array[] = []
    let at = 0
    for (const { name, content, method, packed, length, local, nameLength, sum } of members) {
      const title = utf8(name)
      const facts = joined(
        little(2, method),
        little(4, 0n),
        little(4, sum ?? BigInt(crc(content))),
        little(4, packed ?? BigInt(content.length)),
        little(4, length ?? BigInt(content.length)),
        little(2, nameLength ?? BigInt(title.length)),
        little(2, 0n),
      )
      const file = joined(utf8('PK\x03\x04'), little(4, 20n), facts, title, content)
      files.push(file)
      entries.push(
        joined(
          utf8('PK\x01\x02'),
          little(2, 20n),
          little(4, 20n),
          facts,
          new Uint8Array(10),
          little(4, local ?? BigInt(at)),
          title,
        ),
      )
      at += file.length
    }
    const list = joined(...entries)
    const total = little(2, count ?? BigInt(members.length))
    return joined(
      ...files,
      list,
      utf8('PK\x05\x06'),
      little(4, 0n),
      total,
      total,
      little(4, BigInt(list.length)),
      little(4, directory ?? BigInt(at)),
      little(2, 0n),
    )
  })
