import { TensorError, tensor, zeros } from '@multiview/tensor'
import { readSafetensors, writeSafetensors } from '@multiview/tensor/files'
import { describe, expect, test } from 'vitest'
import { arrayNamed, rounding, safetensors } from './numpy.ts'

const file = (header: unknown, elements = 0, length?: bigint) => {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header))
  const bytes = new Uint8Array(8 + json.length + elements)
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(json.length), true)
  bytes.set(json, 8)
  return bytes
}

test('a file put together with NumPy after the specification is read', () => {
  const { tensors, metadata } = readSafetensors(safetensors)
  expect(metadata).toEqual({ 'made by': 'numpy' })
  expect(tensors.grid!.reshape([-1]).toArray()).toEqual(arrayNamed('float64').values)
  expect([tensors.label!.dtype, tensors.half!.dtype, tensors.truth!.dtype]).toEqual([
    'int32',
    'float32',
    'bool',
  ])
  expect(tensors.label!.reshape([-1]).toArray()).toEqual(arrayNamed('int64').values)
  expect(tensors.half!.toArray()).toEqual([0.5])
  expect([tensors.halves!.dtype, tensors.brain!.dtype]).toEqual(['float32', 'float32'])
  expect(tensors.halves!.toArray()).toEqual(arrayNamed('float16').values)
  expect(tensors.brain!.toArray()).toEqual([1, -2.5, 113 * 2 ** 121, 2 ** -133, Number.NaN])
  expect(tensors.truth!.toArray()).toEqual([true, false])
})

test('the layout written is the one the specification gives, each tensor aligned to its elements', () => {
  const bytes = writeSafetensors(
    { b: tensor([true]), a: tensor([1, 2]), w: tensor([0.5], { dtype: 'float32' }) },
    { metadata: { k: 'v' } },
  )
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true))
  expect(length % 8).toBe(0)
  expect(new TextDecoder().decode(bytes.slice(8, 8 + length)).trimEnd()).toBe(
    '{"__metadata__":{"k":"v"},"a":{"dtype":"F64","shape":[2],"data_offsets":[0,16]},' +
      '"w":{"dtype":"F32","shape":[1],"data_offsets":[16,20]},"b":{"dtype":"BOOL","shape":[1],"data_offsets":[20,21]}}',
  )
  expect(bytes.slice(8 + length)).toEqual(
    new Uint8Array([
      ...new Uint8Array(Float64Array.of(1, 2).buffer),
      ...new Uint8Array(Float32Array.of(0.5).buffer),
      1,
    ]),
  )
})

test('what is written is read again', () => {
  const tensors = {
    weight: tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]).transpose(),
    'a "name"': tensor(7, { dtype: 'int32' }),
    __proto__x: zeros([0, 4]),
    truth: tensor([[true], [false]]),
  }
  const back = readSafetensors(writeSafetensors(tensors, { metadata: { note: 'ü' } }))
  expect(back.metadata).toEqual({ note: 'ü' })
  expect(Object.keys(back.tensors).toSorted()).toEqual(Object.keys(tensors).toSorted())
  for (const [name, x] of Object.entries(tensors)) {
    expect([back.tensors[name]!.dtype, back.tensors[name]!.shape]).toEqual([x.dtype, x.shape])
    expect(back.tensors[name]!.toArray()).toEqual(x.toArray())
  }
  expect(readSafetensors(writeSafetensors({}))).toEqual({ tensors: {}, metadata: {} })
})

describe('floats of 16 bits', () => {
  const formats = [
    ['float16', 'F16', 10, 15],
    ['bfloat16', 'BF16', 7, 127],
  ] as const

  test.each(formats)('all 65,536 of %s are read, and written again', (dtype, name, fractionBits, bias) => {
    const bits = Uint16Array.from({ length: 65_536 }, (_, i) => i)
    const bytes = file({ x: { dtype: name, shape: [65_536], data_offsets: [0, 131_072] } }, 131_072)
    bytes.set(new Uint8Array(bits.buffer), bytes.length - 131_072)
    const x = readSafetensors(bytes).tensors.x!
    const wrong = [...x.values()].filter((value, i) => {
      const fraction = i % 2 ** fractionBits
      const exponent = ((i % 32_768) >> fractionBits) - bias
      const size =
        exponent === -bias
          ? fraction * 2 ** (1 - bias - fractionBits)
          : exponent === bias + 1
            ? fraction === 0
              ? Infinity
              : Number.NaN
            : (2 ** fractionBits + fraction) * 2 ** (exponent - fractionBits)
      return !Object.is(value, i < 32_768 ? size : -size)
    })
    expect(wrong).toEqual([])
    const again = writeSafetensors({ x }, { dtype })
    const back = new Uint16Array(again.slice(again.length - 131_072).buffer)
    const numbers = bits.filter(i => !Number.isNaN(x.data[i]))
    expect(numbers.every(i => back[i] === i)).toBe(true)
  })

  test.each(formats)('%s is rounded as NumPy rounds it', dtype => {
    const bytes = writeSafetensors({ x: tensor(rounding.float32) }, { dtype })
    expect(new Uint16Array(bytes.slice(bytes.length - 2 * rounding.float32.length).buffer)).toEqual(
      rounding[dtype],
    )
  })

  test('a double is rounded once', () => {
    // One step of float32 above the middle of 1 and the next number; through float32 it is a tie.
    const halfway = (step: number) => 1 + step / 2 + 2 ** -40
    const x = tensor([halfway(2 ** -10)])
    expect(readSafetensors(writeSafetensors({ x }, { dtype: 'float16' })).tensors.x!.item()).toBe(
      1 + 2 ** -10,
    )
    const y = tensor([halfway(2 ** -7)])
    expect(readSafetensors(writeSafetensors({ y }, { dtype: 'bfloat16' })).tensors.y!.item()).toBe(
      1 + 2 ** -7,
    )
  })

  test('integers and bools stay as they are, and other dtypes are refused', () => {
    const bytes = writeSafetensors(
      { w: tensor([0.1]), i: tensor([7], { dtype: 'int32' }), b: tensor([true]) },
      { dtype: 'bfloat16' },
    )
    const { w, i, b } = readSafetensors(bytes).tensors
    expect([w!.dtype, i!.dtype, b!.dtype]).toEqual(['float32', 'int32', 'bool'])
    expect(w!.item()).toBe(0.10009765625)
    expect(() => writeSafetensors({}, { dtype: 'float32' as never })).toThrow(
      'writeSafetensors: dtype "float32" is not one of float16,bfloat16; cast the tensors instead',
    )
  })
})

