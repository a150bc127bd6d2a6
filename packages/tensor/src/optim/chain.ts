/** Small transforms of gradients, and chains of them, with the names of optax. */
import { fail, told } from '../array/error.ts'
import { asTensor } from '../array/operands.ts'
import { checkOptions } from '../array/options.ts'
import type { Tensor } from '../array/tensor.ts'
import { cast } from '../ops/elementwise/cast.ts'
import { flatten, type Tree } from '../transforms/tree.ts'
import type { Optimizer } from './optimizer.ts'
import { checkDecay, checkEpsilon, checkRate, checkWeightDecay, inDType, type Rate, rateAt } from './rate.ts'
import { applyRules, firstStep, leavesLike, type Memories, type Rule, stepOf, zerosFor } from './rule.ts'
import { adamRule, momentumRule, rmsRule } from './rules.ts'

/**
 * A transform of gradients, as in optax. Its state is a tree of tensors, so `init` and `update` work
 * inside `jit`, `vmap` and `grad`.
 */
export interface GradientTransform<State extends Tree = Tree> {
  /** The initial state for parameters of this structure. */
  init(params: Tree): State
  /**
   * The changed gradients and the next state. `params` is needed by {@link addDecayedWeights}.
   *
   * @throws TensorError if the state does not have the structure of the gradients.
   */
  update<U extends Tree>(updates: U, state: State, params?: Tree): { updates: U; state: State }
}

/** The states of a chain, one for each transform. */
type States<T extends readonly GradientTransform[]> = {
  readonly [K in keyof T]: T[K] extends GradientTransform<infer S> ? S : never
}

/**
 * The transforms one after the other. Its state is the array of their states.
 *
 * @throws TensorError if an argument is not a transform.
 * @example
 * const clipped = chain(clipByGlobalNorm(1), scaleByAdam(), scaleByLearningRate(0.1))
 * const w = tensor([3, 4])
 * const { updates, state } = clipped.update(tensor([30, 40]), clipped.init(w), w)
 * applyUpdates(w, updates).toArray().map(x => x.toFixed(6)) // ["2.900000", "3.900000"]
 * state[1].step.item() // 1
 */
export function chain<const T extends readonly GradientTransform[]>(
  ...transforms: T
): GradientTransform<States<T>> {
  const list: readonly GradientTransform[] = transforms
  list.forEach((transform, i) => {
    checkTransform('chain', i, transform)
  })
  return {
    init: params => list.map(({ init }) => init(params)) as never,
    update(updates, state, params) {
      if (!Array.isArray(state) || state.length !== list.length)
        fail('chain', `the state is ${told(state)}; give what init or the last update returned`)
      let current = updates
      const next = list.map((transform, i) => {
        const result = transform.update(current, state[i], params)
        current = result.updates
        return result.state
      })
      return { updates: current, state: next as never }
    },
  }
}

/**
 * Parameters plus updates, leaf by leaf, in the dtypes of the parameters.
 *
 * @throws TensorError if structures or shapes differ.
 * @example
 * applyUpdates({ w: tensor([1, 2]) }, { w: tensor([0.5, -1]) }).w.toArray() // [1.5, 1]
 */
export function applyUpdates<P extends Tree>(params: P, updates: Tree): P {
  const own = flatten('applyUpdates', params)
  const changes = leavesLike('applyUpdates', 'updates', updates, own)
  return own.rebuild(own.leaves.map((p, i) => p.add(cast(changes[i], p.dtype))))
}

/**
 * The optimizer of a transform: it applies the updates to the parameters.
 *
 * @example
 * const rule = optimizer(chain(addDecayedWeights(0.5), scaleByLearningRate(0.1)))
 * const w = tensor([2])
 * rule.update(w, tensor([1]), rule.init(w)).params.toArray() // [1.8]
 */
export function optimizer<S extends Tree>(transform: GradientTransform<S>): Optimizer<S> {
  checkTransform('optimizer', 0, transform)
  return {
    init: transform.init,
    update(params, grads, state) {
      const { updates, state: next } = transform.update(grads, state, params)
      return { params: applyUpdates(params, updates), state: next }
    },
  }
}

function checkTransform(operation: string, place: number, transform: GradientTransform): void {
  if (typeof transform?.update !== 'function')
    fail(operation, `argument ${place} is ${told(transform)}; give transforms such as scaleByAdam()`)
}

/** The transform of one rule. Its state has the step if the rule `counts`. */
function transformOf<S extends Tree>(name: string, rule: Rule, counts: boolean): GradientTransform<S> {
  return {
    init: params =>
      ({ ...(counts ? { step: firstStep() } : {}), ...zerosFor(name, [rule], params) }) as Tree as S,
    update(updates, state) {
      const own = flatten(name, updates)
      const step = counts ? stepOf(name, state as { step?: Tensor }) : firstStep()
      const { leaves, memories } = applyRules(name, [rule], own, own.leaves, state as Tree as Memories, step)
      const next = { ...(counts ? { step: step.add(1) } : {}), ...memories }
      return { updates: own.rebuild(leaves), state: next as Tree as S }
    },
  }
}

/** The transform without a state that changes each gradient by itself. */
const eachLeaf = (name: string, change: (g: Tensor) => Tensor): GradientTransform<readonly []> => ({
  init: () => [],
  update(updates, state) {
    const { leaves, rebuild } = flatten(name, updates)
    return { updates: rebuild(leaves.map(change)), state }
  },
})

/** The transform that multiplies by a number which depends on the step. */
function scaleByStep(
  name: string,
  factor: (step: Tensor) => Tensor,
): GradientTransform<{ readonly step: Tensor }> {
  return {
    init: () => ({ step: firstStep() }),
    update(updates, state) {
      const { leaves, rebuild } = flatten(name, updates)
      const step = stepOf(name, state)
      const by = inDType(factor(step))
      return { updates: rebuild(leaves.map(g => g.mul(by(g)))), state: { step: step.add(1) } }
    },
  }
}

