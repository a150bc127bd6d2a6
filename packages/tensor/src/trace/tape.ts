/**
 * The tape of one derivative: the ops that were applied to the tensors it follows, in order. It is
 * open while the differentiated function runs. After that its tensors count as their primals and
 * hold nothing of the tape: a tensor that the function returns or stores keeps no memory of it.
 */
import { Tensor, type Tracing } from '../array/tensor.ts'
import type { Node, Start, Trace } from './apply.ts'

// Later tapes are inside earlier ones, or do not meet them; one counter serves all.
let tapes = 0

export class Tape implements Trace {
  readonly level = ++tapes
  /** Oldest first; null when the tape is closed. */
  nodes: (Start | Node)[] | null = []
  /** The orders of the tensors whose numbers were read. */
  readonly reads = new Set<number>()

  note(primal: Tensor, node: Start | Node): Tensor {
    return new Followed(this, settled(primal), this.nodes!.push(node) - 1)
  }
}

/** A tensor that a tape follows. Its store is its primal's; reading that is noted. */
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

/** The tensor without the closed tapes that followed it. */
export function settled(x: Tensor): Tensor {
  let y = x
  while (y instanceof Followed && !y.trace.nodes) y = y.primal
  return y
}
