import { add, type NestedInput, tensor, zeros } from '@multiview/tensor'
import { readNpy, writeNpy } from '@multiview/tensor/files'
import { describe, expect, test } from 'vitest'
import { arrayNamed, arrays, bytes, readAs, refused, versions } from './numpy.ts'

const flat = (x: { reshape(shape: number[]): { toArray(): unknown } }) =>
  (x.reshape([-1]).toArray() as (number | boolean)[]).map(Number)

describe('what NumPy saved is read', () => {
  test.each(arrays)('$name', ({ dtype, shape, values, npy }) => {
    const x = readNpy(npy)
    expect([x.dtype, x.shape]).toEqual([readAs(dtype), shape])
    expect(flat(x)).toEqual(values)
  })

  test.each(Object.entries(versions))('format version %s', (_, npy) => {
    expect(flat(readNpy(bytes(npy)))).toEqual(arrayNamed('float64').values)
  })

  test('Fortran order becomes a view with such strides, not a copy', () => {
    expect(readNpy(arrayNamed('float64-fortran-3d').npy).stride).toEqual([1, 2, 6])
  })

  test('bytes in the middle of a larger buffer are read as well', () => {
    const { npy, values } = arrayNamed('float64')
    const larger = new Uint8Array(npy.length + 24)
    larger.set(npy, 13)
    expect(flat(readNpy(larger.subarray(13, 13 + npy.length)))).toEqual(values)
  })
})

describe('the bytes written are the bytes NumPy writes', () => {
  const ours = new Set(['float64', 'float32', 'int32', 'bool'])
  test.each(arrays.filter(({ name, dtype }) => ours.has(dtype) && !/big-endian|fortran/.test(name)))(
    '$name',
    ({ dtype, shape, values, npy }) => {
      const x = tensor(values as NestedInput, { dtype: readAs(dtype) }).reshape(shape)
      expect(writeNpy(x)).toEqual(npy)
    },
  )

  test('views of any strides are written in C order', () => {
    const x = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ])
    expect(writeNpy(x.transpose())).toEqual(
      writeNpy(
        tensor([
          [1, 4],
          [2, 5],
          [3, 6],
        ]),
      ),
    )
    expect(writeNpy(x.slice([null, null, -1], 1))).toEqual(writeNpy(tensor([5, 2])))
    expect(writeNpy(add(zeros([2, 2]), tensor([1, 2])))).toEqual(
      writeNpy(
        tensor([
          [1, 2],
          [1, 2],
        ]),
      ),
    )
  })
})

