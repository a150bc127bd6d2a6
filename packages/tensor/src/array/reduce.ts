/**
 * The driver of reductions. It makes the input compact and sees it as [outer, n, inner], where n is
 * reduced. So the order of summation depends only on the shape, never on the memory layout.
 */

import { compact } from './convert.ts'
import { allocate, type DType } from './dtype.ts'
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

const KINDS: OptionKinds = { axis: '', keepDims: 'boolean' }

/** Throws for options that are neither those of a reduction nor in `more`. */
export const checkReduce = (name: string, options: ReduceOptions, more?: OptionKinds): void =>
  checkOptions(name, options, more ? { ...KINDS, ...more } : KINDS)

/** The input with its reduced axes, which are sorted, merged into one. */
export function blocks(name: string, x: Tensor, axes: Shape): Blocks {
  let first = axes[0] ?? 0
  let t = x
  if (axes.some((axis, i) => axis !== first + i)) {
    const kept = x.shape.map((_, axis) => axis).filter(axis => !axes.includes(axis))
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

/**
 * Reduces each run along the axes to a number. `empty` is the result for no elements; without it,
 * no elements are an error.
 */
export function reduce(
  name: string,
  x: Tensor,
  options: ReduceOptions,
  dtype: DType,
  reducer: Reducer,
  empty: number | undefined,
): Tensor {
  const axes = axesOf(name, options.axis, x.shape.length)
  const shape = reducedShape(x.shape, axes, options.keepDims)
  const out = allocate(name, dtype, shape)
  if (out.length > 0) {
    const seen = blocks(name, x, axes)
    const { data, offset, outer, n, inner } = seen
    if (n === 0 && empty === undefined)
      fail(name, `shape ${show(x.shape)} has no elements along the reduced axes; ${name} needs at least one`)
    if (n === 0 || !fast.reduce?.(name, seen, out))
      for (let i = 0; i < outer; i++)
        for (let j = 0; j < inner; j++)
          out[i * inner + j] = n === 0 ? empty! : reducer(data, offset + i * n * inner + j, n, inner)
  }
  return new Tensor(dtype, out, shape)
}
