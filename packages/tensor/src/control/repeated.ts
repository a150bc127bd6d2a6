/** Records the body of a loop with a known number of runs, and applies the op of the loop. */
import { zeros } from '../array/create.ts'
import { fail } from '../array/error.ts'
import type { Tensor } from '../array/tensor.ts'
import { slice } from '../ops/indexing/slice.ts'
import { broadcastTo } from '../ops/shape/broadcast-to.ts'
import { concatenate } from '../ops/shape/concatenate.ts'
import { reshape } from '../ops/shape/reshape.ts'
import { stack } from '../ops/shape/stack.ts'
import { apply } from '../trace/apply.ts'
import { unpack } from '../transforms/packing.ts'
import type { Flat } from '../transforms/tree.ts'
import { type LoopOptions, loopOp, partsOf } from './loop-op.ts'
import { type Program, record, row, sampleOf } from './program.ts'
import { checkAlike, flatOf } from './trees.ts'

export interface Repetition {
  readonly length: number
  /** Whether the rows are taken from the last to the first. */
  readonly reverse: boolean
  /** The number of runs of the body in each pass. */
  readonly unroll: number
}

/** The last carry and the stacked results of `f` for each row of the tensors of `tables`. */
export function repeated<C, X, Y>(
  operation: string,
  f: (carry: C, x: X) => unknown,
  start: Flat<C>,
  tables: Flat<X>,
  { length, reverse, unroll }: Repetition,
): { readonly carry: C; readonly ys: Y } {
  const carried = start.leaves.length
  let ys!: Flat<Y>
  const { program, captured } = record(operation, samplesOf(start.leaves, tables.leaves), inputs => {
    const result = f(start.rebuild(inputs.slice(0, carried)), tables.rebuild(inputs.slice(carried)))
    if (!Array.isArray(result) || result.length !== 2)
      fail(operation, 'the body must return [carry, y]; y may be null')
    const [next, y] = result as unknown[]
    const carry = flatOf(operation, 'the carry of the body', next)
    checkAlike(
      operation,
      ['the carry', carry],
      ['init', start],
      'the body must keep shapes and dtypes of init',
    )
    ys = flatOf<Y>(operation, 'the y of the body', y)
    return [...carry.leaves, ...ys.leaves]
  })
  const loop: Loop = { program, carried, constants: captured, reverse }
  const found = unrolled(loop, start.leaves, tables.leaves, length, Math.min(unroll, Math.max(1, length)))
  return { carry: start.rebuild(found.slice(0, carried)), ys: ys.rebuild(found.slice(carried)) }
}

/** A loop without the tensors that it runs over. */
interface Loop {
  readonly program: Program
  readonly carried: number
  readonly constants: readonly Tensor[]
  readonly reverse: boolean
}

/** The carried values and the stacked values of a loop. */
function looped(
  { program, carried, constants, reverse }: Loop,
  carry: readonly Tensor[],
  xs: readonly Tensor[],
  length: number,
) {
  const options: LoopOptions = { program, carried, rows: xs.length, length, reverse }
  return unpack(apply(loopOp, [...carry, ...xs, ...constants], options), partsOf(options))
}

/**
 * The same with `times` runs of the body in each pass. The runs that are left over come last, in a
 * loop of their own.
 */
function unrolled(
  loop: Loop,
  carry: readonly Tensor[],
  xs: readonly Tensor[],
  length: number,
  times: number,
): Tensor[] {
  if (times === 1) return looped(loop, carry, xs, length)
  const { program, carried, constants, reverse } = loop
  const passes = Math.floor(length / times)
  const rest = length - passes * times
  const [first, last] = reverse
    ? [
        [rest, length],
        [0, rest],
      ]
    : [
        [0, length - rest],
        [length - rest, length],
      ]
  const part = (x: Tensor, [from, to]: readonly number[]) => slice(x, [from, to])
  const blocks = xs.map(x => reshape(part(x, first), [passes, times, ...x.shape.slice(1)]))
  const rows = xs.length
  const several = record(
    program.name,
    [
      ...program.samples.slice(0, carried),
      ...program.samples.slice(carried, carried + rows).map(x => broadcastTo(x, [times, ...x.shape])),
      ...program.samples.slice(carried + rows),
    ],
    inputs => {
      let values = inputs.slice(0, carried)
      const results: Tensor[][] = []
      for (let step = 0; step < times; step++) {
        const at = reverse ? times - 1 - step : step
        const given = inputs.slice(carried, carried + rows).map(x => slice(x, at))
        const all = program.apply([...values, ...given, ...inputs.slice(carried + rows)])
        values = all.slice(0, carried)
        results[at] = all.slice(carried)
      }
      return [...values, ...(results[0] ?? []).map((_, i) => stack(results.map(each => each[i])))]
    },
  )
  const main = looped({ program: several.program, carried, constants, reverse }, carry, blocks, passes)
  const own = main.slice(carried).map(x => reshape(x, [passes * times, ...x.shape.slice(2)]))
  if (rest === 0) return [...main.slice(0, carried), ...own]
  const end = looped(
    loop,
    main.slice(0, carried),
    xs.map(x => part(x, last)),
    rest,
  )
  const joined = own.map((x, i) => concatenate(reverse ? [end[carried + i], x] : [x, end[carried + i]]))
  return [...end.slice(0, carried), ...joined]
}

/** The first of the carried values and the first row of each table, as numbers. */
function samplesOf(carry: readonly Tensor[], tables: readonly Tensor[]): Tensor[] {
  const firstRow = (x: Tensor) =>
    x.shape[0] > 0 ? row(sampleOf(x), 0) : zeros(x.shape.slice(1), { dtype: x.dtype })
  return [...carry.map(sampleOf), ...tables.map(firstRow)]
}
