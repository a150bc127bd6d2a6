import type { Shape } from '../array/shape.ts'
import { Tensor, type Tracing } from '../array/tensor.ts'
import type { Trace } from './apply.ts'

/** A tensor of a trace that has no numbers of its own. Reading them is an error. */
export abstract class StandIn<T extends Trace> extends Tensor implements Tracing {
  declare readonly trace: T
  declare readonly primal: Tensor
  declare readonly order: number

  /** @param order the place of the tensor in its trace, if the trace has places */
  constructor(trace: T, primal: Tensor, shape: Shape, order = -1) {
    super(primal.dtype, undefined as never, shape)
    this.trace = trace
    this.primal = primal
    this.order = order
  }

  /** Throws an error which says that the function read numbers, and what to do instead. */
  protected abstract refuseToRead(): never

  override get tracing(): Tracing {
    return this
  }

  // @ts-expect-error TypeScript lets no accessor stand for a property of the class it extends.
  override get data(): never {
    return this.refuseToRead()
  }

  override set data(_) {}
}
