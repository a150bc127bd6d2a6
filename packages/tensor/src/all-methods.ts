/**
 * @multiview/tensor/methods: importing it makes a method of every op whose first operand is a
 * tensor: `x.exp().sum()` is `sum(exp(x))`. A program that imports it carries all ops; one that
 * does not carries those it calls.
 */
import './methods.ts'
import type { AxisOption } from './array/along-axis.ts'
import type { DType, FloatDType, FloatOf, Promote, SumOf } from './array/dtype.ts'
import type { ReduceOptions } from './array/reduce.ts'
import type { Shape } from './array/shape.ts'
import { type Arg, type DTypeOf, Tensor } from './array/tensor.ts'
import * as ops from './ops/index.ts'

type ToFloat = <A extends DType>(this: Tensor<A>) => Tensor<FloatOf<A>>
type Same = <A extends DType>(this: Tensor<A>) => Tensor<A>
type Truth = (this: Tensor) => Tensor<'bool'>
type Compare = (this: Tensor, b: Arg) => Tensor<'bool'>
type Common = <A extends DType, B extends Arg>(this: Tensor<A>, b: B) => Tensor<Promote<A, DTypeOf<B>>>
type CommonFloat = <A extends DType, B extends Arg>(
  this: Tensor<A>,
  b: B,
) => Tensor<FloatOf<Promote<A, DTypeOf<B>>>>
type CommonSum = <A extends DType, B extends Arg>(
  this: Tensor<A>,
  b: B,
) => Tensor<SumOf<Promote<A, DTypeOf<B>>>>
type Bits<D> = Exclude<D, FloatDType | 'number'>
type CommonBits = <A extends DType, B extends Arg>(
  this: Tensor<A>,
  b: B,
) => Tensor<Bits<Promote<A, DTypeOf<B>>>>
type Shift = (this: Tensor, b: Arg) => Tensor<'int32'>
type ToFloatBy<O> = <A extends DType>(this: Tensor<A>, options?: O) => Tensor<FloatOf<A>>
type SumBy<O> = <A extends DType>(this: Tensor<A>, options?: O) => Tensor<SumOf<A>>
type SameBy<O> = <A extends DType>(this: Tensor<A>, options?: O) => Tensor<A>
type IndexBy<O> = (this: Tensor, options?: O) => Tensor<'int32'>
type TruthBy<O> = (this: Tensor, options?: O) => Tensor<'bool'>

