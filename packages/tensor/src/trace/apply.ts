/**
 * The heart of the engine. A tensor that a derivative is being taken through carries the trace of that derivative
 * and its primal, the same tensor one level down. Applying an op unwraps the innermost trace, applies the op to
 * the primals, and notes a node; so nested derivatives never mix, and what a derivative rule computes is traced
 * only by the derivatives outside it.
 */
import type { Data } from '../array/dtype.ts'
import type { ReduceOptions } from '../array/reduce.ts'
import type { Shape } from '../array/shape.ts'
import { Tensor } from '../array/tensor.ts'

/** The dtypes an op takes: any, numbers (not bool), or any with a float result. */
export type Accepts = 'any' | 'number' | 'float'

/** The cotangent of one input, computed only if it is asked for; null where the op is constant in that input. */
export type Cotangent = (() => Tensor | null) | null

/** The ops that the way back has at hand in any case; a rule takes them from here, so that its op alone is small. */
export interface AtHand {
  readonly sum: (x: Tensor, options: ReduceOptions) => Tensor
  readonly sumTo: (x: Tensor, shape: Shape) => Tensor
  readonly broadcastTo: (x: Tensor, shape: Shape) => Tensor
}

/**
 * The derivative rule: from the result's cotangent `g`, the result `y` and the inputs, written in ops, so that it
 * has derivatives itself. A cotangent of a broadcast input may keep the broadcast shape; it is summed.
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
  /** The rule; 'composed' if made of other ops, null if there is none. */
  readonly derivative: Rule<O> | 'composed' | null
}

/** One derivative being taken; a later one is inside an earlier one. */
export interface Trace {
  readonly level: number
  count: number
}

/** One application of an op, noted for the way back. */
export interface Node {
  readonly op: Op<never> | null
  readonly order: number
  readonly options: unknown
  inputs: readonly Tensor[]
  parents: readonly (Node | null)[]
  output: Tensor | null
}

export interface Tracing {
  readonly trace: Trace
  readonly primal: Tensor
  readonly node: Node
}

/** The innermost trace among some tensors. */
export function innermost(inputs: readonly Tensor[]): Trace | undefined {
  let trace: Trace | undefined
  for (const x of inputs)
    if (x.tracing && (!trace || x.tracing.trace.level > trace.level)) trace = x.tracing.trace
  return trace
}

/** The same values seen by a trace. */
export function traced(x: Tensor, trace: Trace, node: Node): Tensor {
  return new Tensor(x.dtype, x.data as Data, x.shape, x.stride, x.offset, { trace, primal: x, node })
}

/**
 * Applies an op, noting it for every derivative being taken through its inputs. Typed `never`, which is
 * assignable to a tensor of any dtype, since the op's own signature is what says the dtype.
 */
export function apply<O>(op: Op<O>, inputs: readonly Tensor[], options: O): Tensor<never> {
  const trace = innermost(inputs)
  if (!trace) return op.forward(inputs, options) as Tensor<never>
  const primals: Tensor[] = []
  const parents: (Node | null)[] = []
  for (const x of inputs) {
    const inside = x.tracing?.trace === trace ? x.tracing : undefined
    primals.push(inside ? inside.primal : x)
    parents.push(inside ? inside.node : null)
  }
  const output: Tensor = apply(op, primals, options)
  const node: Node = { op: op as Op<never>, order: trace.count++, options, inputs: primals, parents, output }
  return traced(output, trace, node) as Tensor<never>
}
