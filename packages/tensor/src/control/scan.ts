import { zeros } from '../array/create.ts'
import { fail, show } from '../array/error.ts'
import { checkFunction, checkOptions, checkWhole, type OptionKinds } from '../array/options.ts'
import type { Tensor } from '../array/tensor.ts'
import { slice } from '../ops/indexing/slice.ts'
import { broadcastTo } from '../ops/shape/broadcast-to.ts'
import { concatenate } from '../ops/shape/concatenate.ts'
import { reshape } from '../ops/shape/reshape.ts'
import { stack } from '../ops/shape/stack.ts'
import { apply } from '../trace/apply.ts'
import type { Flat } from '../transforms/tree.ts'
import type { Like } from '../transforms/vjp.ts'
import { type LoopOptions, loopOp, partsOf } from './loop-op.ts'
import { unpack } from './packing.ts'
import { type Program, record, row, sampleOf } from './program.ts'
import { checkAlike, flatOf } from './trees.ts'

export interface ScanOptions {
  /** Whether the rows are taken from the last to the first; false by default. */
  readonly reverse?: boolean
  /** The number of runs. It is needed if `xs` is null. */
  readonly length?: number
  /** The number of runs of the body in one pass of the compiled loop; 1 by default. */
  readonly unroll?: number
}

const KINDS: OptionKinds = { reverse: 'boolean', length: 'number', unroll: 'number' }

/**
 * A loop that carries values from one run of its body to the next, as `jax.lax.scan`. For each row
 * `x` of `xs` along the first axis, it computes `[carry, y] = f(carry, x)`. It returns the last
 * `carry` and the `ys`, stacked along a first axis. `init`, `xs`, `carry` and `y` are tensors, or
 * objects and arrays of them. `xs` and `y` may also be null.
 *
 * The body runs once, to record its ops. So it must not read numbers of its arguments or draw
 * random numbers. Under {@link jit} the loop is one step of the plan, whose size does not depend on
 * the length. Reverse mode keeps the values that it needs of each run, in one stacked tensor each.
 * A {@link checkpoint} inside the body computes them again instead.
 *
 * Throws if a carried value changes its shape or dtype, if tensors of `xs` have different lengths,
 * and for options that do not fit.
 *
 * @example
 * const [total, sums] = scan((carry, x) => [carry.add(x), carry.add(x)], tensor(0), tensor([1, 2, 3]))
 * total.item() // 6
 * sums.toArray() // [1, 3, 6]
 * const product = xs => scan((carry, x) => [carry.mul(x), null], tensor(1), xs)[0]
 * jit(grad(product))(tensor([2, 3, 4])).toArray() // [12, 8, 6]
 * scan((carry, _) => [carry.mul(2), null], tensor(1), null, { length: 10 })[0].item() // 1024
 */
export function scan<C, X, Y>(
  f: (carry: Like<C>, x: Like<X>) => readonly [carry: Like<C>, y: Y],
  init: C,
  xs: X,
  options: ScanOptions = {},
): [carry: Like<C>, ys: Y] {
  checkFunction('scan', f)
  checkOptions('scan', options, KINDS)
  const start = flatOf<Like<C>>('scan', 'init', init)
  const tables = flatOf<Like<X>>('scan', 'xs', xs)
  const length = lengthOf(tables, options)
  const { reverse = false, unroll = 1 } = options
  checkWhole('scan', 'unroll', unroll, 1)

  const carried = start.leaves.length
  let ys!: Flat<Y>
  const { program, captured } = record('scan', samplesOf(start.leaves, tables.leaves), inputs => {
    const result: unknown = f(start.rebuild(inputs.slice(0, carried)), tables.rebuild(inputs.slice(carried)))
    if (!Array.isArray(result) || result.length !== 2)
      fail('scan', 'the body must return [carry, y]; y may be null')
    const [next, y] = result as unknown[]
    const carry = flatOf('scan', 'the carry of the body', next)
    checkAlike('scan', ['the carry', carry], ['init', start], 'the body must keep shapes and dtypes of init')
    ys = flatOf<Y>('scan', 'the y of the body', y)
    return [...carry.leaves, ...ys.leaves]
  })
  const loop: Loop = { program, carried, constants: captured, reverse }
  const found = unrolled(loop, start.leaves, tables.leaves, length, Math.min(unroll, Math.max(1, length)))
  return [start.rebuild(found.slice(0, carried)), ys.rebuild(found.slice(carried))]
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
    'scan',
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

/** The number of runs. Throws if tensors or the option disagree. */
function lengthOf({ leaves, paths }: Flat, { length }: ScanOptions): number {
  if (length !== undefined) checkWhole('scan', 'length', length, 0)
  leaves.forEach((x, i) => {
    if (x.ndim === 0) fail('scan', `xs${paths[i]} is 0-d; give it an axis to run over`)
    const [first] = leaves[0].shape
    if (x.shape[0] !== first)
      fail(
        'scan',
        `xs${paths[0]} has shape ${show(leaves[0].shape)}, xs${paths[i]} has ${show(x.shape)}; their first axes ` +
          'must be equally long',
      )
  })
  const own = leaves[0]?.shape[0]
  if (own === undefined && length === undefined)
    fail('scan', 'xs holds no tensor, so the number of runs is unknown; give the option length')
  if (own !== undefined && length !== undefined && own !== length)
    fail('scan', `length is ${length}, but xs${paths[0]} has shape ${show(leaves[0].shape)}; omit length`)
  return own ?? length!
}
