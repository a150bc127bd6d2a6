/** Compiled functions: what happens at each call, and which plans are kept. */
import { fail, TensorError, told } from '../array/error.ts'
import { checkFunction } from '../array/options.ts'
import { Tensor } from '../array/tensor.ts'
import { settled } from '../trace/tape.ts'
import { undrawn } from '../trace/undrawn.ts'
import { isPlain, mapTree } from '../transforms/tree.ts'
import { Advice } from './advice.ts'
import { asOneOp } from './derivative.ts'
import { type Description, describePlan } from './describe.ts'
import { formOf, hasForm } from './form.ts'
import { graphOf } from './graph.ts'
import type { JitOptions } from './options.ts'
import { Plan } from './plan.ts'
import { type Lower, OTHER_SHAPE } from './step.ts'
import { Recorder } from './trace.ts'

/** A compiled function. */
export type Compiled<F extends (...args: never[]) => unknown> = F & {
  /**
   * Returns the plan for some arguments, with the time that each step took for them. Throws inside
   * a transform, and for a function whose closure holds tensors of a transform.
   */
  readonly describe: (...args: Parameters<F>) => Description
}

const REPEATED = 'be the same at each call'

export function compile(
  f: (...args: never[]) => unknown,
  lower: Lower,
  { plans: most = 16, reuseResults }: JitOptions,
): Compiled<typeof f> {
  checkFunction('jit', f)
  const reuse = reuseResults ? f.name || 'a compiled function' : undefined
  /** The plan used last comes first. */
  const plans: Plan[] = []
  const advice = new Advice(f.name, most)
  const oneOp = asOneOp(f, lower, most, advice)

  const call = (...args: never[]): unknown => {
    const leaves: Tensor[] = []
    const plan = find(plans, args, leaves)
    if (plan) {
      advice.hit()
      if (plan.busy) return undrawn('jit', REPEATED, () => f(...args))
      try {
        return plan.run(leaves)
      } catch (error) {
        if (error !== OTHER_SHAPE && !(error instanceof TensorError)) throw error
        // For another shape a new plan is made. For an error, the function itself runs and throws
        // its own error.
        plans.splice(plans.indexOf(plan), 1)
      }
    }
    return traced(args)
  }

  /** Runs the function itself and keeps a plan of the ops that it applied. */
  const traced = (args: never[]): unknown => {
    const form = formOf(args)
    const leaves: Tensor[] = []
    mapTree('jit', args, x => leaves.push(x))
    // Inside a derivative the function becomes one op, if possible. Otherwise each of its ops
    // belongs to the surrounding transform.
    if (leaves.some(x => x.tracing)) return undrawn('jit', REPEATED, () => oneOp(args, leaves) ?? f(...args))
    const recorder = new Recorder()
    const given = leaves.map(settled)
    const inputs = given.map(x => recorder.note(x))
    const results: (number | Tensor)[] = []
    const primals: Tensor[] = []
    let rebuild: (leaves: readonly Tensor[]) => unknown
    try {
      let next = 0
      const result = undrawn('jit', REPEATED, () =>
        f(...(mapTree('jit', args, () => inputs[next++]) as never[])),
      )
      rebuild = rebuilder(result, x => {
        results.push(recorder.has(x) ? x.tracing.order : recorder.given(x))
        return primals.push(recorder.has(x) ? x.tracing.primal : settled(x)) - 1
      })
    } finally {
      recorder.open = false
    }
    if (!recorder.entangled) {
      plans.unshift(new Plan(form, graphOf(given, recorder.notes, results), lower, rebuild, reuse))
      advice.made(plans.map(plan => plan.form))
      if (plans.length > most) plans.pop()
    }
    return rebuild(primals)
  }

  const describe = (...args: never[]): Description => {
    if (!find(plans, args, [])) traced(args)
    const leaves: Tensor[] = []
    const plan = find(plans, args, leaves)
    if (!plan) return fail('jit', 'describe was called inside a transform; call it outside')
    return describePlan(plan, leaves)
  }
  return Object.assign(call, { describe })
}

/**
 * The plan for some arguments, which moves to the front. The tensors of the arguments are put into
 * `leaves`.
 */
function find(plans: Plan[], args: readonly unknown[], leaves: Tensor[]): Plan | undefined {
  for (let i = 0; i < plans.length; i++) {
    leaves.length = 0
    const plan = plans[i]
    if (!hasForm(plan.form, args, leaves)) continue
    if (i > 0) plans.unshift(...plans.splice(i, 1))
    return plan
  }
  return undefined
}

/**
 * Returns a function that rebuilds a tree from its tensors. `visit` returns the place of each
 * tensor.
 */
function rebuilder(
  tree: unknown,
  visit: (x: Tensor) => number,
  path = '',
): (leaves: readonly Tensor[]) => unknown {
  if (path.length > 2000) fail('jit', 'nested too deeply; does it hold itself?')
  if (tree instanceof Tensor) {
    const place = visit(tree)
    return leaves => leaves[place]
  }
  if (Array.isArray(tree)) {
    const parts = tree.map((part, i) => rebuilder(part, visit, `${path}[${i}]`))
    return leaves => parts.map(part => part(leaves))
  }
  if (!isPlain(tree))
    return fail(
      'jit',
      `the function returned ${told(tree)}${path && ` at ${path}`}; return tensors, in plain objects and arrays, ` +
        'and wrap numbers in tensor()',
    )
  const parts = Object.entries(tree).map(
    ([key, part]) => [key, rebuilder(part, visit, `${path}.${key}`)] as const,
  )
  return leaves => Object.fromEntries(parts.map(([key, part]) => [key, part(leaves)]))
}
