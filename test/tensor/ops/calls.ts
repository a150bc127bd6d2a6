import * as mv from '@multiview/tensor'
import { type Nested, type SliceRange, Tensor } from '@multiview/tensor'

/** Options as fixtures and samples write them down. */
export type Options = Record<string, unknown>

/** How each op of the table is called through its public function. */
export const calls: Record<string, (inputs: Tensor[], options: never) => Tensor> = {}

const unary =
  'neg square abs sign exp expm1 log log1p sqrt tanh sigmoid softplus relu floor ceil round logicalNot isnan isfinite'
const binary =
  'add sub mul div pow maximum minimum logaddexp equal notEqual less lessEqual greater greaterEqual logicalAnd logicalOr logicalXor matmul dot outer'
const withOptions =
  'sum mean prod max min any all argmax argmin logsumexp cumsum cumprod softmax logSoftmax sort argsort diagonal'
const ofMath =
  'reciprocal cbrt exp2 log2 log10 sin cos tan asin acos atan sinh cosh asinh acosh atanh erf erfc lgamma digamma silu logSigmoid trunc isinf signbit bitwiseInvert'
const ofMathBinary =
  'floorDivide remainder copysign nextafter hypot atan2 bitwiseAnd bitwiseOr bitwiseXor leftShift rightShift'
const ofMathWithOptions = 'gelu elu leakyRelu'
const indexed = 'take gather'
const lists = 'concatenate stack'

type Call = (...args: unknown[]) => Tensor
const named = mv as unknown as Record<string, Call>
for (const name of `${unary} ${ofMath}`.split(' ')) calls[name] = ([x]) => named[name](x)
for (const name of `${binary} ${ofMathBinary}`.split(' ')) calls[name] = ([a, b]) => named[name](a, b)
for (const name of `${withOptions} ${ofMathWithOptions}`.split(' '))
  calls[name] = ([x], options) => named[name](x, options)
for (const name of indexed.split(' ')) calls[name] = ([x, i], options) => named[name](x, i, options)
for (const name of lists.split(' ')) calls[name] = (inputs, options) => named[name](inputs, options)

Object.assign(calls, {
  polygamma: ([x], { order }: { order: number }) => mv.polygamma(order, x),
  where: ([c, a, b]) => mv.where(c, a, b),
  clip: ([x], { low, high }: { low?: number; high?: number }) => mv.clip(x, low, high),
  cast: ([x], o: { dtype_to: mv.DType }) => mv.cast(x, o.dtype_to),
  transpose: ([x], { axes }: { axes?: number[] | null }) => mv.transpose(x, axes ?? undefined),
  reshape: ([x], { shape }: { shape: number[] }) => mv.reshape(x, shape),
  broadcastTo: ([x], { shape }: { shape: number[] }) => mv.broadcastTo(x, shape),
  slice: ([x], { ranges }: { ranges: SliceRange[] }) => mv.slice(x, ...ranges),
  flip: ([x], { axis }: { axis?: number | number[] | null }) => mv.flip(x, axis ?? undefined),
  expandDims: ([x], { axis }: { axis: number | number[] }) => mv.expandDims(x, axis),
  squeeze: ([x], { axis }: { axis?: number }) => mv.squeeze(x, axis),
  scatterAdd: ([x, i, v], options: { axis?: number }) => mv.scatterAdd(x, i, v, options),
  einsum: (inputs, { subscripts }: { subscripts: string }) => mv.einsum(subscripts, ...inputs),
} satisfies Record<string, (inputs: Tensor[], options: never) => Tensor>)

/** Several results as one: their elements in a row. */
const together = (...results: Tensor[]): Tensor => {
  const dtype = results.some(x => x.dtype === 'float64') ? 'float64' : 'float32'
  return mv.concatenate(results.map(x => mv.reshape(mv.cast(x, dtype), [-1])))
}

/** JSON has no infinities. */
const ordOf = <O extends { ord?: unknown }>(options: O): never =>
  ('ord' in options
    ? { ...options, ord: { inf: Infinity, '-inf': -Infinity }[String(options.ord)] ?? options.ord }
    : options) as never

for (const name of 'inv det eigvalsh svdvals matrixTranspose'.split(' '))
  calls[name] = ([x]) => named[name](x)
for (const name of 'pinv cholesky matrixRank trace tril triu diag'.split(' '))
  calls[name] = ([x], options) => named[name](x, options)
for (const name of 'vectorNorm matrixNorm norm'.split(' '))
  calls[name] = ([x], options) => named[name](x, ordOf(options))
for (const name of 'solve kron'.split(' ')) calls[name] = ([a, b]) => named[name](a, b)
for (const name of 'triangularSolve cross tensordot vecdot'.split(' '))
  calls[name] = ([a, b], options) => named[name](a, b, options)

Object.assign(calls, {
  matrixPower: ([x], { n }: { n: number }) => mv.matrixPower(x, n),
  lstsq: ([a, b], options: mv.LstsqOptions) => {
    const { x, s, rank } = mv.lstsq(a, b, options)
    return together(x, s, mv.stopGradient(rank))
  },
  lu: ([x]) => {
    const { p, l, u } = mv.lu(x)
    return together(p, l, u)
  },
  qr: ([x], options: mv.QrOptions) => {
    const { q, r } = mv.qr(x, options)
    return together(q, r)
  },
  slogdet: ([x]) => {
    const { sign, logabsdet } = mv.slogdet(x)
    return together(sign, logabsdet)
  },
  // Eigenvectors and singular vectors are unique up to their signs: their squares are compared, and
  // the products.
  eigh: ([x]) => {
    const { eigenvalues, eigenvectors } = mv.eigh(x)
    const scaled = eigenvectors.mul(mv.expandDims(eigenvalues, -2))
    return together(eigenvalues, mv.square(eigenvectors), mv.matmul(scaled, mv.matrixTranspose(eigenvectors)))
  },
  svd: ([x], options: mv.SvdOptions) => {
    const { u, s, vh } = mv.svd(x, options)
    const k = s.shape[s.ndim - 1]
    const lead = u.shape.slice(0, -2).map(() => null)
    const left = mv.slice(u, ...lead, null, [0, k])
    const right = mv.slice(vh, ...lead, [0, k])
    const product = mv.matmul(left.mul(mv.expandDims(s, -2)), right)
    return together(s, mv.square(left), mv.square(right), product)
  },
} satisfies Record<string, (inputs: Tensor[], options: never) => Tensor>)

/** The elements in C order. */
export function flat(x: Tensor): number[] {
  const list: number[] = []
  const visit = (part: Nested) => {
    if (Array.isArray(part)) part.forEach(visit)
    else list.push(Number(part))
  }
  visit(x.toArray())
  return list
}

/** A tensor from values in C order. */
export function make(dtype: mv.DType, shape: readonly number[], values: ArrayLike<number | boolean>): Tensor {
  const x = mv.full(shape, 0, { dtype })
  for (let i = 0; i < values.length; i++) x.data[i] = Number(values[i])
  return x
}

export const isTensor = (x: unknown): x is Tensor => x instanceof Tensor
