/**
 * The trace of vmap. It applies ops to many examples at once. The examples lie along a first axis,
 * which the function does not see.
 */
import { fail, show } from '../array/error.ts'
import type { Tensor, Tracing } from '../array/tensor.ts'
import { broadcastTo } from '../ops/shape/broadcast-to.ts'
import { type BatchRule, newLevel, type Op, type Trace } from '../trace/apply.ts'
import { checkClosure } from '../trace/closure.ts'
import { StandIn } from '../trace/stand-in.ts'
import { settled } from '../trace/tape.ts'
import { oneByOne, own, run, shared } from './batch-rules.ts'

export class Batch implements Trace {
  readonly level = newLevel()
  /** The number of examples. */
  readonly size: number
  /** Whether the function is still running. */
  open = true

  constructor(size: number) {
    this.size = size
  }

  apply<O>(op: Op<O>, examples: readonly Tensor[], options: O): Tensor {
    const { name, batch } = op
    if (!this.open)
      fail('vmap', `${name} was given a tensor that is left from a vmap; return it from the function instead`)
    const rule =
      typeof batch === 'function'
        ? (batch as BatchRule)
        : batch === 'inside'
          ? inside
          : batch === 'own'
            ? own[name]
            : batch
              ? shared[batch]
              : oneByOne
    const wholes = examples.map(x => (this.has(x) ? x.tracing.primal : x))
    const inputs = { examples, wholes, size: this.size }
    return this.example(rule(op as Op<never>, inputs, options as never))
  }

  constant(primal: Tensor): Tensor {
    return this.example(primal)
  }

  /** A tensor that stands for each of the examples along the first axis of `whole`. */
  example(whole: Tensor): Tensor {
    return new Example(this, settled(whole))
  }

  /** Whether a tensor of this trace stands for each example. */
  has(x: Tensor): x is Tensor & { readonly tracing: Tracing } {
    return x.tracing?.trace === this
  }

  /** All examples along a first axis. A tensor that is the same for all of them is repeated. */
  whole(x: Tensor): Tensor {
    return this.has(x) ? x.tracing.primal : broadcastTo(settled(x), [this.size, ...x.shape])
  }
}

/**
 * A tensor that stands for each of many examples. It has the shape of one example, and no numbers
 * of its own.
 */
class Example extends StandIn<Batch> {
  constructor(trace: Batch, whole: Tensor) {
    super(trace, whole, whole.shape.slice(1))
  }

  protected override refuseToRead(): never {
    return fail(
      'vmap',
      'the function read numbers of a tensor that stands for each example, by item, get, toArray, values or data, ' +
        'or for the shape of a result; use ops such as where, or set its inAxes to null',
    )
  }

  override toString(): string {
    return `tensor ${this.dtype} ${show(this.shape)} for each of ${this.trace.size} examples`
  }
}

/**
 * For an op whose values and derivative are computed by ops. These ops are applied to the examples.
 */
const inside: BatchRule = (op, { examples, wholes, size }, options) => {
  const { name, forward, follow, derivative } = op
  const enter = (batch: Batch, xs: readonly Tensor[]) =>
    xs.map((x, i) => (wholes[i] === examples[i] ? x : batch.example(x)))
  const rule = (derivative: Op<never>['derivative'], batchFor: () => Batch): Op<never>['derivative'] =>
    typeof derivative !== 'function'
      ? derivative
      : (g, y, xs, o, atHand) => {
          const batch = batchFor()
          const inputs = enter(batch, xs)
          const cotangents = derivative(batch.example(g), batch.example(y), inputs, o, atHand)
          return cotangents.map((cotangent, i) => () => {
            const c = cotangent?.()
            return c ? batch.whole(atHand.sumTo(c, inputs[i].shape)) : null
          })
        }
  const whole = (batch: Batch, y: Tensor, xs: readonly Tensor[]) => {
    const all = batch.whole(y)
    checkClosure(name, all, xs)
    return all
  }
  const together: Op<never> = {
    ...op,
    forward(xs, o) {
      const batch = new Batch(size)
      return whole(batch, forward(enter(batch, xs), o), xs)
    },
    follow:
      follow &&
      ((xs, o, parents) => {
        // What the rule keeps belongs to this batch.
        const batch = new Batch(size)
        const [y, own] = follow(enter(batch, xs), o, parents)
        return [whole(batch, y, xs), { ...own, derivative: rule(own.derivative, () => batch) }]
      }),
    derivative: rule(derivative, () => new Batch(size)),
  }
  return run(together, wholes, options)
}