describe('what breaks the rules is refused in one clear line', () => {
  const entry = { dtype: 'F64', shape: [1], data_offsets: [0, 8] }
  test.each([
    ['too short', new Uint8Array(7), 'is shorter than the eight bytes'],
    ['a header of 2^60 bytes', file('{}', 0, 2n ** 60n), 'claims a header of 1152921504606847000 bytes'],
    ['a header beyond the end', file('{}', 0, 50n), 'ends inside its header: 50 bytes announced, 2 there'],
    ['no JSON', file('{x'), 'has a header that is not JSON'],
    ['broken UTF-8', file('{}').fill(0xff, 8), 'has a header that is not JSON'],
    ['a list', file([]), 'has a header that is no JSON object'],
    ['deep nesting', file('['.repeat(100_000)), 'has a header that is not JSON'],
    ['2^60 elements', file({ x: { ...entry, shape: [2 ** 60] } }, 8), 'gives "x" a shape that is not a list'],
    ['2^52 elements', file({ x: { ...entry, shape: [2 ** 52] } }, 8), 'claims more than 2^53 bytes for "x"'],
    ['2^40 elements', file({ x: { ...entry, shape: [2 ** 40] } }, 8), 'claims 8796093022208 bytes for "x"'],
    [
      'offsets of 2^60',
      file({ x: { ...entry, data_offsets: [0, 2 ** 60] } }, 8),
      'data_offsets that are not',
    ],
    ['offsets backwards', file({ x: { ...entry, data_offsets: [8, 0] } }, 8), 'data_offsets that are not'],
    [
      'offsets beyond the end',
      file({ x: { ...entry, shape: [2], data_offsets: [0, 16] } }, 8),
      'claims 16 bytes of elements, but has 8',
    ],
    ['a hole', file({ x: { ...entry, data_offsets: [8, 16] } }, 16), 'has a hole before the tensor "x"'],
    ['an overlap', file({ x: entry, y: entry }, 8), 'has an overlap before the tensor "y"'],
    ['bytes left over', file({ x: entry }, 9), 'claims 8 bytes of elements, but has 9'],
    ['negative sizes', file({ x: { ...entry, shape: [-1] } }, 8), 'a shape that is not a list'],
    ['no object', file({ x: 3 }), 'describes the tensor "x" by no object'],
    ['metadata that is no text', file({ __metadata__: { a: 1 } }), 'has metadata "a" that is no string'],
    ['metadata that is no object', file({ __metadata__: [] }), 'has metadata that is no object'],
  ])('%s', (_, bytes, message) => {
    expect(() => readSafetensors(bytes)).toThrow(message)
    expect(() => readSafetensors(bytes)).toThrow(/^readSafetensors: the file /)
  })

  test('a truncated file, wherever it is cut', () => {
    for (let length = 0; length < safetensors.length; length++)
      expect(() => readSafetensors(safetensors.slice(0, length))).toThrow(/^readSafetensors: the file /)
  })

  test('a tensor that cannot be read does not hide the others', () => {
    const bytes = file(
      {
        x: { ...entry, dtype: 'I64' },
        y: { ...entry, dtype: 'U64', data_offsets: [8, 16] },
        z: { dtype: 'F8_E4M3', shape: [8], data_offsets: [16, 24] },
        w: { ...entry, dtype: 'toString', data_offsets: [24, 32] },
      },
      32,
    )
    new DataView(bytes.buffer).setBigInt64(bytes.length - 32, 2n ** 53n + 1n, true)
    new DataView(bytes.buffer).setBigUint64(bytes.length - 24, 2n ** 40n, true)
    const { tensors } = readSafetensors(bytes.buffer)
    expect(Object.keys(tensors)).toEqual(['x', 'y', 'z', 'w'])
    expect([tensors.y!.dtype, tensors.y!.item()]).toEqual(['float64', 2 ** 40])
    expect(() => tensors.x).toThrow(
      'readSafetensors: the tensor "x" holds the int64 element 9007199254740993, which neither int32 nor float64 ' +
        'holds exactly; save it as float64, which rounds it; the file has more such arrays: "z", "w"',
    )
    expect(() => tensors.z).toThrow('the file holds "z" of dtype "F8_E4M3"; readable are F64, F32, F16, BF16')
    expect(() => tensors.w).toThrow('holds "w" of dtype "toString"')
    expect(() => ({ ...tensors })).toThrow(TensorError)
  })

  test('a reserved name, and values that are not tensors', () => {
    expect(() => writeSafetensors({ __metadata__: tensor([1]) })).toThrow('the name "__metadata__" is taken')
    expect(() => writeSafetensors({ x: [1] as never })).toThrow(
      'writeSafetensors: "x" is [1], which is not a tensor',
    )
  })
})
