/**
 * The op of `scan`: it runs a program once for each row of some tensors and carries values from one
 * run to the next.
 */

import { zerosLike } from '../array/create.ts'
import type { Tensor } from '../array/tensor.ts'
import { cast } from '../ops/elementwise/cast.ts'
import { slice } from '../ops/indexing/slice.ts'
import { broadcastTo } from '../ops/shape/broadcast-to.ts'
import { transpose } from '../ops/shape/transpose.ts'
import { apply, type BatchRule, type Op, type Rule } from '../trace/apply.ts'
import {
  newPacked,
  type Part,
  packEach,
  packedDType,
  packedSize,
  unpack,
  unpackFloats,
  write,
} from '../transforms/packing.ts'
import { together } from './examples.ts'
import { halvesOf } from './halves.ts'
import { type Program, row } from './program.ts'

/**
 * The inputs of the program are carried values, then one row of each of the `rows` tensors, then
 * constants. Its results are the next carried values, then values that are stacked.
 */
export interface LoopOptions {
  readonly program: Program
  /** The number of carried values. */
  readonly carried: number
  /** The number of tensors of which each run gets a row. */
  readonly rows: number
  /** The number of runs. */
  readonly length: number
  /** Whether the rows are taken from the last to the first. */
  readonly reverse: boolean
}

/** What the result of the op consists of: the last carried values, and the stacked values. */
export const partsOf = ({ program, carried, length }: LoopOptions): Part[] =>
  program.outputs.map(({ dtype, shape }, i) => ({
    dtype,
    shape: i < carried ? shape : [length, ...shape],
  }))

/** Runs the loop on inputs without traces. */
function forward(inputs: readonly Tensor[], options: LoopOptions): Tensor {
  const { program, carried, rows, length, reverse } = options
  const parts = partsOf(options)
  const { whole, starts } = newPacked(program.name, parts)
  const run = program.runner(length)
  const tables = inputs.slice(carried, carried + rows)
  const constants = inputs.slice(carried + rows)
  let carry: readonly Tensor[] = inputs.slice(0, carried)
  for (let step = 0; step < length; step++) {
    const at = reverse ? length - 1 - step : step
    const results = run([...carry, ...tables.map(x => row(x, at)), ...constants])
    for (let i = carried; i < parts.length; i++)
      write(results[i], whole.data, starts[i] + at * results[i].size)
    carry = results.slice(0, carried)
  }
  carry.forEach((x, i) => {
    write(x, whole.data, starts[i])
  })
  return whole
}

/** Runs the loop on a tape: it also stacks the values that the backward loop reads. */
const follow: Op<LoopOptions>['follow'] = (inputs, options, parents) => {
  const { program, carried, rows, length, reverse } = options
  const halves = halvesOf(
    program,
    { carried, rows },
    parents.map(parent => parent >= 0),
  )
  const parts = partsOf(options)
  const dtype = packedDType(parts)
  const withKept = { ...options, program: halves.forward }
  const whole = apply(loopOp, inputs, withKept)
  const output = cast(slice(whole, [0, packedSize(parts)]), dtype)
  const derivative: Rule<LoopOptions> = g => {
    let all: (Tensor | undefined)[] | undefined
    const cotangents = (): (Tensor | undefined)[] => {
      const kept = unpack(whole, partsOf(withKept)).slice(parts.length)
      const floats = unpackFloats(g, parts)
      const sums = halves.constants.map(i => zerosLike(inputs[i]))
      const backward: LoopOptions = {
        program: halves.backward,
        carried: halves.carried.length + sums.length,
        rows: floats.length - halves.carried.length + halves.rowsRead.length + kept.length,
        length,
        reverse: !reverse,
      }
      const packed = apply(
        loopOp,
        [
          ...floats.slice(0, halves.carried.length),
          ...sums,
          ...floats.slice(halves.carried.length),
          ...halves.rowsRead.map(i => inputs[i]),
          ...kept,
          ...halves.constantsRead.map(i => inputs[i]),
        ],
        backward,
      )
      const found = unpack(packed, partsOf(backward))
      const of: (Tensor | undefined)[] = []
      ;[...halves.carried, ...halves.constants, ...halves.rows].forEach((input, i) => {
        of[input] = found[i]
      })
      return of
    }
    return inputs.map((_, i) => () => (all ??= cotangents())[i] ?? null)
  }
  return [output, { ...loopOp, derivative }]
}

/** Runs the loops of many examples at once. Each carried value has an axis of examples in front. */
const batch: BatchRule<LoopOptions> = (_op, { examples, wholes, size }, options) => {
  const { program, carried, rows } = options
  const isShared = (i: number) => i >= carried && wholes[i] === examples[i]
  const inputs = wholes.map((x, i) => {
    if (i < carried) return x === examples[i] ? broadcastTo(x, [size, ...x.shape]) : x
    return i < carried + rows && !isShared(i) ? swapped(x) : x
  })
  const all = {
    ...options,
    program: together(
      program,
      size,
      wholes.map((_, i) => isShared(i)),
    ),
  }
  const packed = apply(loopOp, inputs, all)
  return packEach(
    size,
    unpack(packed, partsOf(all)).map((x, i) => (i < carried ? x : swapped(x))),
    packedDType(partsOf(options)),
  )
}

/** The tensor with its first two axes in the other order. */
const swapped = (x: Tensor): Tensor => transpose(x, [1, 0, ...Array.from(x.shape.keys()).slice(2)])

export const loopOp: Op<LoopOptions> = { name: 'scan', forward, follow, derivative: null, batch }
