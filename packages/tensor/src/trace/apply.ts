/**
 * Applies ops through the traces of transforms. A tensor inside a transform holds its trace and its
 * primal, which is the tensor one level down. The innermost trace among the inputs applies the op
 * to the primals, in its own way. So nested transforms never mix, and only outer transforms trace
 * the computations of an inner one.
 */
import type { ReduceOptions } from '../array/reduce.ts'
import type { Shape } from '../array/shape.ts'
import type { Tensor } from '../array/tensor.ts'

/**
 * The dtypes that an op takes: 'any' (the default) takes all, 'number' all except bool, 'float'
 * takes all and gives a float result, and 'bits' takes int32 and bool.
 */
export type Accepts = 'any' | 'number' | 'float' | 'bits'

/**
 * The cotangent of one input, which is computed only if it is needed. null if the op is constant in
 * this input.
 */
export type Cotangent = (() => Tensor | null) | null

/**
 * The ops that every backward pass needs. A rule gets them as an argument, so that a bundle with a
 * single op stays small.
 */
export interface AtHand {
  readonly sum: (x: Tensor, options: ReduceOptions) => Tensor
  readonly sumTo: (x: Tensor, shape: Shape) => Tensor
  readonly broadcastTo: (x: Tensor, shape: Shape) => Tensor
}

/**
 * The derivative rule of an op. Its arguments are the cotangent `g` of the result, the result `y`
 * and the inputs. It is written in ops, so it has derivatives itself. The cotangent of a broadcast
 * input may have the broadcast shape; it is then summed.
 */
export type Rule<O> = (
  g: Tensor,
  y: Tensor,
  inputs: readonly Tensor[],
  options: O,
  atHand: AtHand,
) => readonly Cotangent[]

/**
 * How vmap applies an op to many examples at once. `transforms/batch-rules.ts` has the code.
 *
 * - 'elementwise': its operands broadcast together.
 * - 'axis': it works along the axes that its option `axis` names, and its inputs broadcast.
 * - 'repeated': the same, but its inputs do not broadcast.
 * - 'leading': it works on the last axes, and the axes before them broadcast.
 * - 'paired': the same, but the axes before them are equal.
 * - 'inside': ops compute its values and its derivative. They are applied to the examples.
 *
 * - 'convolution', 'columns', 'windows': it is one of the ops on windows.
 * - 'own': it has a rule of its own.
 */
export type Batching =
  | 'elementwise'
  | 'axis'
  | 'repeated'
  | 'leading'
  | 'paired'
  | 'inside'
  | 'convolution'
  | 'columns'
  | 'windows'
  | 'own'

/** The rule of an op that is constant but for its steps: its derivative is 0. */
export const flat: Rule<undefined> = () => []

/** The record of an op. */
export interface Op<O = unknown> {
  readonly name: string
  readonly dtypes?: Accepts
  /** Computes the result from untraced inputs. */
  readonly forward: (inputs: readonly Tensor[], options: O) => Tensor
  /** The rule, 'composed' if the op is made of other ops, or null if it has no derivative. */
  readonly derivative: Rule<O> | 'composed' | null
  /** How vmap applies it. Without this, vmap applies it to each example. */
  readonly batch?: Batching | BatchRule<O>
  /**
   * For an op whose backward pass needs more than the inputs and the result: computes the result on
   * a tape, and returns it with the op whose rule has what it kept. `parents` are those of the node.
   */
  readonly follow?:
    | ((
        inputs: readonly Tensor[],
        options: O,
        parents: readonly number[],
      ) => readonly [output: Tensor, op: Op<O>])
    | undefined
}

/**
 * The inputs of an op in two forms: as one example, and with all examples along a first axis. An
 * input that is the same for all examples is the same tensor in both lists.
 */
export interface BatchInputs {
  readonly examples: readonly Tensor[]
  readonly wholes: readonly Tensor[]
  /** The number of examples. */
  readonly size: number
}

/** Computes the results of all examples of an op, along a first axis. */
export type BatchRule<O = never> = (op: Op<never>, inputs: BatchInputs, options: O) => Tensor

/** A transform in progress: a derivative or vmap. A later trace is inside an earlier one. */
export interface Trace {
  readonly level: number
  /** Whether a tensor of this trace stands for any numbers of its shape and dtype. */
  readonly anyNumbers?: boolean
  /**
   * Applies an op. At least one input is a tensor of this trace, and none belongs to a later trace.
   */
  apply<O>(op: Op<O>, inputs: readonly Tensor[], options: O): Tensor
  /**
   * The tensor of this trace for `primal`, when `x` is made a constant. By default it is the
   * primal.
   */
  constant?(primal: Tensor, x: Tensor): Tensor
}

let levels = 0

/** The level of a new trace. A later trace is inside an earlier one, or they never meet. */
export const newLevel = (): number => ++levels

/**
 * Applies an op. The innermost trace among its inputs applies it. Without a trace, the op computes
 * its values. The result has dtype `never`, which is assignable to any dtype, since the signature
 * of the op's function states the dtype.
 */
export function apply(op: Op<undefined>, inputs: readonly Tensor[]): Tensor<never>
export function apply<O>(op: Op<O>, inputs: readonly Tensor[], options: O): Tensor<never>
export function apply<O>(op: Op<O>, inputs: readonly Tensor[], options?: O): Tensor<never> {
  let trace: Trace | undefined
  for (const x of inputs) {
    // `Tensor` is in `array/`, which does not know traces, so the type is stated here.
    const inside = x.tracing?.trace as Trace | undefined
    if (inside && (!trace || inside.level > trace.level)) trace = inside
  }
  const y = trace ? trace.apply(op, inputs, options as O) : op.forward(inputs, options as O)
  return y as Tensor<never>
}
