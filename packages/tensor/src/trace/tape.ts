/**
 * The tape of one derivative: the list of the ops that were applied to its tensors, in order. It is
 * open while the differentiated function runs. After that its tensors count as their primals, and
 * the tape has no nodes. So a tensor that the function returns or stores keeps no memory of the
 * tape.
 */
import { Tensor, type Tracing } from '../array/tensor.ts'
import { apply, newLevel, type Op, type Trace } from './apply.ts'

/** The start of a tape: an argument of the differentiated function. */
export interface Start {
  readonly op?: undefined
  readonly parents: readonly number[]
}

/** One application of an op, recorded for the backward pass. */
export interface Node {
  readonly op: Op<never>
  readonly options: unknown
  readonly inputs: readonly Tensor[]
  /** For each input the index of its node on the tape, or -1 if it gets no cotangent. */
  readonly parents: readonly number[]
  readonly output: Tensor
}

export class Tape implements Trace {
  readonly level = newLevel()
  /** The nodes, oldest first; null when the tape is closed. */
  nodes: (Start | Node)[] | null = []
  /** The indices of the tensors whose numbers were read. */
  readonly reads = new Set<number>()

  /** Applies an op to the primals and records it. */
  apply<O>(op: Op<O>, inputs: readonly Tensor[], options: O): Tensor {
    const isOwn = (x: Tensor) => x.tracing?.trace === this
    const primals = inputs.map(x => (isOwn(x) ? x.tracing!.primal : x))
    // A bool together with other operands is a mask. It only selects, so it gets no cotangent.
    const parents = inputs.map(x =>
      isOwn(x) && (x.dtype !== 'bool' || inputs.length === 1) ? x.tracing!.order : -1,
    )
    const [output, own] = op.follow?.(primals, options, parents) ?? [apply(op, primals, options), op]
    return this.note(output, { op: own as Op<never>, options, inputs: primals, parents, output })
  }

  /** Records an application of an op, and returns its result as a tensor of this tape. */
  note(primal: Tensor, node: Start | Node): Tensor {
    return new Followed(this, settled(primal), this.nodes!.push(node) - 1)
  }
}

/** A tensor on a tape. It has the store of its primal. Reading the store is recorded. */
class Followed extends Tensor implements Tracing {
  declare readonly trace: Tape
  declare readonly primal: Tensor
  declare readonly order: number

  constructor(trace: Tape, primal: Tensor, order: number) {
    super(primal.dtype, undefined as never, primal.shape, primal.stride, primal.offset)
    this.trace = trace
    this.primal = primal
    this.order = order
  }

  override get tracing(): Tracing | undefined {
    return this.trace.nodes ? this : this.primal.tracing
  }

  // @ts-expect-error TypeScript lets no accessor stand for a property of the class it extends.
  override get data() {
    if (this.trace.nodes) this.trace.reads.add(this.order)
    return this.primal.data
  }

  override set data(_) {}
}

/** The tensor without closed tapes. */
export const settled = (x: Tensor): Tensor =>
  x instanceof Followed && !x.trace.nodes ? settled(x.primal) : x