/**
 * Divides the mean of the gradients by the root of the mean of their squares, as {@link adam} does
 * before it multiplies by the learning rate. Options and errors are those of adam.
 *
 * @example
 * const { updates } = scaleByAdam().update(tensor([8]), scaleByAdam().init(tensor([0])))
 * updates.item().toFixed(6) // "1.000000"
 */
export function scaleByAdam(
  options: { readonly beta1?: number; readonly beta2?: number; readonly epsilon?: number } = {},
): GradientTransform<{ readonly step: Tensor; readonly mean: Tree; readonly square: Tree }> {
  checkOptions('scaleByAdam', options, { beta1: 'number', beta2: 'number', epsilon: 'number' })
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options
  checkDecay('scaleByAdam', 'beta1', beta1)
  checkDecay('scaleByAdam', 'beta2', beta2)
  checkEpsilon('scaleByAdam', epsilon)
  return transformOf('scaleByAdam', adamRule(beta1, beta2, epsilon), true)
}

/**
 * Divides by the root of the mean of the squares, as {@link rmsprop} does. Options and errors are
 * those of rmsprop.
 *
 * @example
 * const scaled = scaleByRms({ alpha: 0.75, epsilon: 1e-18 })
 * scaled.update(tensor([7, -5]), scaled.init(tensor([0, 0]))).updates.toArray() // [2, -2]
 */
export function scaleByRms(
  options: { readonly alpha?: number; readonly epsilon?: number } = {},
): GradientTransform<{ readonly square: Tree }> {
  checkOptions('scaleByRms', options, { alpha: 'number', epsilon: 'number' })
  const { alpha = 0.99, epsilon = 1e-8 } = options
  checkDecay('scaleByRms', 'alpha', alpha)
  checkEpsilon('scaleByRms', epsilon)
  return transformOf('scaleByRms', rmsRule(alpha, epsilon), false)
}

/**
 * The decaying sum of the gradients, v ← β·v + g, which optax calls `trace`. With `nesterov` the
 * result is g + β·v for this v.
 *
 * @param options.decay β in [0, 1).
 * @throws TensorError for a decay outside this range.
 * @example
 * const heavy = momentum({ decay: 0.5 })
 * const { state } = heavy.update(tensor([4]), heavy.init(tensor([0])))
 * heavy.update(tensor([4]), state).updates.toArray() // [6]
 */
export function momentum(options: {
  readonly decay: number
  readonly nesterov?: boolean
}): GradientTransform<{ readonly velocity: Tree }> {
  checkOptions('momentum', options, { decay: 'number', nesterov: 'boolean' })
  checkDecay('momentum', 'decay', options.decay)
  return transformOf('momentum', momentumRule(options.decay, options.nesterov ?? false), false)
}

/**
 * Adds `weightDecay` times the parameters. Throws unless it is a finite number of at least 0, and in
 * `update` if the parameters are not given.
 *
 * @example
 * addDecayedWeights(0.5).update(tensor([1]), [], tensor([4])).updates.toArray() // [3]
 */
export function addDecayedWeights(weightDecay: number): GradientTransform<readonly []> {
  checkWeightDecay('addDecayedWeights', weightDecay)
  return {
    init: () => [],
    update(updates, state, params) {
      const own = flatten('addDecayedWeights', updates)
      if (params === undefined) fail('addDecayedWeights', 'update needs the parameters as its third argument')
      const weights = leavesLike('addDecayedWeights', 'params', params, own)
      return { updates: own.rebuild(own.leaves.map((g, i) => g.add(weights[i].mul(weightDecay)))), state }
    },
  }
}

/**
 * Multiplies by a number. Throws unless it is finite.
 *
 * @example
 * scale(-0.1).update(tensor([5]), []).updates.toArray() // [-0.5]
 */
export function scale(factor: number): GradientTransform<readonly []> {
  if (!Number.isFinite(factor)) fail('scale', `the factor is ${told(factor)}; it must be a finite number`)
  return eachLeaf('scale', g => g.mul(factor))
}

/**
 * Multiplies by the number of a schedule. For gradient descent the schedule is negative, or
 * {@link scaleByLearningRate} is used.
 *
 * @param schedule a function from the step, an int32 tensor (0-d) counted from 0, to the factor.
 * @example
 * const halves = scaleBySchedule(exponentialDecay(1, { steps: 1, decayRate: 0.5 }))
 * const { state } = halves.update(tensor([8]), halves.init(tensor([0])))
 * halves.update(tensor([8]), state).updates.toArray() // [4]
 */
export function scaleBySchedule(
  schedule: (step: Tensor) => Tensor | number,
): GradientTransform<{ readonly step: Tensor }> {
  if (typeof schedule !== 'function')
    fail('scaleBySchedule', `the schedule is ${told(schedule)}; give a function of the step, or use scale`)
  return scaleByStep('scaleBySchedule', step => asTensor('scaleBySchedule', schedule(step)))
}

/**
 * Multiplies by the negative of a learning rate, a number of at least 0 or a schedule.
 *
 * @throws TensorError for a rate that is negative or not finite.
 * @example
 * scaleByLearningRate(0.5).update(tensor([4]), { step: tensor(0) }).updates.toArray() // [-2]
 */
export function scaleByLearningRate(rate: Rate): GradientTransform<{ readonly step: Tensor }> {
  checkRate('scaleByLearningRate', rate)
  return scaleByStep('scaleByLearningRate', step => rateAt('scaleByLearningRate', rate, step).neg())
}
