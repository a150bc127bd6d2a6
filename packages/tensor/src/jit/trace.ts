/**
 * The trace of jit. It records the ops that a function applies to its arguments while the function
 * runs. The first call of a compiled function is this run, so its result costs no second run.
 */
import { fail, show } from '../array/error.ts'
import type { Tensor, Tracing } from '../array/tensor.ts'
import { apply, newLevel, type Op, type Trace } from '../trace/apply.ts'
import { StandIn } from '../trace/stand-in.ts'
import { settled } from '../trace/tape.ts'

/** A recorded application of an op. */
export interface Noted {
  readonly op: Op<never>
  readonly options: unknown
  /** The places of traced inputs; constants are tensors. */
  readonly inputs: readonly (number | Tensor)[]
  /** The result of the op for these arguments. */
  readonly output: Tensor
}

export class Recorder implements Trace {
  readonly level = newLevel()
  /** The name of the transform, for errors. */
  readonly name: string = 'jit'
  readonly anyNumbers = true
  /** Whether the function is still running. */
  open = true
  /** The recorded ops, oldest first; undefined for an argument. */
  readonly notes: (Noted | undefined)[] = []
  /** Whether a tensor of a transform around the compiled function took part. */
  entangled = false

  apply<O>(op: Op<O>, given: readonly Tensor[], options: O): Tensor {
    if (!this.open)
      fail(
        this.name,
        `${op.name} was given a tensor that is left from a traced run; return it from the function`,
      )
    const inputs = given.map(x => this.entered(x))
    if (op.batch === 'inside' && this.opens) return op.forward(inputs, options)
    const output = settled(
      apply(
        op,
        inputs.map(x => (this.has(x) ? x.tracing.primal : x)),
        options,
      ),
    )
    return this.note(output, {
      op: op as Op<never>,
      options,
      inputs: inputs.map(x => (this.has(x) ? x.tracing.order : this.given(x))),
      output,
    })
  }

  /** Whether the parts of a function that runs as one op are recorded instead of the op. */
  protected get opens(): boolean {
    return true
  }

  /** The tensor that takes part for `x`. */
  protected entered(x: Tensor): Tensor {
    return x
  }

  constant(primal: Tensor, x: Tensor): Tensor {
    const { tracing } = x
    return primal === tracing!.primal ? x : new Traced(this, primal, tracing!.order)
  }

  note(primal: Tensor, noted?: Noted): Tensor {
    return new Traced(this, primal, this.notes.push(noted) - 1)
  }

  /** Returns a tensor from outside the trace, which becomes a constant. */
  given(x: Tensor): Tensor {
    if (x.tracing) this.entangled = true
    return settled(x)
  }

  has(x: Tensor): x is Tensor & { readonly tracing: Tracing } {
    return x.tracing?.trace === this
  }
}

/** A tensor that represents any numbers of its shape and dtype. */
class Traced extends StandIn<Recorder> {
  constructor(trace: Recorder, primal: Tensor, order: number) {
    super(trace, primal, primal.shape, order)
  }

  protected override refuseToRead(): never {
    return fail(
      this.trace.name,
      'the function read numbers of a traced tensor, by item, get, toArray, values or data, or for the shape of a ' +
        'result; use ops such as where, or pass what it needs as a plain argument',
    )
  }

  override toString(): string {
    return `traced tensor ${this.dtype} ${show(this.shape)}`
  }
}
