/** The interface of optimizers, and how one is made of rules. */
import { isFloat } from '../array/dtype.ts'
import { fail } from '../array/error.ts'
import type { Tensor } from '../array/tensor.ts'
import { cast } from '../ops/elementwise/cast.ts'
import { flatten, type Tree } from '../transforms/tree.ts'
import { inDType, type Rate, rateAt } from './rate.ts'
import { applyRules, firstStep, leavesLike, type Memories, type Rule, stepOf, zerosFor } from './rule.ts'

/**
 * A rule that computes new parameters from parameters and their gradients. It has no state of its
 * own. The state is an argument and a result: a tree of tensors, which can be saved and which no
 * call changes. Both functions work inside `jit`, `vmap` and `grad`.
 */
export interface Optimizer<State> {
  /** The initial state for parameters of this structure. */
  init(params: Tree): State
  /**
   * Computes one step.
   *
   * @param params tensors of float64 or float32 in nested plain objects and arrays.
   * @param grads the same structure with the same shapes.
   * @throws TensorError if structures or shapes differ; it names the first place where they do.
   */
  update<P extends Tree>(params: P, grads: Tree, state: State): { params: P; state: State }
}

/** An optimizer that applies rules, then weight decay, then the learning rate. */
export function optimizerOf<S extends { readonly step: Tensor }>(
  name: string,
  rules: readonly Rule[],
  learningRate: Rate,
  weightDecay = 0,
): Optimizer<S> {
  return {
    init: params => ({ step: firstStep(), ...zerosFor(name, rules, params) }) as unknown as S,
    update(params, grads, state) {
      const own = flatten(name, params)
      own.leaves.forEach(({ dtype }, i) => {
        if (!isFloat(dtype))
          fail(name, `params${own.paths[i]} is ${dtype}; only float64 and float32 can be trained: cast it`)
      })
      const step = stepOf(name, state)
      const gradients = leavesLike(name, 'grads', grads, own).map((g, i) => cast(g, own.leaves[i].dtype))
      const rate = inDType(rateAt(name, learningRate, step))
      const { leaves, memories } = applyRules(name, rules, own, gradients, state as unknown as Memories, step)
      const next = own.leaves.map((p, i) => {
        const change = weightDecay > 0 ? leaves[i].add(p.mul(weightDecay)) : leaves[i]
        return p.sub(change.mul(rate(p)))
      })
      return {
        params: own.rebuild(next),
        state: { step: step.add(1), ...memories } as unknown as typeof state,
      }
    },
  }
}
