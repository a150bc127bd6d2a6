import { fail, show, told } from '../array/error.ts'
import { checkFunction } from '../array/options.ts'
import { Tensor } from '../array/tensor.ts'
import { apply } from '../trace/apply.ts'
import { unpack } from '../transforms/packing.ts'
import type { TreeLike } from '../transforms/tree.ts'
import { joined } from './examples.ts'
import { record, sampleOf } from './program.ts'
import type { Carried } from './trees.ts'
import { checkAlike, flatOf } from './trees.ts'
import { whileOp } from './while-op.ts'

/**
 * Runs `carry = body(carry)` as long as `condition(carry)` is true, from `carry = init`, as
 * `jax.lax.while_loop`. It returns the last carry, which is a tensor, or objects and arrays of them.
 * The condition returns a 0-d bool tensor.
 *
 * Both functions run once, to record their ops. Under {@link vmap} the loop runs until it has
 * ended for each example. It has forward mode ({@link jvp}, {@link jacfwd}). Its number of runs is
 * not fixed, so it has no reverse mode; use {@link foriLoop} or {@link scan} for that.
 *
 * Throws if the carry changes its form, a shape or a dtype, and for another condition.
 *
 * @example
 * // The integer square root.
 * const root = jit(n => whileLoop(i => lessEqual(square(i.add(1)), n), i => i.add(1), tensor(0)))
 * root(tensor(30)).item() // 5
 */
export function whileLoop<C>(
  condition: (carry: Carried<C>) => Tensor,
  body: (carry: Carried<C>) => Carried<C>,
  init: TreeLike<C>,
): Carried<C> {
  checkFunction('whileLoop', condition)
  checkFunction('whileLoop', body, 'second argument')
  const start = flatOf<Carried<C>>('whileLoop', 'init', init)
  const samples = start.leaves.map(sampleOf)
  const test = record('whileLoop', samples, inputs => {
    const y: unknown = condition(start.rebuild(inputs))
    if (!(y instanceof Tensor) || y.dtype !== 'bool' || y.ndim > 0)
      return fail(
        'whileLoop',
        `the condition is ${y instanceof Tensor ? `${y.dtype} ${show(y.shape)}` : told(y)}; return a 0-d bool tensor, such as ` +
          'less(i, 10)',
      )
    return [y]
  })
  const step = record('whileLoop', samples, inputs => {
    const carry = flatOf('whileLoop', 'the result of the body', body(start.rebuild(inputs)))
    checkAlike(
      'whileLoop',
      ['the result of the body', carry],
      ['init', start],
      'the body must keep shapes and dtypes of init',
    )
    return carry.leaves
  })
  const { a, b, captured } = joined(test, step)
  const whole = apply(whileOp, [...start.leaves, ...captured], { condition: a, body: b })
  return start.rebuild(unpack(whole, b.outputs))
}
