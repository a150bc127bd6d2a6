/**
 * Convolution as matrix products: for each sample, the elements under the windows are the columns
 * of a matrix. A convolution is linear in its input and in its kernel. Its transposes in both are
 * also ops. The derivatives of each of the three ops are the other two.
 */

import { type Blend, blendedProduct, KEEP_PRODUCT } from '../../array/blend.ts'
import { compact, convert } from '../../array/convert.ts'
import { allocate, type Data, type FloatOf, floatOf, type Promote } from '../../array/dtype.ts'
import { fail, show, told } from '../../array/error.ts'
import { fast, storeToWrite } from '../../array/fast.ts'
import { type FloatArray, type MatrixView, matrixView, transposedView } from '../../array/matrix-view.ts'
import { asTensor, promoteAll } from '../../array/operands.ts'
import { checkOptions } from '../../array/options.ts'
import { type Shape, sizeOf } from '../../array/shape.ts'
import { type Arg, type DTypeOf, Tensor } from '../../array/tensor.ts'
import { apply, type Op } from '../../trace/apply.ts'
import { add } from '../elementwise/add.ts'
import { cast } from '../elementwise/cast.ts'
import { reshape } from '../shape/reshape.ts'
import { type Columns, columnsOf, copyRun } from './columns.ts'
import { type Plane, planeOf, WINDOW_KINDS, type WindowOptions, windowsOver } from './windows.ts'

export interface ConvOptions extends WindowOptions {
  /** The number of groups of adjacent channels that are convolved separately, 1 by default. */
  readonly groups?: number
  /** Added to each channel of the result, in the dtype of the result; shape [out channels]. */
  readonly bias?: Arg
}

/** A convolution: its windows, its groups, and the shapes of input and kernel. */
interface Conv {
  readonly plane: Plane
  readonly groups: number
  readonly input: Shape
  readonly kernel: Shape
}

type Product = (a: MatrixView<Data>, b: MatrixView<Data>, c: MatrixView<Data>, scales: Blend) => void

/**
 * Called with the places at which the parts of one sample and group start in the input, the kernel
 * and the result.
 */
type Visit = (sample: number, x: number, w: number, y: number) => void

/**
 * The parts of one group: that of the kernel is [wide, depth], that of the result [wide, windows].
 */
function partsOf({ plane: [rows, columns], groups, input, kernel }: Conv) {
  const [samples, channels] = input
  const windows = rows.count * columns.count
  const area = rows.size * columns.size
  const depth = sizeOf(kernel.slice(1))
  const wide = kernel[0] / groups
  return {
    output: [samples, kernel[0], rows.count, columns.count],
    depth,
    wide,
    each(visit: Visit) {
      for (let n = 0; n < samples; n++)
        for (let g = 0; g < groups; g++) {
          const part = n * groups + g
          visit(n, (part * channels * area) / groups, g * wide * depth, part * wide * windows)
        }
    },
  }
}

/**
 * Calls `visit` for each row of windows, with its place in a part of the result and in the columns.
 */
function eachRow(
  { plane: [rows, columns] }: Conv,
  wide: number,
  { length, row }: Columns,
  visit: Move,
): void {
  for (let o = 0; o < wide; o++)
    for (let i = 0; i < rows.count; i++)
      visit((o * rows.count + i) * columns.count, o * length + i * row, columns.count)
}
type Move = (y: number, o: number, n: number) => void

/** The operands in their common float dtype and in C order. */
function prepare(inputs: readonly Tensor[]): Tensor[] {
  const dtype = floatOf(promoteAll(inputs))
  return inputs.map(x => (x.dtype === dtype ? compact(x, 'conv2d') : convert(x, dtype, 'conv2d')))
}

const product = (): Product => (fast.product as Product | undefined) ?? blendedProduct

export const conv2dOp: Op<Conv> = {
  name: 'conv2d',
  batch: 'convolution',
  dtypes: 'float',
  forward(inputs, conv) {
    const [x, kernel] = prepare(inputs)
    const { output, depth, wide, each } = partsOf(conv)
    const out = storeToWrite('conv2d', x.dtype, output)
    const columns = columnsOf('conv2d', x.dtype, conv.plane, conv.kernel[1])
    const { length, row, runs } = columns
    const lines = { count: conv.plane[0].count, step: row, length: conv.plane[1].count }
    let rows: Data | undefined
    const multiply = product()
    each((_, at, w, y) => {
      const weights = matrixView(kernel.data, wide, depth, kernel.offset + w)
      columns.load(x.data, x.offset + at)
      if (runs && fast.productOfRuns) {
        const { planes, starts } = runs
        const [a, b, c] = [weights as MatrixView, planes as FloatArray, out as FloatArray]
        if (fast.productOfRuns(a, b, starts, lines, c, y)) return
      }
      const store = columns.fill()
      const result = (rows ??= allocate('conv2d', x.dtype, [wide, length]))
      multiply(weights, matrixView(store, depth, length), matrixView(result, wide, length), KEEP_PRODUCT)
      eachRow(conv, wide, columns, (to, from, n) => copyRun(result, from, out, y + to, n))
    })
    return new Tensor(x.dtype, out, output)
  },
  derivative: (g, _y, [x, kernel], conv) => [
    () => apply(conv2dInputOp, [g, kernel], conv),
    () => apply(conv2dKernelOp, [x, g], conv),
  ],
}

