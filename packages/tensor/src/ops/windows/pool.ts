/** What pools share: windows over the last one or two axes. */
import { fail, show } from '../../array/error.ts'
import { asTensor } from '../../array/operands.ts'
import { checkOptions, type OptionKinds } from '../../array/options.ts'
import { type Shape, sizeOf } from '../../array/shape.ts'
import type { Arg, Tensor } from '../../array/tensor.ts'
import { reshape } from '../reshape.ts'
import {
  type PerAxis,
  type Plane,
  perAxis,
  planeOf,
  type Taps,
  tapsOf,
  type WindowOptions,
  windowsOver,
} from './windows.ts'

/** Planes [planes, height, width], the windows over each, and [planes, rows, columns] of the result. */
export interface Pool {
  readonly plane: Plane
  readonly planes: Shape
  readonly windows: Shape
}

/** Pools over the last `axes` axes, 1 or 2; windows do not overlap unless a stride says so. */
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
 * Calls `visit` for each window, plane by plane and row by row, with where its plane starts and its
 * elements along both axes. Throws for one that holds padding only, unless that counts.
 */
export function eachWindow(
  operation: string,
  { plane: [rows, columns], planes }: Pool,
  visit: (window: number, plane: number, down: Taps, across: Taps) => void,
  padding = false,
): void {
  const [down, across] = [rows, columns].map(axis =>
    Array.from({ length: axis.count }, (_, i) => tapsOf(axis, i)),
  )
  if (!padding && [...down, ...across].some(({ from, to }) => from >= to))
    fail(operation, 'a window holds padding only; give less padding')
  for (let plane = 0, window = 0; plane < planes[0]; plane++)
    for (const i of down) for (const j of across) visit(window++, plane * rows.size * columns.size, i, j)
}
