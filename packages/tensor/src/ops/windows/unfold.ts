/**
 * The elements under windows as columns (im2col), and sums over the windows. Each is the transpose
 * of the other.
 */
import { compact } from '../../array/convert.ts'
import { allocate } from '../../array/dtype.ts'
import { fail, show } from '../../array/error.ts'
import { asTensor } from '../../array/operands.ts'
import { checkOptions } from '../../array/options.ts'
import { type Shape, sizeOf } from '../../array/shape.ts'
import { type Arg, type Own, Tensor } from '../../array/tensor.ts'
import { apply, type Op } from '../../trace/apply.ts'
import { fromColumns, toColumns } from './columns.ts'
import {
  type PerAxis,
  type Plane,
  perAxis,
  planeOf,
  WINDOW_KINDS,
  type WindowOptions,
  windowsOver,
} from './windows.ts'

/** The windows, the shape of the planes, and the shape of their columns. */
interface Unfold {
  readonly plane: Plane
  readonly planes: Shape
  readonly columns: Shape
}

/** Calls `move` with the place of each plane and the place of its columns. */
function each(
  { plane: [rows, columns], planes }: Unfold,
  move: (plane: number, columns: number) => void,
): void {
  const count = sizeOf(planes.slice(0, 2))
  const taps = rows.kernel * columns.kernel * rows.count * columns.count
  for (let i = 0; i < count; i++) move(i * rows.size * columns.size, i * taps)
}

export const unfoldOp: Op<Unfold> = {
  name: 'unfold',
  batch: 'columns',
  forward([x], o) {
    const { data, offset } = compact(x, 'unfold')
    const out = allocate('unfold', x.dtype, o.columns)
    each(o, (plane, columns) => toColumns(data, offset + plane, o.plane, out, columns))
    return new Tensor(x.dtype, out, o.columns)
  },
  derivative: (g, _y, _inputs, o) => [() => apply(foldOp, [g], o)],
}

export const foldOp: Op<Unfold> = {
  name: 'fold',
  batch: 'columns',
  forward([x], o) {
    const { data, offset } = compact(x, 'unfold')
    const out = allocate('unfold', x.dtype, o.planes)
    each(o, (plane, columns) => fromColumns(data, offset + columns, o.plane, out, plane))
    return new Tensor(x.dtype, out, o.planes)
  },
  derivative: (g, _y, _inputs, o) => [() => apply(unfoldOp, [g], o)],
}

/**
 * The elements under each window (im2col), as PyTorch's `unfold`: [samples, channels, height,
 * width] gives [samples, channels · window elements, windows], with the windows row by row. Padding
 * gives 0. Throws unless `x` has four axes and a window fits.
 *
 * @param kernel the height and width of the window, or one number for both.
 * @example
 * unfold(reshape(arange(6), [1, 1, 2, 3]), 2).toArray() // [[[0, 1], [1, 2], [3, 4], [4, 5]]]
 */
export function unfold<A extends Arg>(x: A, kernel: PerAxis, options?: WindowOptions): Tensor<Own<A>>
export function unfold(x: Arg, kernel: PerAxis, options: WindowOptions = {}): Tensor {
  checkOptions('unfold', options, WINDOW_KINDS)
  const t = asTensor('unfold', x)
  const { shape } = t
  if (shape.length !== 4)
    fail('unfold', `shape ${show(shape)}; it must be [samples, channels, height, width]: reshape it`)
  const sizes = perAxis('unfold', 'the kernel', kernel, 2, 1)
  const plane = planeOf(windowsOver('unfold', shape.slice(2), sizes, options))
  const [rows, columns] = plane
  const [samples, channels] = shape
  return apply(unfoldOp, [t], {
    plane,
    planes: shape,
    columns: [samples, channels * rows.kernel * columns.kernel, rows.count * columns.count],
  })
}
