/**
 * Packed results. An op has one result, so several results lie one after the other in one tensor
 * with a single axis.
 */
import { type Data, type DType, isFloat } from '../array/dtype.ts'
import { place } from '../array/elementwise.ts'
import { storeToWrite } from '../array/fast.ts'
import { type Shape, sizeOf, strideOf } from '../array/shape.ts'
import { Tensor } from '../array/tensor.ts'
import { cast } from '../ops/elementwise/cast.ts'
import { slice } from '../ops/indexing/slice.ts'
import { concatenate } from '../ops/shape/concatenate.ts'
import { reshape } from '../ops/shape/reshape.ts'

/** What a part of a packed tensor is. */
export interface Part {
  readonly dtype: DType
  readonly shape: Shape
}

/** The dtype of parts together. A float64 holds the numbers of each other dtype exactly. */
export const packedDType = (parts: readonly Part[]): DType =>
  parts.length > 0 && parts.every(({ dtype }) => dtype === parts[0].dtype) ? parts[0].dtype : 'float64'

/** The number of elements of parts. */
export const packedSize = (parts: readonly Part[]): number =>
  parts.reduce((size, { shape }) => size + sizeOf(shape), 0)

/** A new packed tensor of parts without traces, and the place of each part in its store. */
export function newPacked(
  operation: string,
  parts: readonly Part[],
): { readonly whole: Tensor; readonly starts: readonly number[] } {
  const dtype = packedDType(parts)
  const shape = [packedSize(parts)]
  return { whole: new Tensor(dtype, storeToWrite(operation, dtype, shape), shape), starts: startsOf(parts) }
}

/** Writes the elements of a tensor without traces to a store, in C order. */
export const write = (x: Tensor, data: Data, at: number): void => place(x, data, strideOf(x.shape), at)

/** Packs tensors without traces. */
export function packed(operation: string, values: readonly Tensor[], parts: readonly Part[]): Tensor {
  const { whole, starts } = newPacked(operation, parts)
  values.forEach((x, i) => {
    write(x, whole.data, starts[i])
  })
  return whole
}

/** Packs tensors by ops. */
export const pack = (values: readonly Tensor[], dtype: DType): Tensor =>
  concatenate(values.map(x => cast(reshape(x, [x.size]), dtype)))

/** The parts of a packed tensor, which may have more elements behind them. */
export function unpack(whole: Tensor, parts: readonly Part[]): Tensor[] {
  const starts = startsOf(parts)
  return parts.map((part, i) => partAt(whole, part, starts[i]))
}

/** The parts of a packed cotangent that belong to float parts of a result. */
export function unpackFloats(g: Tensor, parts: readonly Part[]): Tensor[] {
  const starts = startsOf(parts)
  return parts.flatMap((part, i) => (isFloat(part.dtype) ? [partAt(g, part, starts[i])] : []))
}

const partAt = (whole: Tensor, { dtype, shape }: Part, start: number): Tensor =>
  cast(reshape(slice(whole, [start, start + sizeOf(shape)]), shape), dtype)

function startsOf(parts: readonly Part[]): number[] {
  let end = 0
  return parts.map(({ shape }) => {
    end += sizeOf(shape)
    return end - sizeOf(shape)
  })
}

/** Packs the parts of each of many examples. The examples lie along the first axis of each part. */
export function packEach(examples: number, wholes: readonly Tensor[], dtype: DType): Tensor {
  return concatenate(
    wholes.map(x => cast(reshape(x, [examples, sizeOf(x.shape.slice(1))]), dtype)),
    { axis: 1 },
  )
}