/** The methods, each the function of its name with the tensor as its first argument. */
export interface TensorMethods {
  readonly abs: Same
  readonly acos: ToFloat
  readonly acosh: ToFloat
  readonly all: TruthBy<ReduceOptions>
  readonly any: TruthBy<ReduceOptions>
  readonly argmax: IndexBy<ops.ArgMaxOptions>
  readonly argmin: IndexBy<ops.ArgMinOptions>
  readonly argsort: IndexBy<AxisOption>
  readonly asin: ToFloat
  readonly asinh: ToFloat
  readonly atan: ToFloat
  readonly atan2: CommonFloat
  readonly atanh: ToFloat
  readonly bitwiseAnd: CommonBits
  readonly bitwiseInvert: <A extends DType>(this: Tensor<A>) => Tensor<Bits<A>>
  readonly bitwiseOr: CommonBits
  readonly bitwiseXor: CommonBits
  readonly broadcastTo: <A extends DType>(this: Tensor<A>, shape: Shape) => Tensor<A>
  readonly cast: <D extends DType>(this: Tensor, dtype: D) => Tensor<D>
  readonly cbrt: ToFloat
  readonly ceil: Same
  readonly clip: <
    A extends DType,
    L extends number | Tensor | undefined = undefined,
    H extends number | Tensor | undefined = undefined,
  >(
    this: Tensor<A>,
    low?: L,
    high?: H,
  ) => ReturnType<typeof ops.clip<Tensor<A>, L, H>>
  readonly copysign: CommonFloat
  readonly cos: ToFloat
  readonly cosh: ToFloat
  readonly cumprod: SumBy<{ readonly axis?: number | null }>
  readonly cumsum: SumBy<ops.CumulativeOptions>
  readonly diagonal: SameBy<ops.DiagonalOptions>
  readonly digamma: ToFloat
  readonly dot: <A extends DType, B extends Arg>(
    this: Tensor<A>,
    b: B,
  ) => ReturnType<typeof ops.dot<Tensor<A>, B>>
  readonly elu: ToFloatBy<ops.EluOptions>
  readonly equal: Compare
  readonly erf: ToFloat
  readonly erfc: ToFloat
  readonly exp: ToFloat
  readonly exp2: ToFloat
  readonly expandDims: <A extends DType>(this: Tensor<A>, axis: number | Shape) => Tensor<A>
  readonly expm1: ToFloat
  readonly flip: <A extends DType>(this: Tensor<A>, axis?: number | Shape) => Tensor<A>
  readonly floor: Same
  readonly floorDivide: Common
  readonly gather: <A extends DType>(this: Tensor<A>, indices: Arg, options?: AxisOption) => Tensor<A>
  readonly gelu: ToFloatBy<ops.GeluOptions>
  readonly greater: Compare
  readonly greaterEqual: Compare
  readonly hypot: CommonFloat
  readonly isfinite: Truth
  readonly isinf: Truth
  readonly isnan: Truth
  readonly leakyRelu: ToFloatBy<ops.LeakyReluOptions>
  readonly leftShift: Shift
  readonly less: Compare
  readonly lessEqual: Compare
  readonly lgamma: ToFloat
  readonly log: ToFloat
  readonly log10: ToFloat
  readonly log1p: ToFloat
  readonly log2: ToFloat
  readonly logSigmoid: ToFloat
  readonly logSoftmax: ToFloatBy<AxisOption>
  readonly logaddexp: CommonFloat
  readonly logicalAnd: Compare
  readonly logicalNot: Truth
  readonly logicalOr: Compare
  readonly logicalXor: Compare
  readonly logsumexp: ToFloatBy<ReduceOptions>
  readonly matmul: CommonSum
  readonly max: SameBy<ReduceOptions>
  readonly maximum: Common
  readonly mean: ToFloatBy<ReduceOptions>
  readonly min: SameBy<ReduceOptions>
  readonly minimum: Common
  readonly nextafter: CommonFloat
  readonly notEqual: Compare
  readonly outer: Common
  readonly pow: CommonSum
  readonly prod: SumBy<ReduceOptions>
  readonly reciprocal: ToFloat
  readonly relu: Same
  readonly remainder: Common
  readonly rightShift: Shift
  readonly round: Same
  readonly scatterAdd: <A extends DType>(
    this: Tensor<A>,
    indices: Arg,
    values: Arg,
    options?: AxisOption,
  ) => Tensor<A>
  readonly sigmoid: ToFloat
  readonly sign: Same
  readonly signbit: Truth
  readonly silu: ToFloat
  readonly sin: ToFloat
  readonly sinh: ToFloat
  readonly softmax: ToFloatBy<AxisOption>
  readonly softplus: ToFloat
  readonly sort: SameBy<AxisOption>
  readonly sqrt: ToFloat
  readonly square: Same
  readonly squeeze: <A extends DType>(this: Tensor<A>, axis?: number | Shape) => Tensor<A>
  readonly sum: SumBy<ReduceOptions>
  readonly take: <A extends DType>(this: Tensor<A>, indices: Arg, options?: ops.TakeOptions) => Tensor<A>
  readonly tan: ToFloat
  readonly tanh: ToFloat
  readonly trunc: Same
  /** `condition.where(a, b)`. */
  readonly where: <A extends Arg, B extends Arg>(
    this: Tensor,
    a: A,
    b: B,
  ) => Tensor<Promote<DTypeOf<A>, DTypeOf<B>>>
}

declare module './array/tensor.ts' {
  interface Tensor<D extends DType = DType> extends TensorMethods {}
}

/** Ops whose first argument is a list, a string, a number or a function. */
const NOT_METHODS = ['concatenate', 'stack', 'einsum', 'polygamma', 'elementwiseOp']

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
