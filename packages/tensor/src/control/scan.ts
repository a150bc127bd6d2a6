import { fail, show } from '../array/error.ts'
import { checkFunction, checkOptions, checkWhole, type OptionKinds } from '../array/options.ts'
import type { Flat, TreeLike } from '../transforms/tree.ts'
import { repeated } from './repeated.ts'
import type { Carried } from './trees.ts'
import { flatOf } from './trees.ts'

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
  f: (carry: Carried<C>, x: Carried<X>) => readonly [carry: Carried<C>, y: Y],
  init: TreeLike<C>,
  xs: TreeLike<X>,
  options: ScanOptions = {},
): [carry: Carried<C>, ys: Y] {
  checkFunction('scan', f)
  checkOptions('scan', options, KINDS)
  const start = flatOf<Carried<C>>('scan', 'init', init)
  const tables = flatOf<Carried<X>>('scan', 'xs', xs)
  const length = lengthOf(tables, options)
  const { reverse = false, unroll = 1 } = options
  checkWhole('scan', 'unroll', unroll, 1)
  const found = repeated<Carried<C>, Carried<X>, Y>('scan', f, start, tables, { length, reverse, unroll })
  return [found.carry, found.ys]
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
