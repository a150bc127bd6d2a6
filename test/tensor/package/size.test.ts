import * as lite from '@multiview/tensor/lite'
import { table } from '@multiview/tensor/table'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundle, sizesOf } from '../../packages/bundle.ts'
import { installPacked } from '../../packages/packed.ts'

let packed: ReturnType<typeof installPacked>
beforeAll(() => {
  packed = installPacked()
})
afterAll(() => packed?.remove())

const gzipped = (program: string) => bundle(packed.folder, program, { minify: true }).gzipped

/**
 * Arrays, the ops that most programs use, and autodiff; the mathematical functions have their own
 * limits below.
 */
const core = [
  'Tensor TensorError arange eye fromNdarray full linspace ones onesLike tensor zeros zerosLike',
  'abs add all any argmax argmin argsort broadcastTo cast ceil clip concatenate cumprod cumsum diagonal div dot',
  'einsum equal exp expandDims expm1 flip floor gather greater greaterEqual isfinite isnan less lessEqual log log1p',
  'logaddexp logSoftmax logsumexp logicalAnd logicalNot logicalOr logicalXor matmul max maximum mean min minimum mul',
  'neg notEqual outer pow prod relu reshape round scatterAdd sigmoid sign slice softmax softplus sort sqrt square',
  'squeeze stack sub sum take tanh transpose where',
  'checkGrads customVjp grad hessian hvp jacobian jvp stopGradient valueAndGrad vjp',
].flatMap(line => line.split(' '))

test('arrays, their first 70 ops and autodiff in lite, minified and gzipped, stay under 21 kB', () => {
  expect(core.filter(name => !(name in lite))).toEqual([])
  const size = gzipped(`export { ${core.join(', ')} } from '@multiview/tensor/lite'`)
  const [all, main] = ['/lite', ''].map(entry => gzipped(`export * from '@multiview/tensor${entry}'`))
  console.log(
    `arrays, ops and autodiff ${size} B, all of lite ${all} B, the main entry with its kernels ${main} B`,
  )
  expect(size).toBeLessThan(21_000)
})

test('a page that takes grad, tensor, exp and sum from lite stays under 8.53 kB', () => {
  const size = gzipped("export { exp, grad, sum, tensor } from '@multiview/tensor/lite'")
  console.log(`grad, tensor, exp and sum from lite: ${size} B`)
  expect(size).toBeLessThan(8_530)
})

test('bundled for a page, the main entry carries its kernels and lite carries none', () => {
  const files = (entry: string) =>
    bundle(packed.folder, `import { exp } from '@multiview/tensor${entry}'\nconsole.log(exp(1).item())`).files
  const kernels = (entry: string) => files(entry).filter(file => file.includes('/kernels/'))
  expect(kernels('')).toContainEqual(expect.stringContaining('kernels/install.js'))
  expect(kernels('/lite')).toEqual([])
})

