/**
 * The rules of vmap: how an op applies to many examples at once. The record of an op says which of
 * the shared rules it has, so a bundle without vmap contains none of them.
 */
import { zeros } from '../array/create.ts'
import { fail, show } from '../array/error.ts'
import { axesOf, axisOf, broadcastShapes, type Shape, sameShape, sizeOf } from '../array/shape.ts'
import type { Tensor } from '../array/tensor.ts'
import { type Cut, slice } from '../ops/indexing/slice.ts'
import { broadcastTo } from '../ops/shape/broadcast-to.ts'
import { reshape } from '../ops/shape/reshape.ts'
import { stack } from '../ops/shape/stack.ts'
import { transpose } from '../ops/shape/transpose.ts'
import { apply, type BatchInputs, type Batching, type BatchRule, type Op } from '../trace/apply.ts'

export const run = (op: Op<never>, inputs: readonly Tensor[], options: unknown): Tensor =>
  apply(op, inputs, options as never)

/** Inserts axes of length 1 after the first, so that each example has `ndim` axes. */
function aligned({ examples, wholes, size }: BatchInputs, ndim = mostAxes(examples)): Tensor[] {
  return wholes.map((x, i) => {
    const { shape } = examples[i]
    return x === examples[i] ? x : reshape(x, [size, ...new Array(ndim - shape.length).fill(1), ...shape])
  })
}

const mostAxes = (examples: readonly Tensor[]): number => Math.max(...examples.map(x => x.ndim))

/** For any op: applies it once per example. */
export const oneByOne: BatchRule = (op, { examples, wholes, size }, options) => {
  if (size === 0) {
    const { dtype, shape } = run(op, examples.map(zerosOf), options)
    return zeros([0, ...shape], { dtype })
  }
  const results = Array.from({ length: size }, (_, k) =>
    run(
      op,
      wholes.map((x, i) => (x === examples[i] ? x : slice(x, k))),
      options,
    ),
  )
  const [{ shape }] = results
  for (const y of results)
    if (!sameShape(y.shape, shape))
      fail(
        op.name,
        `its results have shapes ${show(shape)} and ${show(y.shape)} for two examples of vmap; a shape cannot ` +
          'depend on numbers there',
      )
  return stack(results)
}

const zerosOf = ({ shape, dtype }: Tensor): Tensor => zeros(shape, { dtype })

/** For operands that broadcast together. */
const elementwise: BatchRule = (op, inputs, options) => {
  // Messages show the shapes that the function sees.
  broadcastShapes(op.name, ...inputs.examples.map(x => x.shape))
  return run(op, aligned(inputs), options)
}

/** For ops on the last axes, counted from the end, whose leading axes broadcast. */
const leading: BatchRule = (op, inputs, options) => run(op, aligned(inputs), options)

interface Axes {
  readonly axis?: number | Shape | null
}

/** The axes that the option `axis` names, moved by one for the first axis of examples. */
function behind<O extends Axes>({ name }: Op<never>, { examples }: BatchInputs, options: O): O {
  const { axis } = options
  const { ndim } = examples[0]
  return {
    ...options,
    axis: typeof axis === 'number' ? axisOf(name, axis, ndim) + 1 : axesOf(name, axis, ndim).map(a => a + 1),
  }
}

/**
 * For ops along axes that the option `axis` names. Several inputs have the same number of axes and
 * broadcast.
 */
const alongAxis: BatchRule<Axes> = (op, inputs, options) => {
  const { examples, wholes } = inputs
  return run(
    op,
    wholes.map((x, i) => (x === examples[i] ? reshape(x, [1, ...x.shape]) : x)),
    behind(op, inputs, options),
  )
}

/**
 * The inputs with the same number of axes. An input that all examples share is repeated for each.
 */
function repeats(inputs: BatchInputs): Tensor[] {
  const { examples, size } = inputs
  const ndim = mostAxes(examples)
  return aligned(inputs).map((x, i) =>
    x === examples[i] ? broadcastTo(x, [size, ...new Array(ndim - x.ndim).fill(1), ...x.shape]) : x,
  )
}

/** The same for inputs that do not broadcast. */
const repeated: BatchRule<Axes> = (op, inputs, options) =>
  run(op, repeats(inputs), behind(op, inputs, options))

/**
 * For ops on each element of one input that read all of the other, `table`. The examples may share
 * the table.
 */
const lookUp =
  (table: number): BatchRule =>
  (op, inputs, options) => {
    const { examples, wholes } = inputs
    return wholes[table] === examples[table] ? run(op, wholes, options) : oneByOne(op, inputs, options)
  }

/**
 * If all examples share one matrix, a single product is computed. The rows of all examples are
 * stacked, or their columns are placed side by side.
 */
