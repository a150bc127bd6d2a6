/**
 * Applies ops, through the traces of transforms. A tensor inside a transform carries its trace and
 * its primal, the tensor one level down that stands for it. The innermost trace applies the op to
 * the primals, in its own way; so nested transforms never mix, and what one of them computes is
 * traced only by those outside it.
 */
import type { ReduceOptions } from '../array/reduce.ts'
import type { Shape } from '../array/shape.ts'
import type { Tensor } from '../array/tensor.ts'

/**
 * The dtypes an op takes: any, numbers (not bool), any with a float result, or those that have bits
 * (int32 and bool).
 */
export type Accepts = 'any' | 'number' | 'float' | 'bits'

/**
 * The cotangent of one input, computed only if it is asked for; null where the op is constant in
 * that input.
 */
export type Cotangent = (() => Tensor | null) | null

/**
 * The ops that every backward pass needs. A rule gets them as an argument, so that its op alone is
 * small.
 */
export interface AtHand {
  readonly sum: (x: Tensor, options: ReduceOptions) => Tensor
  readonly sumTo: (x: Tensor, shape: Shape) => Tensor
  readonly broadcastTo: (x: Tensor, shape: Shape) => Tensor
}

/**
 * The derivative rule: from the result's cotangent `g`, the result `y` and the inputs, written in
 * ops, so that it has derivatives itself. A cotangent of a broadcast input may keep the broadcast
 * shape; it is summed.
 */
export type Rule<O> = (
  g: Tensor,
  y: Tensor,
  inputs: readonly Tensor[],
  options: O,
  atHand: AtHand,
) => readonly Cotangent[]

/** One op: all there is to know about it. */
export interface Op<O = unknown> {
  readonly name: string
  readonly dtypes: Accepts
  /** The values of the result, from untraced inputs. */
  readonly forward: (inputs: readonly Tensor[], options: O) => Tensor
  /** The rule; 'composed' if made of other ops, null if the op has no derivative. */
  readonly derivative: Rule<O> | 'composed' | null
  /**
   * How vmap applies an op that is not in the table: 'elementwise', or 'inside' if its values and
   * its derivative are worked out by ops, which then run on the examples.
   * `transforms/batch-rules.ts` lists those of the table by name.
   */
  readonly batch?: 'elementwise' | 'inside'
}

/** One transform being worked out: a derivative, or vmap. A later one is inside an earlier one. */
export interface Trace {
  readonly level: number
  /** Whether a tensor of this trace stands for any numbers of its shape and dtype. */
  readonly anyNumbers?: boolean
  /**
   * Applies an op to inputs of which one at least is a tensor of this trace, and none of a later.
   */
  apply<O>(op: Op<O>, inputs: readonly Tensor[], options: O): Tensor
  /**
   * What stands in this trace for `primal`, the constant that `x` is made: the primal itself unless
   * said.
   */
  constant?(primal: Tensor, x: Tensor): Tensor
}

let levels = 0

/** The level of a new trace: later ones are inside earlier ones, or do not meet them. */
export const newLevel = (): number => ++levels

/**
 * Applies an op. The innermost trace among its inputs says how, by applying ops to primals; without
 * one the op computes its values. Typed `never`, which is assignable to a tensor of any dtype,
 * since the op's own signature is what says the dtype.
 */
export function apply<O>(op: Op<O>, inputs: readonly Tensor[], options: O): Tensor<never> {
  let trace: Trace | undefined
  for (const x of inputs) {
    // Arrays know no traces, so the type is told here.
    const inside = x.tracing?.trace as Trace | undefined
    if (inside && (!trace || inside.level > trace.level)) trace = inside
  }
  return (trace ? trace.apply(op, inputs, options) : op.forward(inputs, options)) as Tensor<never>
}
