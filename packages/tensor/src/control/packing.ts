/**
 * Packed results. An op has one result, so the results of a loop lie one after the other in one
 * tensor with a single axis.
 */
import type { DType } from '../array/dtype.ts'
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

/** Packs parts without traces. */
export function packed(operation: string, values: readonly Tensor[], parts: readonly Part[]): Tensor {
  const dtype = packedDType(parts)
  const shape = [packedSize(parts)]
  const data = storeToWrite(operation, dtype, shape)
  let at = 0
  for (const x of values) {
    place(x, data, strideOf(x.shape), at)
    at += x.size
  }
  return new Tensor(dtype, data, shape)
}

/** Packs tensors by ops. */
export const pack = (values: readonly Tensor[], dtype: DType): Tensor =>
  concatenate(values.map(x => cast(reshape(x, [x.size]), dtype)))

/** The parts of a packed tensor, which may have more elements behind them. */
export function unpack(whole: Tensor, parts: readonly Part[], from = 0): Tensor[] {
  let end = from
  return parts.map(({ dtype, shape }) => {
    const start = end
    end += sizeOf(shape)
    return cast(reshape(slice(whole, [start, end]), shape), dtype)
  })
}

/** Packs the parts of each of many examples. The examples lie along the first axis of each part. */
export function packEach(examples: number, wholes: readonly Tensor[], dtype: DType): Tensor {
  return concatenate(
    wholes.map(x => cast(reshape(x, [examples, sizeOf(x.shape.slice(1))]), dtype)),
    { axis: 1 },
  )
}
