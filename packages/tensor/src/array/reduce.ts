/**
 * The driver of reductions. It makes the input compact and sees it as [outer, n, inner], where n is
 * reduced. So the order of summation depends only on the shape, never on the memory layout.
 */

import { compact } from './convert.ts'
import { allocate, type Data, type DType } from './dtype.ts'
import { fail, show } from './error.ts'
import { fast } from './fast.ts'
import type { Blocks, Reducer } from './loop.ts'
import { checkOptions, type OptionKinds } from './options.ts'
import { axesOf, type Shape, sizeOf } from './shape.ts'
import { Tensor } from './tensor.ts'
import { transposeView } from './view.ts'

/** The axes of a reduction, and whether they stay with length 1. */
export interface ReduceOptions {
  /** One axis, several, or all (the default). Negative axes count from the end. */
  readonly axis?: number | Shape | null
  /** Keeps the reduced axes with length 1, so that the result broadcasts with the input. */
  readonly keepDims?: boolean
}

/** Throws for options that are neither those of a reduction nor in `more`. */
export const checkReduce = (name: string, options: ReduceOptions, more?: OptionKinds): void =>
  checkOptions(name, options, { axis: '', keepDims: 'boolean', ...more })

/** The input with its reduced axes, which are sorted, merged into one. */
export function blocks(name: string, x: Tensor, axes: Shape): Blocks {
  let first = axes[0] ?? 0
  let t = x
  if (axes.some((axis, i) => axis !== first + i)) {
    const kept = [...x.shape.keys()].filter(axis => !axes.includes(axis))
    first = kept.length
    t = transposeView(x, [...kept, ...axes])
  }
  const { data, offset } = compact(t, name)
  const size = (from: number, to?: number) => sizeOf(t.shape.slice(from, to))
  const end = first + axes.length
  return { data, offset, outer: size(0, first), n: size(first, end), inner: size(end) }
}

/** The shape of the result of a reduction. */
export function reducedShape(shape: Shape, axes: Shape, keepDims: boolean | undefined): number[] {
  return keepDims
    ? shape.map((n, axis) => (axes.includes(axis) ? 1 : n))
    : shape.filter((_, axis) => !axes.includes(axis))
}

/** Reduces a tensor. `plain` writes the results if no fast loop does. */
export function reduceBlocks(
  name: string,
  x: Tensor,
  options: ReduceOptions,
  dtype: DType,
  plain: (seen: Blocks, out: Data) => void,
): Tensor {
  const axes = axesOf(name, options.axis, x.ndim)
  const shape = reducedShape(x.shape, axes, options.keepDims)
  const out = allocate(name, dtype, shape)
  if (out.length > 0 && !fast.reduce?.(name, x, axes, out)) plain(blocks(name, x, axes), out)
  return new Tensor(dtype, out, shape)
}

/**
 * Reduces each run along the axes to a number. If it `needsOne`, no elements are an error.
 */
export const reduce = (
  name: string,
  x: Tensor,
  options: ReduceOptions,
  dtype: DType,
  reducer: Reducer,
  needsOne?: boolean,
): Tensor =>
  reduceBlocks(name, x, options, dtype, ({ data, offset, outer, n, inner }, out) => {
    if (n === 0 && needsOne)
      fail(name, `shape ${show(x.shape)} has no elements along the reduced axes; ${name} needs at least one`)
    for (let i = 0; i < outer; i++)
      for (let j = 0; j < inner; j++) out[i * inner + j] = reducer(data, offset + i * n * inner + j, n, inner)
  })
