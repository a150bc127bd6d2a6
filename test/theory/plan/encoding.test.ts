import { stream } from '@multiview/tensor'
import { decode, encode } from '@multiview/theory'
import { describe, expect, test } from 'vitest'

const bits = (array: Float64Array): BigUint64Array => new BigUint64Array(array.buffer.slice(0))

describe('plain data as JSON', () => {
  test.each([
    ['null', null],
    ['a list of lists', [[1, 2], [], [true, 'text', null]]],
    ['an object in an object', { a: { b: [1e-300, 5e-324, 1.7976931348623157e308] }, '': '$' }],
    [
      'numbers that JSON does not know',
      [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0],
    ],
    ['an empty array', { a: new Float64Array(0), b: new Int32Array(0) }],
    ['whole numbers', new Int32Array([0, -1, 2 ** 31 - 1, -(2 ** 31)])],
    ['a field with a name of the language', JSON.parse('{"__proto__": 1, "toString": [2]}')],
  ])('%s comes back the same', (_, value) => {
    expect(decode(encode(value))).toStrictEqual(value)
    expect(Object.is((decode(encode([-0])) as number[])[0], -0)).toBe(true)
  })

  test('every bit of an array comes back, those of NaN and of −0 too', () => {
    const random = stream(1, 'bits')
    const words = BigUint64Array.from({ length: 500 }, () =>
      BigInt.asUintN(64, (BigInt(random.integer(2 ** 32)) << 32n) | BigInt(random.integer(2 ** 32))),
    )
    words.set([0x7ff8000000000001n, 0xfff0000000000000n, 1n << 63n, 1n])
    const value = { weights: new Float64Array(words.buffer) }
    const back = decode(encode(value)) as typeof value
    expect(bits(back.weights)).toEqual(words)
  })

  test('an array that is part of a larger buffer is written alone', () => {
    const part = Float64Array.from([1, 2, 3, 4]).subarray(1, 3)
    expect(decode(encode(part))).toEqual(Float64Array.of(2, 3))
  })

  test.each([
    ['a function', () => 1],
    ['undefined', { a: undefined }],
    ['a map', new Map()],
    ['an array of another type', new Float32Array(2)],
    ['a field that looks like a mark', { $float64: 'AAAA' }],
  ])('%s is refused, rather than lost', (_, value) => {
    expect(() => encode(value)).toThrow(TypeError)
  })

  test.each(['{"$float64":"AAAA"}', '{"$int32":3}', '{"$number":[]}', '[1', ''])('%j is refused', text => {
    expect(() => decode(text)).toThrow(SyntaxError)
  })
})
