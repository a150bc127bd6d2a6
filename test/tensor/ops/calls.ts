import * as mv from '@multiview/tensor'
import { type Nested, type SliceRange, Tensor } from '@multiview/tensor'

/** Options as fixtures and samples write them. */
export type Options = Record<string, unknown>

/** Calls each op of the table through its public function. */
export const calls: Record<string, (inputs: Tensor[], options: never) => Tensor> = {}

const unary =
  'flatnonzero uniqueValues neg square abs sign exp expm1 log log1p sqrt tanh sigmoid softplus relu floor ceil round logicalNot isnan isfinite'
const binary =
  'maskedSelect add sub mul div pow maximum minimum logaddexp equal notEqual less lessEqual greater greaterEqual logicalAnd logicalOr logicalXor matmul dot outer'
const withOptions =
  'sum mean prod max min any all argmax argmin logsumexp cumsum cumprod softmax logSoftmax sort argsort diagonal ' +
  'countNonzero variance std median nansum nanmean cov corrcoef diff'
const ofMath =
  'reciprocal cbrt exp2 log2 log10 sin cos tan asin acos atan sinh cosh asinh acosh atanh erf erfc lgamma digamma silu logSigmoid trunc isinf signbit bitwiseInvert'
const ofMathBinary =
  'floorDivide remainder copysign nextafter hypot atan2 bitwiseAnd bitwiseOr bitwiseXor leftShift rightShift'
const ofMathWithOptions = 'gelu elu leakyRelu'
const ofWindows = 'maxPool1d maxPool2d averagePool1d averagePool2d'
const indexed = 'take gather searchsorted isin isClose'
const lists = 'concatenate stack'

type Call = (...args: unknown[]) => Tensor
const named = mv as unknown as Record<string, Call>
for (const name of `${unary} ${ofMath}`.split(' ')) calls[name] = ([x]) => named[name](x)
for (const name of `${binary} ${ofMathBinary}`.split(' ')) calls[name] = ([a, b]) => named[name](a, b)
for (const name of `${withOptions} ${ofMathWithOptions}`.split(' '))
  calls[name] = ([x], options) => named[name](x, options)
for (const name of indexed.split(' ')) calls[name] = ([x, i], options) => named[name](x, i, options)
for (const name of ofWindows.split(' '))
  calls[name] = ([x], { window, ...options }: Options) => named[name](x, window, options)
for (const name of lists.split(' ')) calls[name] = (inputs, options) => named[name](inputs, options)

Object.assign(calls, {
  conv1d: ([x, w], options) => mv.conv1d(x, w, options),
  conv2d: ([x, w], options) => mv.conv2d(x, w, options),
  unfold: ([x], { kernel, ...options }: { kernel: number }) => mv.unfold(x, kernel, options),
  pad: ([x], { widths, ...options }: { widths: number }) => mv.pad(x, widths, options),
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
  scatter: ([x, i, v], options: { axis?: number }) => mv.scatter(x, i, v, options),
  quantile: ([x], { q, ...options }: { q: number | number[] }) => mv.quantile(x, q, options),
  average: ([x, weights], options: mv.ReduceOptions) =>
    mv.average(x, weights ? { ...options, weights } : options),
  bincount: ([x, weights], options: { minlength?: number }) =>
    mv.bincount(x, weights ? { ...options, weights } : options),
  moveaxis: ([x], o: { source: number | number[]; destination: number | number[] }) =>
    mv.moveaxis(x, o.source, o.destination),
  swapaxes: ([x], { axis1, axis2 }: { axis1: number; axis2: number }) => mv.swapaxes(x, axis1, axis2),
  roll: ([x], { shift, ...options }: { shift: number | number[] }) => mv.roll(x, shift, options),
  repeat: ([x], { repeats, ...options }: { repeats: number | number[] }) => mv.repeat(x, repeats, options),
  tile: ([x], { repetitions }: { repetitions: number[] }) => mv.tile(x, repetitions),
  einsum: (inputs, { subscripts }: { subscripts: string }) => mv.einsum(subscripts, ...inputs),
} satisfies Record<string, (inputs: Tensor[], options: never) => Tensor>)

/** Several results as one list of elements. */
const together = (...results: Tensor[]): Tensor => {
  const dtype = results.some(x => x.dtype === 'float64') ? 'float64' : 'float32'
  return mv.concatenate(results.map(x => mv.reshape(mv.cast(x, dtype), [-1])))
}

/** JSON lacks infinities. */
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

/**
 * An index as fixtures write it: ranges and numbers directly, index arrays as `{ at }`, masks as
 * `{ mask }`.
 */
interface WrittenArray {
  readonly at?: mv.NestedInput
  readonly mask?: mv.NestedInput
}
type WrittenIndex = SliceRange | WrittenArray
const indexOf = (index: WrittenIndex[]): mv.Index[] =>
  index.map(part => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part as SliceRange
    const { at, mask } = part as WrittenArray
    return mask === undefined ? mv.tensor(at!, { dtype: 'int32' }) : mv.tensor(mask, { dtype: 'bool' })
  })

/**
 * Functions that return several tensors or take an index, by name and by the part that is compared.
 */
export const parts: Record<string, (inputs: Tensor[], options: never) => Tensor> = {
  'topK values': ([x], { k, ...options }: { k: number }) => mv.topK(x, k, options).values,
  'topK indices': ([x], { k, ...options }: { k: number }) => mv.topK(x, k, options).indices,
  'uniqueAll values': ([x]) => mv.uniqueAll(x).values,
  'uniqueAll indices': ([x]) => mv.uniqueAll(x).indices,
  'uniqueAll inverseIndices': ([x]) => mv.uniqueAll(x).inverseIndices,
  'uniqueAll counts': ([x]) => mv.uniqueAll(x).counts,
  'histogram counts': ([x, weights], options: mv.HistogramOptions) =>
    mv.histogram(x, weights ? { ...options, weights } : options).counts,
  'histogram edges': ([x], options: mv.HistogramOptions) => mv.histogram(x, options).edges,
  'at get': ([x], { index }: { index: WrittenIndex[] }) => mv.at(x, ...indexOf(index)).get(),
  'at set': ([x, v], { index }: { index: WrittenIndex[] }) => mv.at(x, ...indexOf(index)).set(v),
  'at add': ([x, v], { index }: { index: WrittenIndex[] }) => mv.at(x, ...indexOf(index)).add(v),
  nonzero: ([x]) => mv.stack(mv.nonzero(x)),
  split: ([x], { sections, ...options }: { sections: number | number[] }) =>
    mv.concatenate(
      mv.split(x, sections, options).map((part, i) => part.mul(i + 1)),
      options,
    ),
  unstack: ([x], options: { axis?: number }) => mv.stack(mv.unstack(x, options)),
  meshgrid: (inputs, options: mv.MeshgridOptions) => mv.stack(mv.meshgrid(inputs, options)),
  broadcastArrays: inputs => mv.stack(mv.broadcastArrays(...inputs)),
  allClose: ([a, b], options: mv.CloseOptions) => mv.tensor(mv.allClose(a, b, options)),
}
