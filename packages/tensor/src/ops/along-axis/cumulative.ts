/** Code that the cumulative sum and the cumulative product share. */
import { alongAxis } from '../../array/along-axis.ts'
import { full } from '../../array/create.ts'
import { type DType, isFloat } from '../../array/dtype.ts'
import type { Run } from '../../array/loop.ts'
import { checkOptions, type OptionKinds } from '../../array/options.ts'
import { axisOf } from '../../array/shape.ts'
import type { Arg, Tensor } from '../../array/tensor.ts'
import { apply, type Op } from '../../trace/apply.ts'
import { inTotalDType, type TotalDType } from '../reduce/total-dtype.ts'
import { concatenate } from '../shape/concatenate.ts'
import { reshape } from '../shape/reshape.ts'

export interface CumulativeOptions<D extends DType = DType> extends TotalDType<D> {
  /** The axis. Without it the elements are flattened. */
  readonly axis?: number | null
  /** Starts with the value for no elements, which makes the axis longer by one. */
  readonly includeInitial?: boolean
}

/** Runs along an axis. Integers and bools give int32. */
export const totals = (name: string, x: Tensor, axis: number, run: Run, integers = run): Tensor =>
  isFloat(x.dtype) ? alongAxis(name, x, axis, x.dtype, run) : alongAxis(name, x, axis, 'int32', integers)

/**
 * Applies a cumulative op along an axis. `initial` is its value for no elements; `more` are options
 * that only this op has.
 */
export function cumulative<O extends CumulativeOptions>(
  op: Op<{ readonly axis: number }>,
  x: Arg,
  options: O,
  initial: number,
  more?: OptionKinds,
): Tensor {
  checkOptions(op.name, options, { axis: '', includeInitial: 'boolean', dtype: '', ...more })
  const { axis: given, includeInitial, dtype, ...rest } = options
  const t = inTotalDType(op.name, x, dtype)
  const flat = given === undefined || given === null
  const axis = flat ? 0 : axisOf(op.name, given, t.ndim)
  const y: Tensor = apply(op, [flat ? reshape(t, [-1]) : t], { ...rest, axis })
  if (!includeInitial) return y
  const edge = full(
    y.shape.map((n, i) => (i === axis ? 1 : n)),
    initial,
    { dtype: y.dtype },
  )
  const { reverse } = rest as { reverse?: boolean }
  return concatenate(reverse ? [y, edge] : [edge, y], { axis })
}
