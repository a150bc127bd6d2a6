import { tensor, zeros } from '@multiview/tensor'
import { readNpz, writeNpz } from '@multiview/tensor/files'
import { describe, expect, test } from 'vitest'
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

test('compression makes zeros small', () => {
  const x = { x: zeros([10_000]) }
  expect(writeNpz(x, { compress: true }).length).toBeLessThan(writeNpz(x).length / 50)
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

  test('a truncated archive, wherever it is cut', () => {
    const bytes = good()
    for (let length = 0; length < bytes.length; length++)
      expect(() => readNpz(bytes.slice(0, length))).toThrow(/^readNpz: the archive /)
  })

  test('two members of one name, members that are no arrays, and names that cannot be', () => {
    const two = writeNpz({ x: tensor([1]), y: tensor([2]) })
    const twice = two.map((byte, i) =>
      byte === 0x79 && two[i + 1] === 0x2e && two[i + 2] === 0x6e ? 0x78 : byte,
    )
    expect(() => readNpz(twice)).toThrow('has two members named "x.npy"')
    const text = two.map((byte, i) => (two[i - 5] === 0x79 && two[i - 4] === 0x2e && byte === 0 ? 0 : byte))
    text.set([0x74, 0x78, 0x74], find(text, 0x02014b50) + 46 + 2)
    expect(() => readNpz(text)).toThrow('holds "x.txt", which is not a .npy file')
    expect(() => writeNpz({ '': tensor([1]) })).toThrow('writeNpz: an array has the empty name')
    expect(() => writeNpz({ x: [1] as never })).toThrow('writeNpy: takes a tensor')
  })
})
