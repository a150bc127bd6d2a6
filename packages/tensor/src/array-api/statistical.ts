import type { DType, SumOf } from '../array/dtype.ts'
import { asTensor } from '../array/operands.ts'
import { checkOptions } from '../array/options.ts'
import type { ReduceOptions } from '../array/reduce.ts'
import type { Arg, Own, Tensor } from '../array/tensor.ts'
import { cumprod } from '../ops/along-axis/cumprod.ts'
import { cumsum } from '../ops/along-axis/cumsum.ts'
import { countNonzero } from '../ops/reduce/count-nonzero.ts'
import { prod as prodOf } from '../ops/reduce/prod.ts'
import { sum as sumOf } from '../ops/reduce/sum.ts'
import { variance } from '../ops/statistics/variance.ts'
import { onlyAxis } from './indexing.ts'
import { named, withNone } from './standard-name.ts'

export const count_nonzero = /* @__PURE__ */ named('count_nonzero', countNonzero)

/** `var` is a keyword of JavaScript. The entry nevertheless exports the function as `var`. */
export const var_ = /* @__PURE__ */ named('var', variance)

export interface SumOptions<D extends DType = DType> extends ReduceOptions {
  /** The elements are cast to this dtype before they are added or multiplied. */
  readonly dtype?: D | null
}

type Reduction = <A extends Arg, D extends DType = SumOf<Own<A>>>(x: A, options?: SumOptions<D>) => Tensor<D>

/**
 * The sum over some axes, all of them by default. Each true counts as 1.
 *
 * @example
 * xp.sum(xp.asarray([[1, 2], [3, 4]]), { axis: 0, dtype: xp.float32 }).dtype // "float32"
 */
export const sum = /* @__PURE__ */ withNone('sum', sumOf) as Reduction

/**
 * The product over some axes, all of them by default.
 *
 * @example
 * xp.prod(xp.asarray([[1, 2], [3, 4]]), { axis: 0, keepDims: true }).toArray() // [[3, 8]]
 */
export const prod = /* @__PURE__ */ withNone('prod', prodOf) as Reduction

export interface CumulativeOptions<D extends DType = DType> {
  /** The axis; it may be left out if there is only one. */
  readonly axis?: number | null
  /** The elements are cast to this dtype before they are added or multiplied. */
  readonly dtype?: D | null
  /** Whether the result starts with the value for no elements, which makes it longer by one. */
  readonly includeInitial?: boolean
}

type Cumulative = <A extends Arg, D extends DType = SumOf<Own<A>>>(
  x: A,
  options?: CumulativeOptions<D>,
) => Tensor<D>

/** A cumulative sum or product. It needs an axis unless the tensor has only one. */
const running = (operation: string, run: typeof cumsum | typeof cumprod): Cumulative =>
  withNone(operation, (x: Arg, options: { readonly axis?: number } = {}) => {
    checkOptions(operation, options, { axis: '', dtype: '', includeInitial: 'boolean' })
    const t = asTensor(operation, x)
    return run(t, { ...options, axis: onlyAxis(operation, t, options.axis) })
  }) as Cumulative

/**
 * The cumulative sum along an axis.
 *
 * @example
 * xp.cumulative_sum(xp.asarray([1, 2, 3]), { includeInitial: true }).toArray() // [0, 1, 3, 6]
 */
export const cumulative_sum = /* @__PURE__ */ running('cumulative_sum', cumsum)

/**
 * The cumulative product along an axis.
 *
 * @example
 * xp.cumulative_prod(xp.asarray([1, 2, 3])).toArray() // [1, 2, 6]
 */
export const cumulative_prod = /* @__PURE__ */ running('cumulative_prod', cumprod)
