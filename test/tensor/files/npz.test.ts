import { spawnSync } from 'node:child_process'
import { deflateRawSync } from 'node:zlib'
import { tensor, zeros } from '@multiview/tensor'
import { readNpz, writeNpy, writeNpz } from '@multiview/tensor/files'
import { describe, expect, test } from 'vitest'
import { crc32 } from '../../../packages/tensor/src/files/crc32.ts'
import { arrayNamed, npz, npzCompressed } from './numpy.ts'

const text = new TextEncoder()

test.each([
  ['savez', npz],
  ['savez_compressed', npzCompressed],
])('what numpy.%s saved is read', (_, archive) => {
  const { grid, label, truth, zeros, ...rest } = readNpz(archive)
  expect(rest).toEqual({})
  expect(grid!.reshape([-1]).toArray()).toEqual(arrayNamed('float64').values)
  expect(label!.toArray()).toEqual([
    [-7, 0, 2147483647],
    [-2147483648, 5, 6],
  ])
  expect(truth!.toArray()).toEqual([true, false])
  expect(zeros!.shape).toEqual([500])
})

test.each([false, true])('what is written is read again, compressed: %s', compress => {
  const arrays = {
    'layers.0/weight': tensor([
      [1, 2],
      [3, 4],
    ]).transpose(),
    größe: tensor([true, false]),
    __proto__x: zeros([1000], { dtype: 'float32' }),
    empty: zeros([0, 3]),
  }
  const bytes = writeNpz(arrays, { compress })
  const back = readNpz(bytes)
  expect(Object.keys(back)).toEqual(Object.keys(arrays))
  for (const [name, x] of Object.entries(arrays)) {
    expect([back[name]!.dtype, back[name]!.shape]).toEqual([x.dtype, x.shape])
    expect(back[name]!.toArray()).toEqual(x.toArray())
  }
  expect(writeNpz(arrays, { compress })).toEqual(bytes)
  expect(readNpz(writeNpz({}, { compress }))).toEqual({})
})

const python = (program: string, input: Uint8Array) =>
  spawnSync('python3', ['-c', program], { input, encoding: 'utf8' })
const withoutNumPy = python('import numpy', new Uint8Array(0)).status !== 0

test.skipIf(withoutNumPy).each([false, true])('NumPy reads what is written, compressed: %s', compress => {
  const x = tensor([
    [1, 2.5, -0],
    [Infinity, 5e-324, 1e300],
  ])
  const arrays = { x: x.transpose(), 'größe/n': tensor([7, -8], { dtype: 'int32' }), b: tensor([true]) }
  const program = `
import io, json, sys, numpy
f = numpy.load(io.BytesIO(sys.stdin.buffer.read()))
print(json.dumps([[k, str(f[k].dtype), f[k].shape, [repr(float(v)) for v in f[k].ravel()]] for k in f]))`
  const { stdout } = python(program, writeNpz(arrays, { compress }))
  expect(JSON.parse(stdout)).toEqual([
    ['x', 'float64', [3, 2], ['1.0', 'inf', '2.5', '5e-324', '-0.0', '1e+300']],
    ['größe/n', 'int32', [2], ['7.0', '-8.0']],
    ['b', 'bool', [1], ['1.0']],
  ])
})

test('compression makes zeros small', () => {
  const x = { x: zeros([10_000]) }
  expect(writeNpz(x, { compress: true }).length).toBeLessThan(writeNpz(x).length / 50)
})

test('an array that cannot be read does not hide the others', () => {
  const x = tensor([3])
  const archive = writeNpz({ x, y: tensor([1, 2]) })
  const content = writeNpy(x)
  const start = Buffer.from(archive).indexOf(content)
  archive.set(text.encode('U2'), start + Buffer.from(content).indexOf('f8'))
  const checksum = crc32(archive.subarray(start, start + content.length))
  const directory = Buffer.from(archive).indexOf(Uint8Array.of(0x50, 0x4b, 1, 2))
  new DataView(archive.buffer).setUint32(directory + 16, checksum, true)
  const arrays = readNpz(archive.slice().buffer)
  expect(arrays.y!.toArray()).toEqual([1, 2])
  expect(() => arrays.x).toThrow('readNpz: the member "x.npy" holds dtype "<U2"; readable are f8')
})

