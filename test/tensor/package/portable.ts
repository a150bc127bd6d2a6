// The functions that the browser test runs in Node and in Chromium. Each returns a fingerprint of
// the bits of one part.
import {
  adam,
  beta,
  binomial,
  categorical,
  choice,
  exponential,
  fft,
  gamma,
  grad,
  integers,
  irfft,
  logSoftmax,
  logsumexp,
  matmul,
  max,
  mean,
  multivariateNormal,
  normal,
  permutation,
  poisson,
  rfft,
  scatterAdd,
  softmax,
  stream,
  sub,
  sum,
  type Tensor,
  take,
  tanh,
  tensor,
  truncatedNormal,
  uniform,
  zeros,
} from '@multiview/tensor'
import { readNpz, writeNpz } from '@multiview/tensor/files'
import { kernelState } from '@multiview/tensor/kernels'
import * as math from '@multiview/tensor/math'

/** FNV-1a over the bits. */
function fingerprint(x: Float64Array | Float32Array | Int32Array | Uint8Array): string {
  let hash = 0x811c9dc5
  for (const byte of new Uint8Array(x.buffer, x.byteOffset, x.byteLength))
    hash = Math.imul(hash ^ byte, 0x01000193)
  return (hash >>> 0).toString(16)
}

/** Arguments of every size and sign. For some the functions overflow. */
const spread = (name: string): Float64Array => {
  const s = stream(3, 'arguments', name)
  return Float64Array.from({ length: 5000 }, (_, i) => {
    const size = math.pow(2, s.uniform(-60, 10))
    return i % 3 === 0 ? s.uniform(-30, 30) : s.bernoulli(0.5) ? size : -size
  })
}

/**
 * The fingerprint of a function's values. All NaNs count as equal, because engines choose their
 * bits.
 */
const values = (name: string, f: (x: number) => number): string =>
  fingerprint(
    spread(name).map(x => {
      const y = f(x)
      return Number.isNaN(y) ? 12345 : y
    }),
  )

/** The fingerprints of functions of one number, by name, and of two. */
const more =
  'sin cos tan asin acos atan sinh cosh asinh acosh atanh log2 log10 exp2 cbrt erf erfc gelu silu lgamma digamma'
function mathematics(): Record<string, string> {
  const ofOne = math as unknown as Record<string, (x: number) => number>
  return {
    ...Object.fromEntries(more.split(' ').map(name => [name, values(name, ofOne[name]!)])),
    sinOfLarge: values('sinOfLarge', x => math.sin(x * 1e280)),
    atan2: values('atan2', x => math.atan2(x, 1 - x)),
    hypot: values('hypot', x => math.hypot(x, 1 - x)),
    trigamma: values('trigamma', x => math.polygamma(1, x)),
  }
}

function randomStreams(): unknown {
  const s = stream(20260501, 'golden', 7)
  return [
    s.double(),
    s.normal(),
    s.uniform(-3, 5),
    s.integer(1000),
    s.bernoulli(0.53),
    [...s.split('order').permutation(10)],
    fingerprint(s.fillNormal(new Float64Array(100_000))),
    s.save(),
  ]
}

/** Two thousand draws of each law, with parameters for every algorithm. */
function draws(): Record<string, string> {
  const s = stream(14, 'draws')
  const shape = [500, 4]
  const size = tensor([0.3, 4, 11, 1e6])
  const covariance = tensor([
    [2, 0.5],
    [0.5, 1],
  ])
  const all = {
    normal: normal(s, shape, { mean: size, std: size }),
    uniform: uniform(s, shape, { high: size, dtype: 'float32' }),
    integers: integers(s, shape, { low: -5, high: tensor([1, 2, 3e8, 2 ** 31]) }),
    permutation: permutation(s, 2000),
    exponential: exponential(s, shape, { scale: size }),
    gamma: gamma(s, shape, { a: size }),
    beta: beta(s, shape, { a: size, b: 0.7 }),
    poisson: poisson(s, shape, { mean: size }),
    binomial: binomial(s, shape, { n: 1000, p: tensor([1e-3, 0.02, 0.5, 0.999]) }),
    categorical: categorical(s, shape, { logits: covariance.slice(0) }),
    choice: choice(s, 9, [5], { replace: false, weights: tensor([1, 2, 3, 4, 5, 6, 7, 8, 9]) }),
    truncatedNormal: truncatedNormal(s, shape, {
      low: tensor([-1, 0, 0.2, 5]),
      high: tensor([3, 0.1, 0.5, Infinity]),
    }),
    multivariateNormal: multivariateNormal(s, [1000], { covariance }),
  }
  return Object.fromEntries(Object.entries(all).map(([name, x]) => [name, fingerprint(x.data)]))
}

