/**
 * Writes the smallest ONNX models: one node, its inputs and its output, in the protocol-buffer
 * encoding.
 */

const varint = (value: number): number[] =>
  value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)]
const whole = (field: number, value: number): number[] => [field << 3, ...varint(value)]
const nested = (field: number, bytes: readonly number[]): number[] => [
  (field << 3) | 2,
  ...varint(bytes.length),
  ...bytes,
]
const text = (field: number, value: string): number[] => nested(field, [...Buffer.from(value)])

/** ONNX's numbers of the element types. */
const elementType = { float32: 1, float64: 11 }

const value = (
  field: number,
  name: string,
  dtype: 'float32' | 'float64',
  shape: readonly number[],
): number[] => {
  const dimensions = shape.flatMap(size => nested(1, whole(1, size)))
  const tensor = [...whole(1, elementType[dtype]), ...nested(2, dimensions)]
  return nested(field, [...text(1, name), ...nested(2, nested(1, tensor))])
}

/** A model of one operator with inputs a, b, … and the output y. */
export const onnxModel = (
  operator: string,
  dtype: 'float32' | 'float64',
  inputs: readonly (readonly number[])[],
  output: readonly number[],
): Uint8Array => {
  const names = inputs.map((_, i) => 'abc'[i])
  const node = [...names.flatMap(name => text(1, name)), ...text(2, 'y'), ...text(4, operator)]
  const graph = [
    ...nested(1, node),
    ...text(2, 'graph'),
    ...inputs.flatMap((shape, i) => value(11, names[i], dtype, shape)),
    ...value(12, 'y', dtype, output),
  ]
  const operatorSet = whole(2, 17)
  return Uint8Array.from([...whole(1, 8), ...nested(7, graph), ...nested(8, operatorSet)])
}