const product: BatchRule = (op, inputs, options) => {
  const [a, b] = inputs.examples
  const [left, right] = inputs.wholes
  const { size } = inputs
  if (right === b && b.ndim === 2) {
    const rows = a.shape.slice(0, -1)
    const y = run(op, [reshape(left, [size * sizeOf(rows), b.shape[0]]), b], options)
    return reshape(y, [size, ...rows, b.shape[1]])
  }
  if (left === a && a.ndim === 2 && b.ndim === 2 && b.shape[1] === 1) {
    const columns = transpose(reshape(right, [size, b.shape[0]]))
    return reshape(transpose(run(op, [a, columns], options)), [size, a.shape[0], 1])
  }
  return leading(op, inputs, options)
}

/** For ops on the last axes whose leading axes are equal. */
const paired: BatchRule = (op, inputs, options) => run(op, repeats(inputs), options)

/** Merges the first two axes. */
const merged = (x: Tensor): Tensor => reshape(x, [x.shape[0] * x.shape[1], ...x.shape.slice(2)])

/** The shapes among the options of an op on planes: those of its input and of its result. */
type Planes = Record<string, Shape>

/** For ops on [planes, …] or [samples, …]: those of all examples are placed one after the other. */
const folded =
  (...shapes: string[]): BatchRule<Planes> =>
  (op, inputs, options) => {
    const { examples, wholes, size } = inputs
    if (size === 0) return oneByOne(op, inputs, options as never)
    const more = shapes.map(key => [key, [size * options[key][0], ...options[key].slice(1)]])
    const all = wholes.map((x, i) => (x === examples[i] ? x : merged(x)))
    const y = run(op, all, { ...options, ...Object.fromEntries(more) })
    return reshape(y, [size, y.shape[0] / size, ...y.shape.slice(1)])
  }

const foldedSamples = folded('input')

interface Conv {
  readonly groups: number
  readonly input: Shape
  readonly kernel: Shape
}

/**
 * If each example has its own kernel, the examples become groups. With one kernel for all, they
 * become samples.
 */
const convolution: BatchRule<Conv & Planes> = (op, inputs, conv) => {
  const { examples, wholes, size } = inputs
  const ofKernel = op.name === 'conv2dKernel'
  if (size === 0 || (!ofKernel && wholes[1] === examples[1])) return foldedSamples(op, inputs, conv as never)
  const { input, kernel, groups } = conv
  // [examples, samples, channels, …] to [samples, examples · channels, …], and back.
  const swapped = (x: Tensor) => transpose(x, [1, 0, 2, 3, 4])
  const beside = (x: Tensor) => reshape(swapped(x), [x.shape[1], size * x.shape[2], ...x.shape.slice(3)])
  const [a, b] = repeats(inputs)
  const y = run(op, [beside(a), ofKernel ? beside(b) : merged(b)], {
    ...conv,
    groups: size * groups,
    input: [input[0], size * input[1], ...input.slice(2)],
    kernel: [size * kernel[0], ...kernel.slice(1)],
  })
  const [first, second, ...rest] = y.shape
  if (ofKernel) return reshape(y, [size, first / size, second, ...rest])
  return swapped(reshape(y, [first, size, second / size, ...rest]))
}

const withAll = (cuts: readonly Cut[], size: number): Cut[] => [[0, 1, size], ...cuts]

/** The rules that several ops share. */
export const shared: Readonly<Record<Exclude<Batching, 'inside' | 'own'>, BatchRule>> = {
  elementwise,
  axis: alongAxis,
  repeated,
  leading,
  paired,
  convolution,
  columns: folded('planes', 'columns'),
  windows: folded('planes', 'windows'),
}

/** The rules that one op has, by its name. */
export const own: Readonly<Record<string, BatchRule>> = {
  broadcastTo: (op, inputs, shape: Shape) => run(op, aligned(inputs, shape.length), [inputs.size, ...shape]),
  fft: (op, inputs, options: { readonly axis: number; readonly real: boolean }) => {
    const y = run(op, repeats(inputs), { ...options, axis: options.axis + 1 })
    // The result has the real and the imaginary parts along its first axis.
    return options.real ? y : transpose(y, [1, 0, ...[...y.shape.keys()].slice(2)])
  },
  isin: lookUp(1),
  matmul: product,
  pad: (op, { wholes }, options: { readonly widths: readonly (readonly number[])[] }) =>
    run(op, wholes, { ...options, widths: [[0, 0], ...options.widths] }),
  reshape: (op, { wholes, size }, shape: Shape) => run(op, wholes, [size, ...shape]),
  searchsorted: lookUp(0),
  slice: (op, { wholes, size }, cuts: readonly Cut[]) => run(op, wholes, withAll(cuts, size)),
  transpose: (op, { wholes }, axes: Shape) => run(op, wholes, [0, ...axes.map(axis => axis + 1)]),
  unslice: (op, { wholes, size }, { cuts, shape }: { cuts: readonly Cut[]; shape: Shape }) =>
    run(op, wholes, { cuts: withAll(cuts, size), shape: [size, ...shape] }),
}