/** Ops that cannot be that small, because they or the ops that they call need much code. */
const larger: Record<string, [limit: number, because: string]> = {
  einsum: [8_600, 'calls matmul, and its subscripts need a parser'],
  pow: [6_400, 'its power needs logarithms of twice the precision'],
  logsumexp: [6_700, 'exp, log, sum and their derivatives'],
  cumprod: [6_600, 'its derivative divides, multiplies and sums'],
  logSoftmax: [6_150, 'exp, log, sum and their derivatives'],
  sort: [6_200, 'its derivative gathers and scatters'],
  prod: [6_100, 'its derivative divides, multiplies and sums'],
  logaddexp: [5_800, 'exp, log1p and the sigmoid'],
  dot: [5_800, 'calls matmul'],
  softplus: [5_750, 'exp, log1p and the sigmoid'],
  take: [5_750, 'gathers, and its derivative scatters'],
  matmul: [5_600, 'its plain product has a loop for each dtype'],
  softmax: [5_600, 'exp, sum and their derivatives'],
  gather: [5_550, 'its derivative scatters'],
  scatterAdd: [5_550, 'its derivative gathers'],
  mean: [5_550, 'sum and a quotient'],
  diagonal: [5_450, 'its derivative chooses from an identity matrix'],
  max: [5_350, 'its derivative compares, counts and divides'],
  min: [5_350, 'its derivative compares, counts and divides'],
  sum: [5_400, 'two orders of summation, a cast before it, and the derivative broadcasts'],
  sigmoid: [5_250, 'exp and expm1'],
  stack: [5_250, 'expands and concatenates'],
  expm1: [5_150, 'an exponential of twice the precision'],
  tanh: [5_800, 'a table from exponentials of twice the precision, and a second function'],
  exp: [5_250, 'a function of doubles and one of single floats'],
  tensor: [5_150, 'every input it takes and every input it refuses'],
  log2: [5_800, 'its logarithm has twice the precision'],
  log10: [5_800, 'its logarithm has twice the precision'],
  logSigmoid: [6_000, 'exp, log1p and the sigmoid'],
  silu: [5_500, 'exp and the sigmoid'],
  gelu: [7_000, 'exp, erfc and the sigmoid'],
  elu: [5_900, 'exp and expm1'],
  sin: [6_000, 'takes any angle: 1,200 bits of 2/π; the cosine is its derivative'],
  cos: [6_000, 'takes any angle: 1,200 bits of 2/π; the sine is its derivative'],
  tan: [6_000, 'takes any angle: 1,200 bits of 2/π'],
  exp2: [5_500, 'exponentials of twice the precision'],
  atan: [5_500, 'arctangents of twice the precision'],
  atanh: [5_500, 'logarithms of twice the precision'],
  asin: [5_500, 'square roots and arctangents of twice the precision'],
  acos: [5_500, 'square roots and arctangents of twice the precision'],
  atan2: [6_000, 'arctangents of twice the precision; its derivative needs hypot'],
  sinh: [5_500, 'exponentials of twice the precision; the cosine is its derivative'],
  cosh: [5_500, 'exponentials of twice the precision; the sine is its derivative'],
  asinh: [5_800, 'square roots of twice the precision; its derivative needs hypot'],
  acosh: [5_500, 'square roots of twice the precision'],
  erf: [6_500, 'its tail is erfc, and its derivative exp'],
  erfc: [6_500, 'its centre is erf, and its derivative exp'],
  lgamma: [8_000, 'its logarithm has twice the precision; its derivative is digamma'],
  digamma: [7_500, 'its logarithm has twice the precision; its derivative is polygamma'],
  polygamma: [7_500, 'its order 0 is digamma'],
  cumsum: [5_950, 'joins its initial value, and its derivative slices'],
  variance: [5_700, 'mean, a square and a sum'],
  std: [5_750, 'the root of variance'],
  median: [6_600, 'selects, and its derivative scatters'],
  quantile: [8_300, 'selects or sorts, transposes, gathers and interpolates'],
  average: [5_750, 'products, sums and a quotient'],
  nansum: [5_700, 'sum, and a choice of elements'],
  nanmean: [5_750, 'two sums and a quotient'],
  cov: [6_800, 'mean, matmul and a quotient'],
  corrcoef: [8_100, 'cov, its diagonal and quotients'],
  bincount: [6_000, 'its weights are scattered'],
  diff: [5_450, 'slices, joins and subtracts'],
  roll: [5_250, 'slices and joins'],
  repeat: [6_600, 'gathers where the numbers differ'],
  scatter: [6_150, 'its derivative compares, chooses and gathers'],
  maskedSelect: [5_950, 'finds and gathers'],
  searchsorted: [6_050, 'gathers by its sorter'],
  uniqueValues: [7_000, 'sorts, compares, joins and gathers'],
  conv1d: [7_850, 'as conv2d'],
  conv2d: [7_850, 'the plain product, columns of windows, and the transposes in both operands'],
  maxPool1d: [6_950, 'as maxPool2d'],
  maxPool2d: [6_950, 'windows, and its derivative scatters'],
  averagePool1d: [6_000, 'as averagePool2d'],
  averagePool2d: [6_000, 'windows, and its transpose'],
  unfold: [5_900, 'windows, and its transpose'],
  pad: [6_300, 'its modes take, which gathers and scatters'],
  solve: [8_000, 'LU factorization; its derivative multiplies matrices'],
  triangularSolve: [8_150, 'its derivative multiplies matrices'],
  inv: [7_700, 'LU factorization; its derivative multiplies matrices'],
  pinv: [10_500, 'singular values by divide and conquer'],
  lstsq: [13_400, 'singular values by divide and conquer; its derivative needs pinv'],
  cholesky: [8_950, 'panels and halves; its derivative solves triangular systems'],
  lu: [10_200, 'its derivative solves triangular systems'],
  qr: [10_050, 'its derivative solves triangular systems'],
  eigh: [9_900, 'divide and conquer; its derivative multiplies matrices'],
  eigvalsh: [10_000, 'its derivative needs eigh'],
  svd: [11_000, 'divide and conquer; its derivative multiplies matrices'],
  svdvals: [11_200, 'its derivative needs svd'],
  det: [15_400, 'its derivative at a singular matrix needs svd'],
  slogdet: [8_700, 'LU factorization; its derivative needs inv'],
  matrixRank: [9_600, 'singular values by divide and conquer'],
  matrixNorm: [12_800, 'sums, extremes and singular values'],
  vectorNorm: [8_520, 'sums, extremes and powers'],
  norm: [15_000, 'norms of vectors and of matrices'],
  trace: [6_200, 'a diagonal and a sum'],
  matrixPower: [8_500, 'calls matmul and inv'],
  cross: [6_400, 'takes, multiplies and subtracts'],
  tensordot: [6_200, 'calls matmul'],
  vecdot: [5_600, 'multiplies and sums'],
  diag: [6_200, 'concatenates and chooses'],
}

test('an op imported alone stays under 5 kB, and the few that cannot under their own limits', () => {
  const ops = table.map(op => op.name).filter(name => name in lite)
  expect(ops.length).toBeGreaterThan(60)
  const sizes = sizesOf(
    packed.folder,
    new Map([...ops, 'tensor'].map(name => [name, `export { ${name} } from '@multiview/tensor/lite'`])),
  )
  expect(sizes.size).toBe(ops.length + 1)
  const tooLarge = [...sizes].filter(([name, size]) => size >= (larger[name]?.[0] ?? 5_000))
  expect(tooLarge).toEqual([])
  console.log(`alone, in bytes: ${[...sizes].map(([name, size]) => `${name} ${size}`).join(', ')}`)
})

test('entries beside the main one stay small', () => {
  expect(gzipped("export { exp } from '@multiview/tensor/math'")).toBeLessThan(800)
  const first = 'exp, expm1, log, logaddexp, log1p, normalQuantile, pow, sigmoid, softplus, tanh'
  expect(gzipped(`export { ${first} } from '@multiview/tensor/math'`)).toBeLessThan(4_000)
  const all = gzipped("export * from '@multiview/tensor/math'")
  const angles = gzipped("export { atan2, cos, sin } from '@multiview/tensor/math'")
  console.log(`all of math ${all} B, sin, cos and atan2 ${angles} B`)
  expect(all).toBeLessThan(9_500)
  expect(angles).toBeLessThan(2_500)
  expect(gzipped("export { stream } from '@multiview/tensor/random'")).toBeLessThan(4_000)
})
