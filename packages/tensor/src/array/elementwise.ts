/**
 * The driver of elementwise operations, built like NumPy's ufuncs: each op brings an inner loop
 * over one strided run, and the driver merges axes that lie one behind the other, so that
 * contiguous operands are a single run. A loop meets the four stores of our dtypes and no others:
 * V8 compiles an access that has seen a fifth kind of array to a slow lookup, six times slower, for
 * all of them and from then on.
 */

import { allocate, type Data, type DType, isCanonical } from './dtype.ts'
import { fast } from './fast.ts'
import type { Loop } from './loop.ts'
import { broadcastShapes, broadcastStride, isContiguous, type Shape, sameShape, sizeOf } from './shape.ts'
import { Tensor } from './tensor.ts'

/** No faster loop serves shorter runs. */
const WORTH_ASKING = 16

/**
 * Applies a loop to operands that broadcast together; the result is a new contiguous tensor. The
 * name chooses a faster loop; errors name the operation, which is another one if this is a part of
 * it.
 */
export function elementwise(
  name: string,
  dtype: DType,
  inputs: readonly Tensor[],
  loop: Loop,
  operation = name,
): Tensor {
  const a = own(operation, inputs[0])
  const b = inputs[1] ? own(operation, inputs[1]) : a
  const c = inputs[2] ? own(operation, inputs[2]) : a
  let shape: Shape = a.shape
  if (!sameShape(b.shape, shape) || !sameShape(c.shape, shape))
    shape = broadcastShapes(operation, ...inputs.map(x => x.shape))
  const size = sizeOf(shape)
  const out = fast.store?.(dtype, size) ?? allocate(operation, dtype, shape, size)
  if (size) {
    const da = runStep(a, shape)
    const db = runStep(b, shape)
    const dc = runStep(c, shape)
    const run = (size >= WORTH_ASKING && fast.loop?.(name, loop)) || loop
    if (da >= 0 && db >= 0 && dc >= 0)
      run(size, out, 0, a.data, a.offset, da, b.data, b.offset, db, c.data, c.offset, dc)
    else
      walk(
        shape,
        [a, b, c].map(x => broadcastStride(x.shape, x.stride, shape)),
        [a.offset, b.offset, c.offset],
        (n, o, at, step) =>
          run(n, out, o, a.data, at[0], step[0], b.data, at[1], step[1], c.data, at[2], step[2]),
      )
  }
  return new Tensor(dtype, out, shape)
}

/** A tensor on its dtype's own kind of store: itself, or a copy of what lies on a foreign one. */
export function own(operation: string, x: Tensor): Tensor {
  if (isCanonical(x.dtype, x.data)) return x
  const data = allocate(operation, x.dtype, x.shape)
  const y = new Tensor(x.dtype, data, x.shape)
  place(x, data, y.stride, 0)
  return y
}

/** Writes the elements of `x` into a store, at places with other strides. */
export function place(x: Tensor, out: Data, stride: Shape, offset: number): void {
  walk(x.shape, [x.stride, stride], [x.offset, offset], (n, _o, [i, o], [di, step]) => {
    for (; n-- > 0; i += di, o += step) out[o] = x.data[i]
  })
}

/**
 * The step of an operand that is one run: 1 when contiguous, 0 when a single number; -1 when
 * neither.
 */
function runStep(x: Tensor, shape: Shape): number {
  if (sizeOf(x.shape) === 1) return 0
  return sameShape(x.shape, shape) && isContiguous(x.shape, x.stride) ? 1 : -1
}

/**
 * The runs of a shape, innermost first: each its length and its step for every operand. Axes of
 * length 1 are left out; an axis that continues the one inside it for every operand is merged into
 * it.
 */
export function runs(shape: Shape, strides: readonly Shape[]): [length: number, steps: number[]][] {
  const found: [number, number[]][] = []
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] === 1) continue
    const top = found.at(-1)
    if (top && strides.every((s, k) => s[axis] === top[1][k] * top[0])) top[0] *= shape[axis]
    else found.push([shape[axis], strides.map(s => s[axis])])
  }
  return found
}

/**
 * Visits the runs of a shape in C order; `o` counts elements, `at` and `step` say where each
 * operand's run lies.
 */
export function walk(
  shape: Shape,
  strides: readonly Shape[],
  offsets: readonly number[],
  visit: (n: number, o: number, at: readonly number[], step: readonly number[]) => void,
): void {
  const levels = runs(shape, strides)
  const at = [...offsets]
  let o = 0
  const nest = (level: number) => {
    const [n, step] = levels[level] ?? [1, offsets]
    if (level > 0) {
      for (let i = 0; i < n; i++) {
        nest(level - 1)
        for (let k = 0; k < at.length; k++) at[k] += step[k]
      }
      for (let k = 0; k < at.length; k++) at[k] -= step[k] * n
    } else if (n > 0) {
      visit(n, o, at, step)
      o += n
    }
  }
  nest(levels.length - 1)
}
