/**
 * The driver of elementwise operations, built like NumPy's ufuncs. Each op has an inner loop over
 * one strided run. The driver merges adjacent axes, so contiguous operands are a single run. Loops
 * only get the four typed arrays of our dtypes. If a loop ever gets a fifth type of array, V8
 * compiles its accesses to a slow lookup, which makes all later runs six times slower.
 */

import { type Data, type DType, isCanonical } from './dtype.ts'
import { fast, storeToWrite } from './fast.ts'
import type { Loop, RunLevel } from './loop.ts'
import { broadcastShapes, broadcastStride, isContiguous, type Shape, sameShape, sizeOf } from './shape.ts'
import { Tensor } from './tensor.ts'

/**
 * Applies a loop to operands that broadcast together. Returns a new contiguous tensor. `name`
 * selects a faster loop. Errors name `operation`, which differs from `name` if the op is part of
 * another function.
 */
export function elementwise(
  name: string,
  dtype: DType,
  inputs: readonly Tensor[],
  loop: Loop,
  operation = name,
): Tensor {
  const a = own(operation, inputs[0])
  const b = own(operation, inputs[1] ?? a)
  const c = own(operation, inputs[2] ?? a)
  let shape: Shape = a.shape
  if (!sameShape(b.shape, shape) || !sameShape(c.shape, shape))
    shape = broadcastShapes(operation, ...inputs.map(x => x.shape))
  const size = sizeOf(shape)
  const out = storeToWrite(operation, dtype, shape, size)
  if (size) {
    const da = runStep(a, shape)
    const db = runStep(b, shape)
    const dc = runStep(c, shape)
    // Shorter runs have no faster loop.
    const run = (size >= 16 && fast.loop?.(name, loop)) || loop
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

/**
 * A tensor on the typed array of its dtype and, if `inOrder`, with its elements in C order: the
 * tensor itself, or a copy.
 */
export function own(operation: string, x: Tensor, inOrder?: boolean): Tensor {
  if (isCanonical(x.dtype, x.data) && !(inOrder && !isContiguous(x.shape, x.stride))) return x
  const y = new Tensor(x.dtype, storeToWrite(operation, x.dtype, x.shape), x.shape)
  place(x, y.data, y.stride, 0)
  return y
}

/** Writes the elements of `x` into a store with the given strides. */
export function place(x: Tensor, out: Data, stride: Shape, offset: number): void {
  const strides = [x.stride, stride]
  if (fast.copy) fast.copy(runs(x.shape, strides), x.data, x.offset, out, offset)
  else
    walk(x.shape, strides, [x.offset, offset], (n, _o, [i, o], [di, step]) => {
      for (; n-- > 0; i += di, o += step) out[o] = x.data[i]
    })
}

/**
 * The step of an operand that is one run: 1 if it is contiguous, 0 if it is a single number, and -1
 * if it is not one run.
 */
function runStep(x: Tensor, shape: Shape): number {
  if (sizeOf(x.shape) === 1) return 0
  return sameShape(x.shape, shape) && isContiguous(x.shape, x.stride) ? 1 : -1
}

/**
 * The runs of a shape, innermost first. Each has a length and one step per operand. Axes of length
 * 1 are left out. An axis is merged into the next inner one if it continues that axis in every
 * operand.
 */
export function runs(shape: Shape, strides: readonly Shape[]): RunLevel[] {
  const found: RunLevel[] = []
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] === 1) continue
    const top = found.at(-1)
    if (top && strides.every((s, k) => s[axis] === top[1][k] * top[0])) top[0] *= shape[axis]
    else found.push([shape[axis], strides.map(s => s[axis])])
  }
  return found
}

/**
 * Visits the runs of a shape in C order. `o` is the index of the run's first element; `at` and
 * `step` are the place and step of the run in each operand.
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
