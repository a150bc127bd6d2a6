/**
 * The measured workloads, and the number of operations of each: a product, a convolution, an
 * elementwise op, a training step of either network.
 */

export type Dtype = 'float32' | 'float64'
export type Layout = 'NN' | 'NT' | 'TN' | 'TT'
export type FloatArray = Float32Array | Float64Array

/** C = AB of an m × k and a k × n matrix; T: the matrix lies in memory column after column. */
export interface GemmWork {
  readonly kind: 'gemm'
  readonly dtype: Dtype
  readonly layout: Layout
  readonly m: number
  readonly n: number
  readonly k: number
}

/**
 * A layer of 3 × 3 windows that keeps its planes' size: forward, or the gradient of one operand.
 */
export interface ConvWork {
  readonly kind: 'conv'
  readonly dtype: Dtype
  readonly pass: 'forward' | 'input' | 'kernel'
  readonly samples: number
  readonly channels: number
  readonly out: number
  readonly size: number
}

/** A pool over square windows of planes. */
export interface PoolWork {
  readonly kind: 'pool'
  readonly dtype: Dtype
  readonly op: 'max' | 'average'
  readonly samples: number
  readonly channels: number
  readonly size: number
  readonly window: number
  readonly stride: number
  readonly padding: 'valid' | 'same'
}

export interface ElementwiseWork {
  readonly kind: 'elementwise'
  readonly dtype: Dtype
  readonly op: 'add' | 'mul' | 'exp' | 'tanh' | 'sum'
  readonly length: number
}

/** Forward, backward and update of the paper's dense network. */
export interface StepWork {
  readonly kind: 'step-dense'
  readonly dtype: Dtype
  readonly samples: number
  readonly patches: number
  readonly dimension: number
  readonly classes: number
  readonly neurons: number
  readonly power: number
  readonly threshold: number
}

/**
 * Forward, backward and update of the orthogonal-noise limit of the network, with one step size.
 */
export interface LimitStepWork {
  readonly kind: 'step-limit'
  readonly dtype: Dtype
  readonly samples: number
  readonly patches: number
  readonly classes: number
  readonly neurons: number
  readonly power: number
  readonly threshold: number
}

/**
 * A system of equations with one right side, an inverse or a factorization of a matrix [size,
 * size].
 */
export interface LinalgWork {
  readonly kind: 'linalg'
  readonly dtype: 'float64'
  readonly op: 'solve' | 'inv' | 'cholesky' | 'lu' | 'qr' | 'eigh' | 'svd'
  readonly size: number
}

/**
 * Programs as a user writes them. Derivatives come from the library, if it computes derivatives.
 */
export type ProgramWork = { readonly kind: 'program'; readonly dtype: Dtype } & (
  | {
      /** A step of gradient descent for a perceptron with one hidden layer of ReLU. */
      readonly program: 'mlp'
      readonly batch: number
      readonly inputs: number
      readonly hidden: number
      readonly classes: number
    }
  /** The gradient of Σ tanh(2x + y)·exp(−x²) with respect to x. */
  | { readonly program: 'chain'; readonly length: number }
  | {
      /** softmax(QKᵀ/√width)V for each head, and the gradients of Q, K and V. */
      readonly program: 'attention' | 'attention-gradient'
      readonly heads: number
      readonly length: number
      readonly width: number
    }
  /** A Gaussian process's negative log likelihood with the gradient of its three parameters. */
  | { readonly program: 'gaussian-process'; readonly points: number }
)

/** A case from a user's file, with its operations if the file gives them. */
export interface OwnWork {
  readonly kind: 'own'
  readonly dtype: Dtype
  readonly operations: number
  readonly bytes: number
}

/** Ops that the other array libraries are measured on too. */
export type CommonWork = GemmWork | ElementwiseWork | StepWork
export type Work = CommonWork | ConvWork | LinalgWork | PoolWork | LimitStepWork | ProgramWork | OwnWork

export const isCommon = (work: Work): work is CommonWork =>
  work.kind === 'gemm' || work.kind === 'elementwise' || work.kind === 'step-dense'

export type Suite =
  | 'gemm'
  | 'conv'
  | 'pool'
  | 'elementwise'
  | 'linalg'
  | 'programs'
  | 'loops'
  | 'step-dense'
  | 'step-limit'
  | 'own'

