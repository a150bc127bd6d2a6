/** Decides in which order a reduction reads the elements of a tensor. */
import { isContiguous, type Shape, sizeOf } from '../../array/shape.ts'
import type { Tensor } from '../../array/tensor.ts'
import { transposeView } from '../../array/view.ts'
import type { Reduction } from './reduce.ts'

/** A view whose elements in C order are [outer, n, inner], where n is reduced. */
export interface Arrangement {
  readonly view: Tensor
  readonly outer: number
  readonly n: number
  readonly inner: number
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
    return { view: x, outer, n, inner: size(kept) / outer }
  }
  const reduced = name === 'max' || name === 'min' ? [...axes].sort((a, b) => step(b) - step(a)) : axes
  return name !== 'sum' && smallest(kept) < smallest(axes)
    ? { view: transposeView(x, [...reduced, ...kept]), outer: 1, n, inner: size(kept) }
    : { view: transposeView(x, [...kept, ...reduced]), outer: size(kept), n, inner: 1 }
}
