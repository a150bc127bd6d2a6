import { full } from '../array/create.ts'
import type { DType, SumOf } from '../array/dtype.ts'
import { asTensor } from '../array/operands.ts'
import { checkOptions, type OptionKinds } from '../array/options.ts'
import type { ReduceOptions } from '../array/reduce.ts'
import { axisOf } from '../array/shape.ts'
import type { Arg, Own, Tensor } from '../array/tensor.ts'
import { within } from '../array/within.ts'
import { cast } from '../ops/cast.ts'
import { concatenate } from '../ops/concatenate.ts'
import { cumprod } from '../ops/cumprod.ts'
import { cumsum } from '../ops/cumsum.ts'
import { prod as prodOf } from '../ops/prod.ts'
import { sum as sumOf } from '../ops/sum.ts'
import { onlyAxis } from './indexing.ts'
import { dtypeOf } from './options.ts'

export interface SumOptions<D extends DType = DType> extends ReduceOptions {
  /** What the elements are cast to before they are taken together. */
  readonly dtype?: D | null
}

const KINDS: OptionKinds = { axis: '', dtype: '', keepDims: 'boolean' }

const reduction =
  (operation: string, reduce: (x: Tensor, options: ReduceOptions) => Tensor) =>
  (x: Arg, options: SumOptions = {}): Tensor => {
    checkOptions(operation, options, KINDS)
    const { dtype: _, ...rest } = options
    const dtype = dtypeOf(operation, options)
    const t = asTensor(operation, x)
    const y = reduce(dtype === undefined ? t : within(operation, () => cast(t, dtype)), rest)
    // A sum of bools counts; the dtype that was asked for is that of the result.
    return dtype === undefined ? y : cast(y, dtype)
  }

type Reduction = <A extends Arg, D extends DType = SumOf<Own<A>>>(x: A, options?: SumOptions<D>) => Tensor<D>

/**
 * The sum over some axes, all of them by default, in another dtype if it is said. Bools are counted.
 *
 * @example
 * xp.sum(xp.asarray([[1, 2], [3, 4]]), { axis: 0, dtype: xp.float32 }).dtype // "float32"
 */
export const sum = /* @__PURE__ */ reduction('sum', sumOf) as Reduction

/**
 * The product over some axes, all of them by default, in another dtype if it is said.
 *
 * @example
 * xp.prod(xp.asarray([[1, 2], [3, 4]]), { axis: 0, keepDims: true }).toArray() // [[3, 8]]
 */
export const prod = /* @__PURE__ */ reduction('prod', prodOf) as Reduction

export interface CumulativeOptions<D extends DType = DType> {
  /** The axis run along; it may be left out if there is just one. */
  readonly axis?: number | null
  /** What the elements are cast to before they are taken together. */
  readonly dtype?: D | null
  /** Whether the result starts with that of no elements, one element longer. */
  readonly includeInitial?: boolean
}

const RUNNING: OptionKinds = { axis: '', dtype: '', includeInitial: 'boolean' }

const running =
  (operation: string, run: (x: Tensor, options: { readonly axis: number }) => Tensor, initial: number) =>
  (x: Arg, options: CumulativeOptions = {}): Tensor => {
    checkOptions(operation, options, RUNNING)
    const dtype = dtypeOf(operation, options)
    return within(operation, () => {
      const t = asTensor(operation, x)
      const axis = axisOf(operation, onlyAxis(operation, t, options.axis), t.shape.length)
      const y = run(dtype === undefined ? t : cast(t, dtype), { axis })
      if (!options.includeInitial) return y
      const first = full(
        t.shape.map((n, i) => (i === axis ? 1 : n)),
        initial,
        { dtype: y.dtype },
      )
      return concatenate([first, y], { axis })
    })
  }

type Cumulative = <A extends Arg, D extends DType = SumOf<Own<A>>>(
  x: A,
  options?: CumulativeOptions<D>,
) => Tensor<D>

/**
 * The running sum along an axis.
 *
 * @example
 * xp.cumulative_sum(xp.asarray([1, 2, 3]), { includeInitial: true }).toArray() // [0, 1, 3, 6]
 */
export const cumulative_sum = /* @__PURE__ */ running('cumulative_sum', cumsum, 0) as Cumulative

/**
 * The running product along an axis.
 *
 * @example
 * xp.cumulative_prod(xp.asarray([1, 2, 3])).toArray() // [1, 2, 6]
 */
export const cumulative_prod = /* @__PURE__ */ running('cumulative_prod', cumprod, 1) as Cumulative