export interface Case {
  readonly suite: Suite
  readonly name: string
  readonly work: Work
  /** False if another case is the same work for the peers. */
  readonly withPeers: boolean
}

/**
 * The multiplications and additions of a program's products, or the elements if it has no products.
 */
const programOperations = (work: ProgramWork): number => {
  if (work.program === 'chain') return work.length
  // Forward: two products. Backward: both gradients of the last layer, one of the first.
  if (work.program === 'mlp') return 2 * work.batch * work.hidden * (2 * work.inputs + 3 * work.classes)
  // A factorization, and its inverse for the gradient.
  if (work.program === 'gaussian-process') return work.points ** 3
  return (work.program === 'attention' ? 4 : 12) * work.heads * work.length ** 2 * work.width
}

/** Multiplications and additions, in multiples of size³, of the usual algorithms. */
const CUBES = { solve: 2 / 3, inv: 2, cholesky: 1 / 3, lu: 2 / 3, qr: 8 / 3, eigh: 9, svd: 22 }

/**
 * The operations that a rate counts: multiplications and additions of products, convolutions and
 * linear algebra, results of an elementwise op, elements of a pool's windows, preactivations of a
 * step of the limit. A user's case gives its own number.
 */
export const operations = (work: Work): number => {
  if (work.kind === 'gemm') return 2 * work.m * work.n * work.k
  if (work.kind === 'conv') return 18 * work.samples * work.channels * work.out * work.size ** 2
  if (work.kind === 'elementwise') return work.length
  if (work.kind === 'pool')
    return work.samples * work.channels * (work.size / work.stride) ** 2 * work.window ** 2
  if (work.kind === 'linalg') return CUBES[work.op] * work.size ** 3
  if (work.kind === 'program') return programOperations(work)
  if (work.kind === 'own') return work.operations
  if (work.kind === 'step-limit') return work.samples * work.patches * work.classes * work.neurons
  return 4 * work.samples * work.patches * work.dimension * work.classes * work.neurons
}

/** Numbers in [−size, size), the same in every run. */
export const drawn = (dtype: Dtype, length: number, seed: number, size = 1): FloatArray => {
  const array = dtype === 'float32' ? new Float32Array(length) : new Float64Array(length)
  const scale = size / 2 ** 31
  let state = Math.imul(seed, 2654435761) | 0
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    array[i] = state * scale
  }
  return array
}

export interface LinalgData {
  /** Row by row. Symmetric for eigh; also positive definite for cholesky. */
  readonly a: Float64Array
  readonly b: Float64Array
}

export const linalgData = ({ op, size }: LinalgWork): LinalgData => {
  const x = drawn('float64', size * size, 1) as Float64Array
  const symmetric = op === 'cholesky' || op === 'eigh'
  const a = symmetric ? x.map((v, p) => v + x[(p % size) * size + Math.floor(p / size)]) : x
  if (op === 'cholesky') for (let i = 0; i < size; i++) a[i * (size + 1)] += 2 * size
  return { a, b: drawn('float64', size, 2) as Float64Array }
}

export interface StepData {
  readonly x: FloatArray
  readonly w: FloatArray
  readonly labels: Int32Array
}

export const stepData = (work: StepWork): StepData => ({
  x: drawn(work.dtype, work.samples * work.patches * work.dimension, 1, 0.5),
  w: drawn(work.dtype, work.classes * work.neurons * work.dimension, 2, 0.05),
  labels: Int32Array.from({ length: work.samples }, (_, n) => n % work.classes),
})

export interface LimitData {
  /** Feature of each patch, [N·P]. */
  readonly feature: Int32Array
  /** z, and ‖ξ‖², of each patch. */
  readonly weight: Float64Array
  readonly noiseSquared: Float64Array
  readonly labels: Int32Array
}

/** Patches in an irregular order, as in drawn data. */
export const limitData = ({ samples, patches, classes }: LimitStepWork): LimitData => ({
  feature: Int32Array.from(
    { length: samples * patches },
    (_, p) => (Math.imul(p + 1, 2654435761) >>> 8) % (2 * classes),
  ),
  weight: Float64Array.from({ length: samples * patches }, (_, p) => 0.3 + (p % 9) / 10),
  noiseSquared: new Float64Array(samples * patches).fill(0.09),
  labels: Int32Array.from({ length: samples }, (_, n) => n % classes),
})
