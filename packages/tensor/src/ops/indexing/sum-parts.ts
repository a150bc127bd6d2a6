/**
 * The cotangent of a tensor of which ops read parts. All parts are added in one store, so the cost
 * is that of the parts and of one store, not of one store per part.
 */
import { compact, convert } from '../../array/convert.ts'
import { allocate } from '../../array/dtype.ts'
import { walk } from '../../array/elementwise.ts'
import { fast } from '../../array/fast.ts'
import { walkIndexed } from '../../array/index-axis.ts'
import { axisOf, type Shape } from '../../array/shape.ts'
import { Tensor } from '../../array/tensor.ts'
import { apply, type Op } from '../../trace/apply.ts'
import { broadcastTo } from '../shape/broadcast-to.ts'
import { gatherOp } from './gather-scatter.ts'
import { type Cut, cutView, sliceOp } from './slice.ts'

/** How the op `gather` reads a part: along an axis, at indices. */
interface Along {
  readonly axis: number
}

/** One part: how it was read. A slice has cuts, and `gather` has an axis. */
export type Reading = readonly Cut[] | Along

/** Inputs: the sum before the parts if there is one, then each `g`, with the indices of `gather`. */
export interface SumParts {
  readonly shape: Shape
  readonly hasBase: boolean
  readonly readings: readonly Reading[]
}

/** One part of a tensor: its cotangent, how it was read, and the indices of `gather`. */
export interface Part {
  readonly g: Tensor
  readonly reading: Reading
  readonly indices: readonly Tensor[]
}

const isSlice = (reading: Reading): reading is readonly Cut[] => Array.isArray(reading)

/** Whether an op reads a part of its first input and has no other differentiable input. */
export const readsPart = (op: Op<never>): boolean =>
  op === (sliceOp as Op<never>) || op === (gatherOp as Op<never>)

/** The parts among the inputs, each with the place of its `g`. */
function placed(inputs: readonly Tensor[], { hasBase, readings }: SumParts): (Part & { at: number })[] {
  let next = Number(hasBase)
  return readings.map(reading => {
    const at = next
    next += isSlice(reading) ? 1 : 2
    return { at, reading, g: inputs[at], indices: inputs.slice(at + 1, next) }
  })
}

function addSlice(y: Tensor, cuts: readonly Cut[], g: Tensor): void {
  const { data, stride, offset } = cutView(y, cuts)
  walk(g.shape, [stride, g.stride], [offset, g.offset], (n, _o, [to, from], [step, own]) => {
    for (; n-- > 0; to += step, from += own) data[to] += g.data[from]
  })
}

function addGathered(y: Tensor, indices: Tensor, axis: number, g: Tensor): void {
  const { data, offset } = compact(g, 'gather')
  if (!fast.scatterAdd?.(y, indices, axis, g.shape, data, offset))
    walkIndexed('gather', y, indices, axis, g.shape, (o, at) => {
      y.data[at] += data[offset + o]
    })
}

export const sumPartsOp: Op<SumParts> = {
  name: 'sumParts',
  forward(inputs, options) {
    const { shape, hasBase } = options
    const [{ dtype }] = inputs
    const y = hasBase ? convert(inputs[0], dtype) : new Tensor(dtype, allocate('slice', dtype, shape), shape)
    for (const { g, reading, indices } of placed(inputs, options))
      if (isSlice(reading)) addSlice(y, reading, g)
      else addGathered(y, indices[0], axisOf('gather', reading.axis, y.ndim), g)
    return y
  },
  derivative(g, _y, inputs, options) {
    const cotangents = inputs.map((): (() => Tensor) | null => null)
    if (options.hasBase) cotangents[0] = () => g
    for (const { at, reading, indices } of placed(inputs, options))
      cotangents[at] = () =>
        isSlice(reading) ? apply(sliceOp, [g], reading) : apply(gatherOp, [g, ...indices], reading)
    return cotangents
  },
  batch: (op, { examples, wholes, size }, { shape, hasBase, readings }) =>
    apply(
      op as Op<SumParts>,
      wholes.map((x, i) => (x === examples[i] ? broadcastTo(x, [size, ...x.shape]) : x)),
      {
        hasBase,
        shape: [size, ...shape],
        readings: readings.map(reading =>
          isSlice(reading)
            ? [[0, 1, size] as const, ...reading]
            : { axis: axisOf('gather', reading.axis, shape.length) + 1 },
        ),
      },
    ),
}

/** The sum of the cotangents of parts of a tensor of a shape, in their order, after `base`. */
export function sumParts(parts: readonly Part[], shape: Shape, base: Tensor | undefined): Tensor {
  return apply(sumPartsOp, [...(base ? [base] : []), ...parts.flatMap(({ g, indices }) => [g, ...indices])], {
    shape,
    hasBase: base !== undefined,
    readings: parts.map(({ reading }) => reading),
  })
}
