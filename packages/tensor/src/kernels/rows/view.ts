/** Reads the elements of a strided tensor in C order, part by part. */
import { runs } from '../../array/elementwise.ts'
import type { RunLevel } from '../../array/loop.ts'
import { strideOf } from '../../array/shape.ts'
import type { Tensor } from '../../array/tensor.ts'
import { copyRuns } from '../copy.ts'
import type { FloatArray } from '../engine.ts'

/** Floats of any strides. The steps of a run are those in `data` and in C order. */
export interface FloatView {
  readonly data: FloatArray
  readonly offset: number
  readonly levels: readonly RunLevel[]
}

export const floatView = ({ data, offset, shape, stride }: Tensor): FloatView => ({
  data: data as FloatArray,
  offset,
  levels: runs(shape, [stride, strideOf(shape)]),
})

/** Copies `count` elements, from the one at place `first` of C order on. */
export const copyPart = (x: FloatView, first: number, count: number, out: FloatArray, to: number): void => {
  const { data, offset, levels } = x
  /** Copies the end of one run, whole runs, and the start of another run. */
  const copy = (level: number, start: number, first: number, count: number, to: number): void => {
    const [, [step, size]] = levels[level]
    const inner = levels.slice(0, level)
    const before = Math.min((size - (first % size)) % size, count)
    const whole = Math.floor((count - before) / size)
    const after = count - before - whole * size
    const from = start + Math.ceil(first / size) * step
    if (before > 0) copy(level - 1, from - step, first % size, before, to)
    if (whole > 0) copyRuns([...inner, [whole, [step, size]]], data, from, out, to + before)
    if (after > 0) copy(level - 1, from + whole * step, 0, after, to + count - after)
  }
  if (levels.length === 0) out[to] = data[offset]
  else copy(levels.length - 1, offset, first, count, to)
}
