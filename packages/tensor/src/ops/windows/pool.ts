/** Code that all pools share: windows over the last one or two axes. */
import { fail, show } from '../../array/error.ts'
import { asTensor } from '../../array/operands.ts'
import { checkOptions, type OptionKinds } from '../../array/options.ts'
import { type Shape, sizeOf } from '../../array/shape.ts'
import type { Arg, Tensor } from '../../array/tensor.ts'
import { reshape } from '../shape/reshape.ts'
import {
  type PerAxis,
  type Plane,
  perAxis,
  planeOf,
  reaching,
  type Taps,
  tapsOf,
  type WindowOptions,
  type Windows,
  windowsOver,
} from './windows.ts'

/**
 * Planes [planes, height, width], the windows on them, and the result's shape [planes, rows,
 * columns].
 */
export interface Pool {
  readonly plane: Plane
  readonly planes: Shape
  readonly windows: Shape
}

/** Describes a pool over the last `axes` axes, 1 or 2. By default windows do not overlap. */
export function overWindows<O extends WindowOptions>(
  operation: string,
  axes: number,
  x: Arg,
  kernel: PerAxis,
  options: O,
  kinds: OptionKinds,
  pool: (x: Tensor, pool: Pool) => Tensor,
): Tensor {
  checkOptions(operation, options, kinds)
  const t = asTensor(operation, x)
  const { shape } = t
  if (shape.length < axes)
    fail(operation, `shape ${show(shape)}; it must end in ${axes > 1 ? 'height and width' : 'a length'}`)
  const size = perAxis(operation, 'the window', kernel, axes, 1)
  const lead = shape.slice(0, -axes)
  const windows = windowsOver(operation, shape.slice(-axes), size, {
    ...options,
    stride: options.stride ?? size,
  })
  const plane = planeOf(windows)
  const count = sizeOf(lead)
  const planes = [count, plane[0].size, plane[1].size]
  const y = pool(reshape(t, planes), { plane, planes, windows: [count, plane[0].count, plane[1].count] })
  return reshape(y, [...lead, ...windows.map(each => each.count)])
}

/**
 * Calls `visit` for each element of the windows of a row, plane by plane and row by row. It gets
 * the first window of the row, and the windows from `first` up to `end` that contain the element.
 * The element of window + w is at x + w · stride. With `backwards` the elements along a row come in
 * reverse order.
 */
export function eachRun(
  { plane: [rows, columns], planes }: Pool,
  visit: (window: number, x: number, first: number, end: number) => void,
  backwards = false,
): void {
  const down = elementsOf(rows)
  const across = Array.from({ length: columns.kernel }, (_, b) => reaching(columns, b))
  if (backwards) across.reverse()
  for (let plane = 0, window = 0; plane < planes[0]; plane++)
    for (const { start, step, from, to } of down) {
      for (let a = from; a < to; a++) {
        const row = (plane * rows.size + start + a * step) * columns.size
        for (const { start: left, first, end } of across) visit(window, row + left, first, end)
      }
      window += columns.count
    }
}

/** Throws for a window that contains only padding. */
export function checkPadding(operation: string, { plane }: Pool): void {
  if (plane.flatMap(elementsOf).some(({ from, to }) => from >= to))
    fail(operation, 'a window holds padding only; give less padding')
}

/** The elements of each window along an axis. */
export const elementsOf = (axis: Windows): Taps[] =>
  Array.from({ length: axis.count }, (_, i) => tapsOf(axis, i))