describe('damaged and hostile archives are refused in one clear line', () => {
  const good = () => writeNpz({ x: tensor([1, 2, 3]) }, { compress: true })
  const find = (bytes: Uint8Array, signature: number) => {
    const view = new DataView(bytes.buffer)
    for (let at = 0; at < bytes.length - 4; at++) if (view.getUint32(at, true) === signature) return at
    throw new Error('not there')
  }
  const changed = (offset: number, value: number, bits: 16 | 32, signature = 0x02014b50) => {
    const bytes = good()
    const at = find(bytes, signature) + offset
    const view = new DataView(bytes.buffer)
    if (bits === 16) view.setUint16(at, value, true)
    else view.setUint32(at, value, true)
    return bytes
  }

  test.each([
    [
      'a claim of 4 GB in a few bytes',
      changed(24, 0xfffffff0, 32),
      'claims 4294967280 bytes for "x.npy", which its',
    ],
    [
      'a member beyond the end',
      changed(42, 0x7fffffff, 32),
      'has no member "x.npy" where its directory says',
    ],
    ['a packed size beyond the end', changed(20, 0x7fffffff, 32), 'ends inside the member "x.npy"'],
    ['a wrong checksum', changed(16, 1, 32), 'does not have the checksum'],
    ['a wrong size', changed(24, 100, 32), 'does not have the checksum'],
    ['encryption', changed(8, 1, 16), 'has the encrypted member "x.npy"'],
    ['an unknown method', changed(10, 14, 16), 'packs "x.npy" by method 14'],
    ['a name beyond the end', changed(28, 60_000, 16), 'has a broken directory at member 1 of 1'],
    [
      'more members than there are',
      changed(10, 5, 16, 0x06054b50),
      'has a broken directory at member 2 of 5',
    ],
    ['ZIP64', changed(10, 0xffff, 16, 0x06054b50), 'is of the ZIP64 kind'],
    ['a directory elsewhere', changed(16, 1, 32, 0x06054b50), 'has a broken directory at member 1 of 1'],
    ['no archive', text.encode('this is no archive, whatever its name says'), 'is not a ZIP archive'],
    ['nothing', new Uint8Array(0), 'is not a ZIP archive'],
  ])('%s', (_, bytes, message) => {
    expect(() => readNpz(bytes)).toThrow(message)
    expect(() => readNpz(bytes)).toThrow(/^readNpz: the archive /)
  })

  test('members that share their bytes, so that little unpacks to much', () => {
    const bytes = writeNpz({ x: zeros([20_000]) }, { compress: true })
    const view = new DataView(bytes.buffer)
    const start = find(bytes, 0x02014b50)
    const end = find(bytes, 0x06054b50)
    const member = bytes.slice(start, end)
    const copies = 200
    const bomb = new Uint8Array(start + copies * member.length + 22)
    bomb.set(bytes.subarray(0, start))
    for (let i = 0; i < copies; i++) {
      // Each has its own name; two of the letters of "x.npy" are enough.
      member[46] = 33 + (i % 90)
      member[47] = 33 + Math.floor(i / 90)
      bomb.set(member, start + i * member.length)
    }
    view.setUint16(end + 10, copies, true)
    bomb.set(bytes.subarray(end), start + copies * member.length)
    expect(() => readNpz(bomb)).toThrow('has members that overlap')
  })

  test.each([true, false])('more than maxBytes for all members together, compressed: %s', compress => {
    const bytes = writeNpz({ x: zeros([100]), y: zeros([100]) }, { compress })
    const tensors = 2 * 100 * 8
    const maxBytes = tensors + (compress ? 2 * writeNpy(zeros([100])).length : 0)
    expect(readNpz(bytes, { maxBytes }).y!.shape).toEqual([100])
    expect(() => readNpz(bytes, { maxBytes: maxBytes - 1 })).toThrow(
      `readNpz: the archive takes more than ${maxBytes - 1} bytes of memory, up to "y.npy"; allow more with maxBytes`,
    )
    expect(() => readNpz(bytes, { maxBytes: Number.NaN })).toThrow('maxBytes is NaN')
  })

  /** An archive of one vector of zeros, whose elements have this type and width. */
  const vector = (descr: string, width: number, length: number, compress: boolean): Uint8Array => {
    const header = Buffer.from(writeNpy(zeros([0], { dtype: 'bool' }))).toString('latin1')
    const start = header.replace('|b1', descr).replace('(0,)', `(${length},)`)
    // Spaces before the last line break align the elements.
    const padded = `${start.slice(0, header.length - 1)}\n`
    const content = Buffer.concat([Buffer.from(padded, 'latin1'), Buffer.alloc(width * length)])
    const packed = compress ? deflateRawSync(content) : content
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50)
    local.writeUInt16LE(5, 26)
    const member = Buffer.alloc(46)
    member.writeUInt32LE(0x02014b50)
    member.writeUInt16LE(compress ? 8 : 0, 10)
    for (const [at, value] of [crc32(content), packed.length, content.length].entries())
      member.writeUInt32LE(value, 16 + 4 * at)
    member.writeUInt16LE(5, 28)
    const end = Buffer.alloc(22)
    end.writeUInt32LE(0x06054b50)
    end.writeUInt16LE(1, 10)
    end.writeUInt32LE(35 + packed.length, 16)
    const name = Buffer.from('x.npy')
    return Buffer.concat([local, name, packed, member, name, end])
  }

  test.each([
    ['|b1', 1, 1],
    ['|u1', 1, 4],
    ['|i1', 1, 4],
    ['>i2', 2, 4],
    ['<f2', 2, 4],
    ['<f4', 4, 4],
    ['<u4', 4, 12],
    ['<i8', 8, 12],
  ])('elements of type %s, of %i bytes, take %i in memory', (descr, width, taken) => {
    const bytes = vector(descr, width, 64, false)
    expect(readNpz(bytes, { maxBytes: 64 * taken }).x!.shape).toEqual([64])
    expect(() => readNpz(bytes, { maxBytes: 64 * taken - 1 })).toThrow('allow more with maxBytes')
  })

  test('4 kB of deflated bytes that would take 20 MiB, as bytes and as int32', () => {
    const bytes = vector('|u1', 1, 2 ** 22, true)
    expect(bytes.length).toBeLessThan(4300)
    expect(() => readNpz(bytes, { maxBytes: 2 ** 24 })).toThrow(
      'readNpz: the archive takes more than 16777216 bytes of memory, up to "x.npy"; allow more with maxBytes',
    )
  })

  test('a truncated archive, wherever it is cut', () => {
    const bytes = good()
    for (let length = 0; length < bytes.length; length++)
      expect(() => readNpz(bytes.slice(0, length))).toThrow(/^readNpz: the archive /)
  })

  test('two members of one name, members that are not arrays, and impossible names', () => {
    const two = writeNpz({ x: tensor([1]), y: tensor([2]) })
    const twice = two.map((byte, i) =>
      byte === 0x79 && two[i + 1] === 0x2e && two[i + 2] === 0x6e ? 0x78 : byte,
    )
    expect(() => readNpz(twice)).toThrow('has two members named "x.npy"')
    const text = two.map((byte, i) => (two[i - 5] === 0x79 && two[i - 4] === 0x2e && byte === 0 ? 0 : byte))
    text.set([0x74, 0x78, 0x74], find(text, 0x02014b50) + 46 + 2)
    expect(() => readNpz(text)).toThrow('holds "x.txt", which is not a .npy file')
    expect(() => writeNpz({ '': tensor([1]) })).toThrow('writeNpz: an array has the empty name')
    expect(() => writeNpz({ x: [1] as never })).toThrow('writeNpz: "x" is [1], which is not a tensor')
  })
})
