/**
 * A model from its parameters and its forward pass alone: the derivatives are autodiff's. Use it to
 * try a new network. The models with hand-written steps are faster; tests compare them with this
 * one.
 */

import { abs, jit, jvp, max, Tensor, type Tree, tensor, vjp } from '@multiview/tensor'
import type { Model } from './model.ts'

/** The definition of a network for autodiff. */
export interface DifferentiableNetwork<P extends Tree> {
  /** k. */
  readonly classes: number
  /** N, the samples of `outputs`. */
  readonly size: number
  /** The parameters at the start: float tensors in plain objects and arrays. */
  readonly parameters: P
  /** F [N, k] in ops of the tensor package. */
  readonly outputs: (parameters: P) => Tensor
  /** The preactivations, one row per neuron, [neurons, …]. Only the adaptive step asks for them. */
  readonly preactivations?: (parameters: P) => Tensor
}

export interface AutodiffModel<P extends Tree> extends Model {
  /** The present parameters; tensors never change, so no copy is needed. */
  parameters(): P
}

/**
 * A model whose gradient is `vjp` of `outputs`, and whose relative step is `jvp` of
 * `preactivations` along the descent direction (exact where these are linear in the parameters, to
 * first order elsewhere). Both functions are compiled: each is traced once, and values that it
 * reads from outside are constants from then on.
 *
 * `relativeStep` throws an Error when the network names no preactivations, `backward` when no
 * outputs were computed.
 *
 * @throws TensorError when the outputs are not [N, k].
 * @example
 * const model = autodiffModel({
 *   classes: 2,
 *   size: 1,
 *   parameters: { w: tensor([0, 0]) },
 *   outputs: ({ w }) => w.reshape([1, 2]),
 * })
 * trainOnLabels(model, { label: new Int32Array([1]) }, { ...regimes.limit, stepRule: 'constant', maxSteps: 2 }).steps // 2
 */
export const autodiffModel = <P extends Tree>(network: DifferentiableNetwork<P>): AutodiffModel<P> => {
  const { classes, size } = network
  const outputsOf = jit(network.outputs)
  const { preactivations } = network
  const largestOf =
    preactivations &&
    jit((at: P, along: P) => jvp(preactivations, [at] as never, [along as never]).map(largestOfRows))
  let parameters = network.parameters
  let change: P | null = null
  let pullback: ((outputGradient: Tensor) => [P]) | null = null
  return {
    classes,
    size,
    parameters: () => parameters,
    outputs: () => {
      const [outputs, pull] = vjp(outputsOf, [parameters] as never)
      pullback = pull as (outputGradient: Tensor) => [P]
      return numbersOf(outputs.reshape([size, classes]))
    },
    backward: outputGradient => {
      if (pullback === null) throw new Error('autodiffModel: call outputs() before backward().')
      const [gradient] = pullback(tensor(outputGradient).reshape([size, classes]))
      change = combine(gradient, gradient, g => g.neg())
    },
    relativeStep: () => {
      if (largestOf === undefined)
        throw new Error(
          'autodiffModel: the adaptive step needs the network’s preactivations; name them, or take a constant step.',
        )
      const [largest, largestChange] = largestOf(parameters, moving(change)).map(numbersOf)
      let least = Number.POSITIVE_INFINITY
      for (let c = 0; c < largest.length; c++)
        if (largestChange[c] > 0) least = Math.min(least, largest[c] / largestChange[c])
      return least
    },
    advance: step => {
      parameters = combine(parameters, moving(change), (w, dw) => w.add(dw.mul(step)))
    },
  }
}

const moving = <P>(change: P | null): P => {
  if (change === null) throw new Error('autodiffModel: call backward() before asking for a step.')
  return change
}

/** Combines two trees of the same form, leaf by leaf. */
const combine = <P extends Tree>(a: P, b: P, leaf: (a: Tensor, b: Tensor) => Tensor): P => {
  if (a instanceof Tensor) return leaf(a, b as Tensor) as Tree as P
  if (Array.isArray(a)) return a.map((part, i) => combine(part, (b as readonly Tree[])[i], leaf)) as Tree as P
  const parts = Object.entries(a as Record<string, Tree>)
  return Object.fromEntries(
    parts.map(([key, part]) => [key, combine(part, (b as Record<string, Tree>)[key], leaf)]),
  ) as Tree as P
}

/** The elements in C order, as float64. */
const numbersOf = (x: Tensor): Float64Array => tensor(x, { dtype: 'float64' }).data

const largestOfRows = (x: Tensor): Tensor => max(abs(x.reshape([x.shape[0], -1])), { axis: 1 })