/**
 * The transpose in the input as a convolution with the kernel rotated by 180°. It is used if
 * windows are one element apart and it is less work. It gathers the sums that the other method
 * scatters.
 */
function turnedConv({ plane, groups, input, kernel }: Conv): Conv | null {
  const [out, channels, height, width] = kernel
  const axes = plane.map(axis => {
    const { size, dilation, before, count } = axis
    return { ...axis, size: count, before: (axis.kernel - 1) * dilation - before, count: size }
  })
  const fits = axes.every(({ stride, before }, i) => {
    const { size, count } = plane[i]
    return stride === 1 && before >= 0 && size + plane[i].before >= count
  })
  if (!fits || out > 3 * groups * channels) return null
  return {
    plane: [axes[0], axes[1]],
    groups,
    input: [input[0], out, plane[0].count, plane[1].count],
    kernel: [input[1], out / groups, height, width],
  }
}

/**
 * The kernel of {@link turnedConv}: for each input channel, the kernels of the output channels of
 * its group.
 */
function turnedKernel({ dtype, data, offset }: Tensor, { groups, kernel }: Conv): Tensor {
  const [all, wide, height, width] = kernel
  const turned = allocate('conv2d', dtype, kernel)
  const channels = all / groups
  const taps = height * width
  for (let c = 0; c < all; c++)
    for (let o = 0; o < wide; o++) {
      const from = ((Math.floor(c / channels) * wide + o) * channels + (c % channels)) * taps + offset
      for (let t = 0; t < taps; t++) turned[(c * wide + o) * taps + t] = data[from + taps - 1 - t]
    }
  return new Tensor(dtype, turned, kernel)
}

/**
 * The transpose in the input: maps a tensor like the result, and the kernel, to one like the input.
 */
export const conv2dInputOp: Op<Conv> = {
  name: 'conv2dInput',
  batch: 'convolution',
  dtypes: 'float',
  forward(inputs, conv) {
    const [g, kernel] = prepare(inputs)
    const turned = turnedConv(conv)
    if (turned) return conv2dOp.forward([g, turnedKernel(kernel, turned)], turned)
    const { depth, wide, each } = partsOf(conv)
    const out = allocate('conv2d', g.dtype, conv.input)
    const columns = columnsOf('conv2d', g.dtype, conv.plane, conv.kernel[1])
    const { length } = columns
    const store = columns.store()
    // The columns between the rows of windows stay 0.
    const rows = allocate('conv2d', g.dtype, [wide, length])
    const multiply = product()
    each((_, at, w, y) => {
      eachRow(conv, wide, columns, (from, to, n) => copyRun(g.data, g.offset + y + from, rows, to, n))
      multiply(
        transposedView(matrixView(kernel.data, wide, depth, kernel.offset + w)),
        matrixView(rows, wide, length),
        matrixView(store, depth, length),
        KEEP_PRODUCT,
      )
      columns.add(out, at)
    })
    return new Tensor(g.dtype, out, conv.input)
  },
  derivative: (h, _y, [g, kernel], conv) => [
    () => apply(conv2dOp, [h, kernel], conv),
    () => apply(conv2dKernelOp, [h, g], conv),
  ],
}

/**
 * The transpose in the kernel: maps the input, and a tensor like the result, to one like the
 * kernel.
 */