describe('integers of any size', () => {
  const npy = (descr: string, elements: ArrayLike<number> & { readonly buffer: ArrayBufferLike }) => {
    const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${elements.length},), }\n`
    const content = new Uint8Array(elements.buffer)
    const file = new Uint8Array(10 + header.length + content.length)
    file.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 255, header.length >> 8])
    file.set(new TextEncoder().encode(header), 10)
    file.set(content, 10 + header.length)
    return file
  }
  type Whole = Parameters<typeof npy>[1]
  const big = (x: BigInt64Array | BigUint64Array) => x as unknown as Whole

  test.each<[string, Whole, string, number[]]>([
    ['<i8', big(BigInt64Array.of(-(2n ** 31n), 2n ** 31n - 1n)), 'int32', [-(2 ** 31), 2 ** 31 - 1]],
    ['<i8', big(BigInt64Array.of(2n ** 31n, -(2n ** 31n) - 1n)), 'float64', [2 ** 31, -(2 ** 31) - 1]],
    [
      '<i8',
      big(BigInt64Array.of(-(2n ** 53n), 2n ** 53n, 2n ** 60n)),
      'float64',
      [-(2 ** 53), 2 ** 53, 2 ** 60],
    ],
    ['<u8', big(BigUint64Array.of(7n)), 'int32', [7]],
    ['<u8', big(BigUint64Array.of(2n ** 63n, 1n)), 'float64', [2 ** 63, 1]],
    ['<u4', Uint32Array.of(1, 2 ** 31 - 1), 'int32', [1, 2 ** 31 - 1]],
    ['<u4', Uint32Array.of(2 ** 32 - 1), 'float64', [2 ** 32 - 1]],
    ['<i2', Int16Array.of(-32768), 'int32', [-32768]],
    ['|u1', Uint8Array.of(255), 'int32', [255]],
    ['|i1', Int8Array.of(-128), 'int32', [-128]],
  ])(
    '%s is read as int32 if all elements fit, else as float64 if it is exact',
    (descr, elements, dtype, want) => {
      const x = readNpy(npy(descr, elements))
      expect([x.dtype, x.toArray()]).toEqual([dtype, want])
    },
  )

  test('other byte order', () => {
    const swapped = big(BigInt64Array.of(-5n, 2n ** 40n))
    const octets = new Uint8Array(swapped.buffer)
    for (let at = 0; at < 16; at += 8) octets.subarray(at, at + 8).reverse()
    expect(readNpy(npy('>i8', swapped)).toArray()).toEqual([-5, 2 ** 40])
  })

  test('that float64 does not hold exactly are refused with their value', () => {
    const why = ', which neither int32 nor float64 holds exactly; save it as float64, which rounds it'
    expect(() => readNpy(npy('<i8', big(BigInt64Array.of(1n, 2n ** 53n + 1n))))).toThrow(
      `readNpy: the file holds the int64 element 9007199254740993${why}`,
    )
    expect(() => readNpy(npy('<u8', big(BigUint64Array.of(2n ** 64n - 1n))))).toThrow(
      `readNpy: the file holds the uint64 element 18446744073709551615${why}`,
    )
  })

  test('an ArrayBuffer is read like its bytes', () => {
    const file = npy('<i2', Int16Array.of(1, 2))
    expect(readNpy(file.buffer).toArray()).toEqual([1, 2])
    expect(() => readNpy([1] as never)).toThrow(
      'readNpy: the file must be given as a Uint8Array or an ArrayBuffer of its bytes',
    )
  })
})

describe('what cannot be read is refused in one clear line', () => {
  test.each([
    ['complex', 'readNpy: the file holds dtype "<c16"; readable are f8, f4, f2, i8'],
    ['text', 'holds dtype "<U2"'],
    ['objects', 'holds dtype "|O"'],
    ['structured', 'readNpy: structured arrays cannot be read; save each field as an array of its own'],
  ])('%s', (name, message) => {
    expect(() => readNpy(bytes(refused[name]!))).toThrow(message)
  })

  const header = (text: string, rest = 0) => {
    const file = new Uint8Array(10 + text.length + rest)
    file.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length & 255, text.length >> 8])
    file.set(new TextEncoder().encode(text), 10)
    return file
  }
  const dictionary = (shape: string, descr = "'<f8'", order = 'False') =>
    `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }`

  test.each([
    ['(1152921504606846976,)', 'readNpy: the header has an axis longer than 2^53 − 1'],
    ['(1000000000, 1000000000)', 'claims more than 2^53 bytes of elements'],
    [
      '(100000000000,)',
      'claims 800000000000 bytes of elements for shape [100000000000] of float64, but has 8',
    ],
    ['(2,)', 'claims 16 bytes of elements for shape [2] of float64, but has 8'],
    ['(0,)', 'claims 0 bytes of elements for shape [0] of float64, but has 8'],
    ['(-1,)', 'the header cannot be read'],
    ['(1.5,)', 'the header cannot be read'],
    ['(1 2)', 'has a shape that is not a tuple of whole numbers'],
    ['1', 'the header lacks a "("'],
    ["('1',)", 'has a shape that is not a tuple of whole numbers'],
    [`(${'1, '.repeat(65)})`, 'has more than 64 axes'],
  ])('shape %s over eight bytes', (shape, message) => {
    expect(() => readNpy(header(dictionary(shape), 8))).toThrow(message)
  })

  test.each([
    ['', 'the header ends early'],
    ['{', 'the header ends early'],
    ['{}', 'lacks one of descr, fortran_order and shape'],
    ["{'descr': '<f8'}", 'lacks one of'],
    ["{'descr' '<f8'}", 'lacks a ":"'],
    ["{'other': 1}", 'has the unknown key "other"'],
    ['{1: 2}', 'has a key that is no string'],
    [dictionary('()', "'<f8'", '0'), 'has a bad fortran_order'],
    [`${dictionary('()')} x`, 'goes on after its dictionary'],
    [dictionary('()', "'<x8'"), 'holds dtype "<x8"'],
    [dictionary('()', "'f8'"), 'holds dtype "f8"'],
    [dictionary('()', "''"), 'holds dtype ""'],
    [`{${' '.repeat(60_000)}`, 'the header ends early'],
    [`{${"'".repeat(60_000)}`, 'the header'],
  ])('header %s', (text, message) => {
    expect(() => readNpy(header(text, 8))).toThrow(message)
  })

  test('other files, short files and other arguments', () => {
    expect(() => readNpy(new Uint8Array(0))).toThrow('does not begin with \\x93NUMPY')
    expect(() => readNpy(new TextEncoder().encode('{"not": "numpy"}'))).toThrow('is not a .npy file')
    expect(() => readNpy('text' as never)).toThrow('readNpy: the file must be given as a Uint8Array')
    expect(() => writeNpy([1, 2] as never)).toThrow('writeNpy: takes a tensor')
    const { npy } = arrayNamed('float64')
    const version = npy.slice()
    version[6] = 9
    expect(() => readNpy(version)).toThrow('has .npy version 9.0; known are 1.0, 2.0 and 3.0')
    for (let length = 0; length < npy.length; length++)
      expect(() => readNpy(npy.slice(0, length))).toThrow(/^readNpy: /)
    expect(() => readNpy(Uint8Array.from([...npy, 0]))).toThrow('claims 48 bytes of elements')
  })
})