/** Transforms of sizes for every algorithm: each radix, the chirp, and halves of real rows. */
function transforms(): string[] {
  const s = stream(15, 'transforms')
  return [1, 2, 3, 5, 64, 97, 900, 1001].map(n => {
    const x = normal(s, [3, n])
    const { re, im } = fft({ re: x, im: normal(s, [3, n]) })
    const half = rfft(x)
    return [re, im, half.re, half.im, irfft(half, { n })].map(part => fingerprint(part.values())).join(' ')
  })
}

/** Thirty steps of Adam on a network with one hidden layer, float64 and float32. */
function training(dtype: 'float64' | 'float32'): unknown {
  const s = stream(11, 'training')
  const draw = (name: string, rows: number, columns: number, scale: number): Tensor =>
    tensor(s.split(name).fillNormal(new Float64Array(rows * columns), scale), { dtype }).reshape([
      rows,
      columns,
    ])
  const x = draw('x', 40, 13, 1)
  const y = draw('y', 40, 3, 1)
  const loss = (p: { first: Tensor; second: Tensor; bias: Tensor }): Tensor => {
    const error = sub(matmul(tanh(matmul(x, p.first)), p.second).add(p.bias), y)
    return mean(error.mul(error))
  }
  let params = {
    first: draw('first', 13, 24, 0.3),
    second: draw('second', 24, 3, 0.3),
    bias: zeros([3], { dtype }) as Tensor,
  }
  const rule = adam({ learningRate: 0.01 })
  let state = rule.init(params)
  for (let step = 0; step < 30; step++) ({ params, state } = rule.update(params, grad(loss)(params), state))
  return [
    loss(params).item(),
    fingerprint(params.first.data),
    fingerprint(params.second.data),
    sum(params.bias).item(),
  ]
}

function products(dtype: 'float64' | 'float32'): string {
  const s = stream(12, 'products')
  const [a, b] = [37 * 65, 65 * 43].map(n => tensor(s.fillNormal(new Float64Array(n)), { dtype }))
  return fingerprint(matmul(a!.reshape([37, 65]), b!.reshape([65, 43])).data)
}

/** Ops that have kernels, at sizes at which they use them. */
function served(dtype: 'float64' | 'float32'): string[] {
  const s = stream(13, 'served')
  const x = tensor(s.fillNormal(new Float64Array(700 * 37), 4), { dtype }).reshape([700, 37])
  const places = tensor(Int32Array.from({ length: 900 }, () => s.integer(700)))
  const rows = take(x, places, { axis: 0 })
  return [
    softmax(x),
    logSoftmax(x),
    logsumexp(x, { axis: 1 }),
    sum(x),
    mean(x, { axis: 0 }),
    max(x, { axis: 1 }),
    rows,
    scatterAdd(x, places, rows, { axis: 0 }),
    tanh(x).mul(2).sub(x),
  ].map(y => fingerprint(y.data))
}

export function compute(): { webAssembly: boolean; results: Record<string, unknown> } {
  const { exp, expm1, log, log1p, pow, sigmoid, softplus, tanh: scalarTanh, normalQuantile } = math
  const archive = writeNpz({ x: tensor([1, 2, 3]) }, { compress: true })
  return {
    webAssembly: kernelState().webAssembly,
    results: {
      exp: values('exp', exp),
      expm1: values('expm1', expm1),
      log: values('log', x => log(Math.abs(x))),
      log1p: values('log1p', log1p),
      tanh: values('tanh', scalarTanh),
      sigmoid: values('sigmoid', sigmoid),
      softplus: values('softplus', softplus),
      pow: values('pow', x => pow(Math.abs(x), x / 7)),
      quantile: values('quantile', x => normalQuantile(Math.abs(x % 1))),
      mathematics: mathematics(),
      randomStreams: randomStreams(),
      draws: draws(),
      transforms: transforms(),
      products: [products('float64'), products('float32')],
      served: [served('float64'), served('float32')],
      training: [training('float64'), training('float32')],
      files: [fingerprint(archive), readNpz(archive).x!.toArray()],
    },
  }
}
