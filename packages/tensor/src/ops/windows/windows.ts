/** Windows along the axes of a grid: their places, and the options that describe them. */
import { fail, show, told } from '../../array/error.ts'
import type { OptionKinds } from '../../array/options.ts'
import type { Shape } from '../../array/shape.ts'

/** One number for all axes of the grid, or one number per axis. */
export type PerAxis = number | Shape

/** How windows are placed on a grid. */
export interface WindowOptions {
  /** The distance between windows. */
  readonly stride?: PerAxis
  /**
   * 'valid' (none), 'same' (⌈length / stride⌉ windows, with an odd element after the end), or the
   * number of elements to add at both ends: one number, or per axis a number or [before, after].
   */
  readonly padding?: 'valid' | 'same' | number | readonly (number | readonly [number, number])[]
  /** The distance between the elements of a window, 1 by default. */
  readonly dilation?: PerAxis
}

export const WINDOW_KINDS: OptionKinds = { stride: '', padding: '', dilation: '' }

/** The windows along one axis. */
export interface Windows {
  /** The length of the axis. */
  readonly size: number
  /** The number of elements of a window. */
  readonly kernel: number
  readonly stride: number
  readonly dilation: number
  /** How far the first window starts before the axis. */
  readonly before: number
  /** The number of windows. */
  readonly count: number
}

/** The windows along the two axes of a plane. */
export type Plane = readonly [rows: Windows, columns: Windows]

const single: Windows = { size: 1, kernel: 1, stride: 1, dilation: 1, before: 0, count: 1 }

/** The windows along one or two axes as the windows of a plane. A line is a plane with one row. */
export const planeOf = (windows: readonly Windows[]): Plane =>
  windows.length > 1 ? [windows[0], windows[1]] : [single, windows[0]]

/** The windows over axes of these sizes. Throws if an option is wrong or no window fits. */
export function windowsOver(
  operation: string,
  sizes: Shape,
  kernel: Shape,
  { stride = 1, padding = 'valid', dilation = 1 }: WindowOptions,
): Windows[] {
  const strides = perAxis(operation, 'stride', stride, sizes.length, 1)
  const dilations = perAxis(operation, 'dilation', dilation, sizes.length, 1)
  return sizes.map((size, axis) => {
    const extent = (kernel[axis] - 1) * dilations[axis] + 1
    const step = strides[axis]
    const [before, after] =
      padding === 'valid'
        ? [0, 0]
        : padding === 'same'
          ? shared(Math.max((Math.ceil(size / step) - 1) * step + extent - size, 0))
          : paddingOf(operation, padding, axis, sizes.length)
    const room = size + before + after - extent
    if (room < 0)
      fail(
        operation,
        `a window over ${extent} elements does not fit ${size + before + after} of shape ${show(sizes)} with ` +
          'its padding; give a smaller window or more padding',
      )
    const count = Math.floor(room / step) + 1
    return { size, kernel: kernel[axis], stride: step, dilation: dilations[axis], before, count }
  })
}

const shared = (total: number): [number, number] => [total >> 1, total - (total >> 1)]

/** Whole numbers of at least `least`, one per axis. */
export function perAxis(
  operation: string,
  role: string,
  value: PerAxis,
  axes: number,
  least: number,
): number[] {
  const list = typeof value === 'number' ? new Array<number>(axes).fill(value) : value
  if (!Array.isArray(list) || list.length !== axes || list.some(n => !Number.isInteger(n) || n < least))
    fail(
      operation,
      `${role} is ${told(value)}; it must be a whole number from ${least}` +
        (axes > 1 ? `, or ${axes} in an array` : ''),
    )
  return [...list]
}

function paddingOf(operation: string, padding: unknown, axis: number, axes: number): number[] {
  const own = Array.isArray(padding) && padding.length === axes ? (padding[axis] as unknown) : padding
  const ends = typeof own === 'number' ? [own, own] : own
  if (!Array.isArray(ends) || ends.length !== 2 || ends.some(n => !Number.isInteger(n) || n < 0))
    fail(
      operation,
      `padding is ${told(padding)}; it must be 'valid', 'same', a whole number from 0, or for each axis one ` +
        'or [before, after]',
    )
  return ends
}

/**
 * The elements of one window that lie on its axis: `from` up to `to`. Element i is at start + i ·
 * step.
 */
export interface Taps {
  readonly start: number
  readonly step: number
  readonly from: number
  readonly to: number
}

/** The elements of a window that lie on its axis. */
export function tapsOf({ size, kernel, stride, dilation, before }: Windows, window: number): Taps {
  const start = window * stride - before
  const from = start < 0 ? Math.ceil(-start / dilation) : 0
  return { start, step: dilation, from, to: Math.min(kernel, Math.ceil((size - start) / dilation)) }
}

/**
 * The windows from `first` up to `end` whose element `tap` lies on the axis, and the place of this
 * element in window 0, which may be outside.
 */
export function reaching({ size, stride, dilation, before, count }: Windows, tap: number) {
  const start = tap * dilation - before
  const first = start < 0 ? Math.ceil(-start / stride) : 0
  return { start, first, end: Math.min(count, Math.ceil((size - start) / stride)) }
}