export const conv2dKernelOp: Op<Conv> = {
  name: 'conv2dKernel',
  batch: 'convolution',
  dtypes: 'float',
  forward(inputs, conv) {
    const [x, g] = prepare(inputs)
    const { depth, wide, each } = partsOf(conv)
    const out = allocate('conv2d', x.dtype, conv.kernel)
    const columns = columnsOf('conv2d', x.dtype, conv.plane, conv.kernel[1])
    const { length } = columns
    const rows = allocate('conv2d', x.dtype, [wide, length])
    const multiply = product()
    each((sample, at, w, y) => {
      columns.load(x.data, x.offset + at)
      const store = columns.fill()
      eachRow(conv, wide, columns, (from, to, n) => copyRun(g.data, g.offset + y + from, rows, to, n))
      multiply(
        matrixView(rows, wide, length),
        transposedView(matrixView(store, depth, length)),
        matrixView(out, wide, depth, w),
        { alpha: 1, beta: sample > 0 ? 1 : 0 },
      )
    })
    return new Tensor(x.dtype, out, conv.kernel)
  },
  derivative: (h, _y, [x, g], conv) => [
    () => apply(conv2dInputOp, [g, h], conv),
    () => apply(conv2dOp, [x, h], conv),
  ],
}

const KINDS = { ...WINDOW_KINDS, groups: 'number', bias: '' }

/**
 * A convolution over `axes` axes, 1 or 2. With 1, a second axis is inserted before the last one.
 */
export function convolve(operation: string, axes: number, x: Arg, kernel: Arg, options: ConvOptions): Tensor {
  checkOptions(operation, options, KINDS)
  const { groups = 1, bias } = options
  const t = asTensor(operation, x)
  const w = asTensor(operation, kernel)
  const [s, k] = [t.shape, w.shape]
  const form = ['', 'length', 'height, width'][axes]
  if (s.length !== axes + 2 || k.length !== axes + 2)
    fail(
      operation,
      `shapes ${show(s)} and ${show(k)}; the input is [samples, channels, ${form}] and the kernel ` +
        `[out channels, channels / groups, ${form}]: reshape them`,
    )
  if (!Number.isInteger(groups) || groups < 1 || s[1] % groups > 0 || k[0] % groups > 0)
    fail(
      operation,
      `groups is ${told(groups)}; it must be a whole number that divides the ${s[1]} channels of the input ` +
        `and the ${k[0]} of the result`,
    )
  if (k[1] !== s[1] / groups)
    fail(
      operation,
      `shapes ${show(s)} and ${show(k)} do not fit: the kernel has ${k[1]} channels, it needs ${s[1] / groups}` +
        (groups > 1 ? `, those of one of ${groups} groups` : ''),
    )
  if (k.includes(0)) fail(operation, `the kernel has shape ${show(k)}; no length may be 0`)
  const windows = windowsOver(operation, s.slice(2), k.slice(2), options)
  const plane = planeOf(windows)
  const planar = (shape: Shape) => [...shape.slice(0, 2), ...(axes > 1 ? [] : [1]), ...shape.slice(2)]
  const conv = { plane, groups, input: planar(s), kernel: planar(k) }
  const y: Tensor = apply(conv2dOp, [reshape(t, conv.input), reshape(w, conv.kernel)], conv)
  const result = reshape(y, [s[0], k[0], ...windows.map(({ count }) => count)])
  if (bias === undefined) return result
  const b = asTensor(operation, bias)
  if (b.ndim !== 1 || b.shape[0] !== k[0])
    fail(operation, `the bias has shape ${show(b.shape)}; it must be [${k[0]}], a number for each channel`)
  return add(result, reshape(cast(b, result.dtype), [k[0], ...windows.map(() => 1)]))
}

/**
 * The convolution of planes, as PyTorch's `conv2d`: [samples, channels, height, width] and a kernel
 * [out channels, channels / groups, kernel height, kernel width] give [samples, out channels, rows,
 * columns]. Each element is the sum of input times kernel over the channels of a group and the
 * elements of the window. The kernel is not flipped. All dtypes except float32 give float64. Sums
 * are sequential in the precision of the dtype.
 *
 * Throws if shapes do not fit, if `groups` does not divide the channels, and if no window fits.
 *
 * @param options.stride the distance between windows, 1 by default.
 * @param options.padding zeros around the planes, none by default.
 * @example
 * const x = reshape(arange(9), [1, 1, 3, 3])
 * const kernel = tensor([[[[1, 0], [0, -1]]]])
 * conv2d(x, kernel).toArray() // [[[[-4, -4], [-4, -4]]]]
 * conv2d(x, kernel, { padding: 'same', stride: 2 }).shape // [1, 1, 2, 2]
 */
export function conv2d<A extends Arg, B extends Arg>(
  x: A,
  kernel: B,
  options?: ConvOptions,
): Tensor<FloatOf<Promote<DTypeOf<A>, DTypeOf<B>>>>
export function conv2d(x: Arg, kernel: Arg, options: ConvOptions = {}): Tensor {
  return convolve('conv2d', 2, x, kernel, options)
}
