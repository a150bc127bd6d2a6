/**
 * @multiview/tensor/methods: importing it turns each op of `ops/` into a method if its first
 * operand is a tensor. `x.exp().sum()` is then `sum(exp(x))`. Linear algebra, Fourier transforms
 * and nn stay functions. A program that imports this entry contains all ops. Other programs contain
 * only the ops that they call.
 */
import './methods.ts'
import type { AxisOption } from './array/along-axis.ts'
import type { DType, FloatDType, FloatOf, Promote, SumOf } from './array/dtype.ts'
import type { ReduceOptions } from './array/reduce.ts'
import type { Shape } from './array/shape.ts'
import { type Arg, type DTypeOf, Tensor } from './array/tensor.ts'
import * as ops from './ops/index.ts'

type Bits<D> = Exclude<D, FloatDType | 'number'>

/** Types of methods without options: of one operand and of two operands. */
type ToFloat = <A extends DType>(this: Tensor<A>) => Tensor<FloatOf<A>>
type Same = <A extends DType>(this: Tensor<A>) => Tensor<A>
type Truth = (this: Tensor) => Tensor<'bool'>
type Compare = (this: Tensor, b: Arg) => Tensor<'bool'>
type Shift = (this: Tensor, b: Arg) => Tensor<'int32'>
type Common = <A extends DType, B extends Arg>(this: Tensor<A>, b: B) => Tensor<Promote<A, DTypeOf<B>>>
type CommonFloat = <A extends DType, B extends Arg>(
  this: Tensor<A>,
  b: B,
) => Tensor<FloatOf<Promote<A, DTypeOf<B>>>>
type CommonSum = <A extends DType, B extends Arg>(
  this: Tensor<A>,
  b: B,
) => Tensor<SumOf<Promote<A, DTypeOf<B>>>>
type CommonBits = <A extends DType, B extends Arg>(
  this: Tensor<A>,
  b: B,
) => Tensor<Bits<Promote<A, DTypeOf<B>>>>

/** Types of methods with other arguments `R`. */
type FloatBy<R extends unknown[]> = <A extends DType>(this: Tensor<A>, ...rest: R) => Tensor<FloatOf<A>>
type SumBy<R extends unknown[]> = <A extends DType>(this: Tensor<A>, ...rest: R) => Tensor<SumOf<A>>
type SameBy<R extends unknown[]> = <A extends DType>(this: Tensor<A>, ...rest: R) => Tensor<A>
type SeveralBy<R extends unknown[]> = <A extends DType>(this: Tensor<A>, ...rest: R) => Tensor<A>[]
type IndexBy<R extends unknown[]> = (this: Tensor, ...rest: R) => Tensor<'int32'>
type TruthBy<R extends unknown[]> = (this: Tensor, ...rest: R) => Tensor<'bool'>
type TotalBy<O> = <A extends DType, D extends DType = SumOf<A>>(
  this: Tensor<A>,
  options?: O & ops.TotalDType<D>,
) => Tensor<D>

type Convolution = <A extends DType, B extends Arg>(
  this: Tensor<A>,
  kernel: B,
  options?: ops.ConvOptions,
) => Tensor<FloatOf<Promote<A, DTypeOf<B>>>>

type Words<S extends string> = S extends `${infer Word} ${infer Rest}` ? Word | Words<Rest> : S
type All<Names extends string, Method> = { readonly [Name in Words<Names>]: Method }

