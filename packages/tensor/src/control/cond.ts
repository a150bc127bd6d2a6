import { tensor } from '../array/create.ts'
import { fail, show, told } from '../array/error.ts'
import { checkFunction } from '../array/options.ts'
import { Tensor } from '../array/tensor.ts'
import { Tape } from '../trace/tape.ts'
import type { Flat, TreeLike } from '../transforms/tree.ts'
import { branched } from './branch-op.ts'
import { joined } from './examples.ts'
import { record, sampleOf } from './program.ts'
import type { Carried } from './trees.ts'
import { checkAlike, flatOf } from './trees.ts'

/**
 * The result of one of two functions of `args`, as `jax.lax.cond`: of `yes` if the condition is
 * true, otherwise of `no`. The condition is a boolean or a 0-d bool tensor. Arguments and results
 * are tensors, or objects and arrays of them, and the results of both functions are alike.
 *
 * Under {@link jit} only the chosen function runs. Under {@link vmap} both run if the condition
 * differs between the examples. The backward pass runs the chosen function again.
 *
 * Throws for a condition that is not a single bool, and, where both functions run or are recorded,
 * if their results differ in form, shape or dtype.
 *
 * @example
 * const f = jit(x => cond(greater(x, 0), square, neg, x))
 * f(tensor(3)).item() // 9
 * grad(f)(tensor(-2)).item() // -1
 */
export function cond<A extends unknown[], R>(
  condition: Tensor | boolean,
  yes: (...args: A) => R,
  no: (...args: A) => NoInfer<Carried<R>>,
  ...args: A & { [K in keyof A]: TreeLike<A[K]> }
): Carried<R> {
  checkFunction('cond', yes, 'second argument')
  checkFunction('cond', no, 'third argument')
  const chosen = typeof condition === 'boolean' ? tensor(condition) : condition
  if (!(chosen instanceof Tensor) || chosen.dtype !== 'bool' || chosen.ndim > 0)
    fail(
      'cond',
      `the condition is ${chosen instanceof Tensor ? `${chosen.dtype} ${show(chosen.shape)}` : told(chosen)}; give a 0-d ` +
        'bool tensor, such as greater(x, 0)',
    )
  const given = flatOf<A>('cond', 'argument ', args as A)
  const known = onlyTaped(chosen)
  if (known) return (known.item() ? yes : no)(...(args as A)) as Carried<R>
  const forms: Flat<Carried<R>>[] = []
  const [a, b] = [yes, no].map(f =>
    record('cond', given.leaves.map(sampleOf), inputs => {
      const form = flatOf<Carried<R>>('cond', 'the result ', f(...given.rebuild(inputs)))
      forms.push(form)
      return form.leaves
    }),
  )
  const names = ['the result of the second function', 'the result of the first'] as const
  checkAlike('cond', [names[0], forms[1]], [names[1], forms[0]], 'both must be alike')
  const both = joined(a, b)
  return forms[0].rebuild(branched(chosen, [...given.leaves, ...both.captured], { yes: both.a, no: both.b }))
}

/** The numbers of a tensor that belongs to no trace except tapes. */
function onlyTaped(x: Tensor): Tensor | undefined {
  const { tracing } = x
  if (!tracing) return x
  return tracing.trace instanceof Tape ? onlyTaped(tracing.primal) : undefined
}
