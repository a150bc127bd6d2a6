/** Decides in which order a reduction reads the elements of a tensor. */
import { isContiguous, type Shape, sizeOf } from '../../array/shape.ts'
import type { Tensor } from '../../array/tensor.ts'
import { transposeView } from '../../array/view.ts'
import type { FloatArray } from '../engine.ts'
import type { Reduction, RowsShape } from './reduce.ts'
import { type FloatView, floatView } from './view.ts'

/** The elements of a tensor of floats, seen as [outer, n, inner], where n is reduced. */
export interface Arrangement {
  readonly data: FloatArray | FloatView
  readonly shape: RowsShape
}

/**
 * The arrangement of a reduction along sorted axes. That of a sum is fixed, as its order is
 * documented. A product has the order of the elements. Largest and smallest elements may be found
 * in any order, so the axes go from large steps in memory to small ones.
 */
export const arranged = (name: Reduction, x: Tensor, axes: Shape): Arrangement => {
  const kept = [...x.shape.keys()].filter(axis => !axes.includes(axis))
  const size = (list: Shape) => sizeOf(list.map(axis => x.shape[axis]))
  const step = (axis: number) => (x.shape[axis] === 1 ? Infinity : Math.abs(x.stride[axis]))
  const smallest = (list: Shape) => Math.min(...list.map(step))
  const n = size(axes)
  const isBlock = axes.every((axis, i) => axis === axes[0] + i)
  if (isBlock && (name === 'sum' || isContiguous(x.shape, x.stride))) {
    const outer = size(kept.filter(axis => axis < axes[0]))
    return inOrder(x, outer, n, size(kept) / outer)
  }
  const reduced = name === 'max' || name === 'min' ? [...axes].sort((a, b) => step(b) - step(a)) : axes
  return name !== 'sum' && smallest(kept) < smallest(axes)
    ? inOrder(transposeView(x, [...reduced, ...kept]), 1, n, size(kept))
    : inOrder(transposeView(x, [...kept, ...reduced]), size(kept), n, 1)
}

const inOrder = (x: Tensor, outer: number, n: number, inner: number): Arrangement =>
  isContiguous(x.shape, x.stride)
    ? { data: x.data as FloatArray, shape: { offset: x.offset, outer, n, inner } }
    : { data: floatView(x), shape: { offset: 0, outer, n, inner } }