/** Methods that have the same type. */
interface Families
  extends All<'acos acosh asin asinh atan atanh cbrt cos cosh digamma erf erfc exp exp2 expm1', ToFloat>,
    All<'lgamma log log10 log1p log2 logSigmoid reciprocal sigmoid silu sin sinh softplus', ToFloat>,
    All<'sqrt tan tanh', ToFloat>,
    All<'abs ceil floor relu round sign square trunc uniqueValues', Same>,
    All<'isfinite isinf isnan logicalNot signbit', Truth>,
    All<'equal greater greaterEqual less lessEqual logicalAnd logicalOr logicalXor notEqual', Compare>,
    All<'leftShift rightShift', Shift>,
    All<'floorDivide maximum minimum outer remainder', Common>,
    All<'atan2 copysign hypot logaddexp nextafter', CommonFloat>,
    All<'matmul pow', CommonSum>,
    All<'bitwiseAnd bitwiseOr bitwiseXor', CommonBits>,
    All<'logSoftmax softmax', FloatBy<[options?: AxisOption]>>,
    All<'logsumexp mean median nanmean', FloatBy<[options?: ReduceOptions]>>,
    All<'std variance', FloatBy<[options?: ops.VarianceOptions]>>,
    All<'max min', SameBy<[options?: ReduceOptions]>>,
    All<'flip squeeze', SameBy<[axis?: number | Shape]>>,
    All<'scatter scatterAdd', SameBy<[indices: Arg, values: Arg, options?: AxisOption]>>,
    All<'conv1d conv2d', Convolution>,
    All<'all any', TruthBy<[options?: ReduceOptions]>>,
    All<'prod sum', TotalBy<ReduceOptions>> {}

