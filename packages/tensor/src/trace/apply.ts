/**
 * Applies ops and records them. A tensor that a derivative is being taken through carries the trace
 * of that derivative and its primal, the same tensor one level down. Applying an op unwraps the
 * innermost trace, applies the op to the primals, and notes a node; so nested derivatives never
 * mix, and what a derivative rule computes is traced only by the derivatives outside it.
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
}

/** One derivative being taken; a later one is inside an earlier one. */
export interface Trace {
  readonly level: number
  /** Notes an application of an op, and gives its result as a tensor of this trace. */
  readonly note: (primal: Tensor, node: Node) => Tensor
}

/** The start of a derivative: an argument of the differentiated function. */
export interface Start {
  readonly op: null
  readonly parents: readonly number[]
}

/** One application of an op, recorded for the backward pass. */
export interface Node {
  readonly op: Op<never>
  readonly options: unknown
  readonly inputs: readonly Tensor[]
  /** For each input the order of its node in the trace, -1 for an input that gets no cotangent. */
  readonly parents: readonly number[]
  readonly output: Tensor
}

/**
 * Applies an op, noting it for every derivative being taken through its inputs. Typed `never`,
 * which is assignable to a tensor of any dtype, since the op's own signature is what says the
 * dtype.
 */
export function apply<O>(op: Op<O>, inputs: readonly Tensor[], options: O): Tensor<never> {
  // The innermost derivative being taken. Arrays know no traces, so the type is told here.
  let trace: Trace | undefined
  for (const x of inputs) {
    const inside = x.tracing?.trace as Trace | undefined
    if (inside && (!trace || inside.level > trace.level)) trace = inside
  }
  if (!trace) return op.forward(inputs, options) as Tensor<never>
  const primals: Tensor[] = []
  const parents: number[] = []
  for (const x of inputs) {
    const { tracing } = x
    const inside = tracing?.trace === trace
    primals.push(inside ? tracing.primal : x)
    // A bool beside other operands is a mask: it chooses, and has no cotangent.
    parents.push(inside && (x.dtype !== 'bool' || inputs.length === 1) ? tracing.order : -1)
  }
  const output: Tensor = apply(op, primals, options)
  const node = { op: op as Op<never>, options, inputs: primals, parents, output }
  return trace.note(output, node) as Tensor<never>
}