/** The methods. Each is the function of the same name, with the tensor as first argument. */
export interface TensorMethods extends Families {
  readonly allClose: (this: Tensor, b: Arg, options?: ops.CloseOptions) => boolean
  readonly argmax: IndexBy<[options?: ops.ArgMaxOptions]>
  readonly argmin: IndexBy<[options?: ops.ArgMinOptions]>
  readonly argsort: IndexBy<[options?: ops.SortOptions]>
  readonly at: <A extends DType>(this: Tensor<A>, ...index: ops.Index[]) => ops.Place<Tensor<A>>
  readonly average: <A extends DType, W extends Arg | undefined = undefined>(
    this: Tensor<A>,
    options?: ops.AverageOptions<W>,
  ) => ReturnType<typeof ops.average<Tensor<A>, W>>
  readonly averagePool1d: FloatBy<[window: number, options?: ops.AveragePoolOptions]>
  readonly averagePool2d: FloatBy<[window: ops.PerAxis, options?: ops.AveragePoolOptions]>
  readonly bincount: <W extends Arg | undefined = undefined>(
    this: Tensor,
    options?: ops.BincountOptions<W>,
  ) => ReturnType<typeof ops.bincount<W>>
  readonly bitwiseInvert: <A extends DType>(this: Tensor<A>) => Tensor<Bits<A>>
  readonly broadcastTo: SameBy<[shape: Shape]>
  readonly cast: <D extends DType>(this: Tensor, dtype: D) => Tensor<D>
  readonly clip: <
    A extends DType,
    L extends number | Tensor | undefined = undefined,
    H extends number | Tensor | undefined = undefined,
  >(
    this: Tensor<A>,
    low?: L,
    high?: H,
  ) => ReturnType<typeof ops.clip<Tensor<A>, L, H>>
  readonly corrcoef: FloatBy<[options?: ops.CorrcoefOptions]>
  readonly countNonzero: IndexBy<[options?: ReduceOptions]>
  readonly cov: FloatBy<[options?: ops.CovOptions]>
  readonly cumprod: TotalBy<ops.CumulativeOptions>
  readonly cumsum: TotalBy<ops.CumsumOptions>
  readonly diagonal: SameBy<[options?: ops.DiagonalOptions]>
  readonly diff: <
    A extends DType,
    P extends Arg | undefined = undefined,
    Q extends Arg | undefined = undefined,
  >(
    this: Tensor<A>,
    options?: ops.DiffOptions<P, Q>,
  ) => ReturnType<typeof ops.diff<Tensor<A>, P, Q>>
  readonly dot: <A extends DType, B extends Arg>(
    this: Tensor<A>,
    b: B,
  ) => ReturnType<typeof ops.dot<Tensor<A>, B>>
  readonly elu: FloatBy<[options?: ops.EluOptions]>
  readonly expandDims: SameBy<[axis: number | Shape]>
  readonly flatnonzero: IndexBy<[]>
  readonly gather: SameBy<[indices: Arg, options?: AxisOption]>
  readonly gelu: FloatBy<[options?: ops.GeluOptions]>
  readonly histogram: <A extends DType, W extends Arg | undefined = undefined, B extends boolean = false>(
    this: Tensor<A>,
    options?: ops.HistogramOptions<W, B>,
  ) => ReturnType<typeof ops.histogram<Tensor<A>, W, B>>
  readonly isClose: TruthBy<[b: Arg, options?: ops.CloseOptions]>
  readonly isin: TruthBy<[among: Arg, options?: ops.IsinOptions]>
  readonly leakyRelu: FloatBy<[options?: ops.LeakyReluOptions]>
  readonly maskedSelect: SameBy<[mask: Arg]>
  readonly maxPool1d: SameBy<[window: number, options?: ops.WindowOptions]>
  readonly maxPool2d: SameBy<[window: ops.PerAxis, options?: ops.WindowOptions]>
  readonly moveaxis: SameBy<[source: number | Shape, destination: number | Shape]>
  readonly nansum: SumBy<[options?: ReduceOptions]>
  readonly nonzero: (this: Tensor) => Tensor<'int32'>[]
  readonly pad: SameBy<[widths: ops.PadWidth, options?: ops.PadOptions]>
  readonly quantile: FloatBy<[q: ops.Shares, options?: ops.QuantileOptions]>
  readonly repeat: SameBy<[repeats: ops.Repeats, options?: ops.TakeOptions]>
  readonly roll: SameBy<[shift: number | Shape, options?: ops.RollOptions]>
  readonly searchsorted: IndexBy<[values: Arg, options?: ops.SearchsortedOptions]>
  readonly sort: SameBy<[options?: ops.SortOptions]>
  readonly split: SeveralBy<[sections: number | readonly number[], options?: AxisOption]>
  readonly swapaxes: SameBy<[axis1: number, axis2: number]>
  readonly take: SameBy<[indices: Arg, options?: ops.TakeOptions]>
  readonly tile: SameBy<[repetitions: Shape]>
  readonly topK: <A extends DType>(
    this: Tensor<A>,
    k: number,
    options?: ops.TopKOptions,
  ) => ReturnType<typeof ops.topK<Tensor<A>>>
  readonly unfold: SameBy<[kernel: ops.PerAxis, options?: ops.WindowOptions]>
  readonly uniqueAll: <A extends DType>(this: Tensor<A>) => ReturnType<typeof ops.uniqueAll<Tensor<A>>>
  readonly uniqueCounts: <A extends DType>(this: Tensor<A>) => ReturnType<typeof ops.uniqueCounts<Tensor<A>>>
  readonly uniqueInverse: <A extends DType>(
    this: Tensor<A>,
  ) => ReturnType<typeof ops.uniqueInverse<Tensor<A>>>
  readonly unstack: SeveralBy<[options?: AxisOption]>
  /** `condition.where(a, b)` is `where(condition, a, b)`. */
  readonly where: <A extends Arg, B extends Arg>(
    this: Tensor,
    a: A,
    b: B,
  ) => Tensor<Promote<DTypeOf<A>, DTypeOf<B>>>
}

declare module './array/tensor.ts' {
  interface Tensor<D extends DType = DType> extends TensorMethods {}
}

/**
 * Functions that do not become methods: their tensors have equal roles, or their first argument is
 * a list, a string, a number or a function.
 */
const NOT_METHODS = [
  'broadcastArrays',
  'concatenate',
  'einsum',
  'elementwiseOp',
  'meshgrid',
  'polygamma',
  'stack',
]

for (const [name, op] of Object.entries(ops)) {
  if (name in Tensor.prototype || NOT_METHODS.includes(name)) continue
  const method = op as (x: Tensor, ...rest: never[]) => unknown
  Object.defineProperty(Tensor.prototype, name, {
    value(this: Tensor, ...rest: never[]) {
      return method(this, ...rest)
    },
  })
}

export { Tensor }
