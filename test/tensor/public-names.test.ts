/**
 * The exports of each entry of @multiview/tensor. Every added, renamed or removed name changes
 * these lists.
 */
import { readFileSync } from 'node:fs'
import * as main from '@multiview/tensor'
import * as arrayApi from '@multiview/tensor/array-api'
import * as assembler from '@multiview/tensor/assembler'
import * as files from '@multiview/tensor/files'
import * as kernelParts from '@multiview/tensor/kernel-parts'
import * as kernels from '@multiview/tensor/kernels'
import * as lite from '@multiview/tensor/lite'
import * as math from '@multiview/tensor/math'
import * as methods from '@multiview/tensor/methods'
import * as ndarray from '@multiview/tensor/ndarray'
import * as random from '@multiview/tensor/random'
import * as table from '@multiview/tensor/table'
import * as threads from '@multiview/tensor/threads'
import { expect, test } from 'vitest'

const namesOf = (entry: object): string[] => {
  const lines = ['']
  for (const name of Object.keys(entry).sort()) {
    const line = `${lines.at(-1)} ${name}`.trim()
    if (line.length > 80) lines.push(name)
    else lines[lines.length - 1] = line
  }
  return lines
}

test('./lite has the names of the main entry', () => {
  expect(namesOf(lite)).toEqual(namesOf(main))
})

test('.', () => {
  expect(namesOf(main)).toMatchInlineSnapshot(`
    [
      "Tensor TensorError abs acos acosh adam adamW add addDecayedWeights all allClose",
      "any applyUpdates arange argmax argmin argsort asin asinh associativeScan at atan",
      "atan2 atanh average averagePool1d averagePool2d batchNorm bernoulli beta",
      "bincount binomial bitwiseAnd bitwiseInvert bitwiseOr bitwiseXor broadcastArrays",
      "broadcastTo cast categorical cbrt ceil chain checkGrads checkpoint choice",
      "cholesky clip clipByGlobalNorm clipByNorm concatenate cond constantSchedule",
      "conv1d conv2d copysign corrcoef cos cosh cosineDecay countNonzero cov cross",
      "crossEntropy cumprod cumsum customVjp det diag diagonal diff digamma div dot",
      "dropout eigh eigvalsh einsum elementwiseOp elu embedding equal erf erfc exp exp2",
      "expandDims expm1 exponential exponentialDecay eye fft fftfreq fftn fftshift",
      "flatnonzero flip floor floorDivide foldIn foriLoop fromNdarray full fullLike",
      "gamma gather gelu globalNorm glorotNormal glorotUniform grad greater",
      "greaterEqual heNormal heUniform hessian hfft histogram hvp hypot ifft ifftn",
      "ifftshift ihfft integers inv irfft irfftn isClose isfinite isin isinf isnan",
      "jacfwd jacobian jacrev jit jvp key kron layerNorm leakyRelu lecunNormal",
      "lecunUniform leftShift less lessEqual lgamma linspace log log10 log1p log2",
      "logSigmoid logSoftmax logaddexp logicalAnd logicalNot logicalOr logicalXor",
      "logsumexp lstsq lu maskedSelect matmul matrixNorm matrixPower matrixRank",
      "matrixTranspose max maxPool1d maxPool2d maximum mean median meshgrid min",
      "minimize minimum momentum moveaxis mul multivariateNormal nanmean nansum neg",
      "nextafter nonzero norm normal notEqual oneHot ones onesLike optimizer outer pad",
      "permutation piecewiseConstant pinv poisson polygamma pow prod qr quantile",
      "reciprocal relu remainder repeat reshape restoreStream rfft rfftfreq rfftn",
      "rightShift rmsNorm rmsprop roll round scale scaleByAdam scaleByLearningRate",
      "scaleByRms scaleBySchedule scan scatter scatterAdd searchsorted sgd sigmoid sign",
      "signbit silu sin sinh slice slogdet softmax softplus solve sort split splitKey",
      "sqrt square squeeze stack std stopGradient stream sub sum svd svdvals swapaxes",
      "take tan tanh tensor tensordot tile topK trace transpose treeFlatten treeLeaves",
      "treeMap treeUnflatten triangularSolve tril triu trunc truncatedNormal unfold",
      "uniform uniqueAll uniqueCounts uniqueInverse uniqueValues unstack valueAndGrad",
      "variance vecdot vectorNorm vjp vmap warmup where whileLoop zeros zerosLike",
    ]
  `)
})

test('./array-api', () => {
  expect(namesOf(arrayApi)).toMatchInlineSnapshot(`
    [
      "__array_api_version__ __array_namespace_info__ abs acos acosh add all any arange",
      "argmax argmin argsort asarray asin asinh astype atan atan2 atanh bitwise_and",
      "bitwise_invert bitwise_left_shift bitwise_or bitwise_right_shift bitwise_xor",
      "bool broadcast_arrays broadcast_shapes broadcast_to can_cast ceil clip concat",
      "conj copysign cos cosh count_nonzero cumulative_prod cumulative_sum diff divide",
      "e empty empty_like equal exp expand_dims expm1 eye fft finfo flip float32",
      "float64 floor floor_divide full full_like greater greater_equal hypot iinfo imag",
      "inf int32 isdtype isfinite isin isinf isnan less less_equal linalg linspace log",
      "log10 log1p log2 logaddexp logical_and logical_not logical_or logical_xor matmul",
      "matrix_transpose max maximum mean meshgrid min minimum moveaxis multiply nan",
      "negative newaxis nextafter nonzero not_equal ones ones_like permute_dims pi",
      "positive pow prod real reciprocal remainder repeat reshape result_type roll",
      "round searchsorted sign signbit sin sinh sort sqrt square squeeze stack std",
      "subtract sum take take_along_axis tan tanh tensordot tile tril triu trunc",
      "unique_all unique_counts unique_inverse unique_values unstack var vecdot where",
      "zeros zeros_like",
    ]
  `)
})

test('./array-api linalg', () => {
  expect(namesOf(arrayApi.linalg)).toMatchInlineSnapshot(`
    [
      "cholesky cross det diagonal eigh eigvalsh inv matmul matrix_norm matrix_power",
      "matrix_rank matrix_transpose outer pinv qr slogdet solve svd svdvals tensordot",
      "trace vecdot vector_norm",
    ]
  `)
})

test('./array-api fft', () => {
  expect(namesOf(arrayApi.fft)).toMatchInlineSnapshot(`
    [
      "fft fftfreq fftn fftshift hfft ifft ifftn ifftshift ihfft irfft irfftn rfft",
      "rfftfreq rfftn",
    ]
  `)
})

test('./files', () => {
  expect(namesOf(files)).toMatchInlineSnapshot(`
    [
      "readNpy readNpz readSafetensors writeNpy writeNpz writeSafetensors",
    ]
  `)
})

test('./methods', () => {
  expect(namesOf(methods)).toMatchInlineSnapshot(`
    [
      "Tensor",
    ]
  `)
  const own = Object.fromEntries(Object.getOwnPropertyNames(methods.Tensor.prototype).map(name => [name, 0]))
  expect(namesOf(own)).toMatchInlineSnapshot(`
    [
      "abs acos acosh add all allClose any argmax argmin argsort asin asinh at atan",
      "atan2 atanh average averagePool1d averagePool2d bincount bitwiseAnd",
      "bitwiseInvert bitwiseOr bitwiseXor broadcastTo cast cbrt ceil clip constructor",
      "conv1d conv2d copysign corrcoef cos cosh countNonzero cov cumprod cumsum",
      "diagonal diff digamma div dot elu equal erf erfc exp exp2 expandDims expm1",
      "flatnonzero flip floor floorDivide gather gelu get greater greaterEqual",
      "histogram hypot isClose isfinite isin isinf isnan item leakyRelu leftShift less",
      "lessEqual lgamma log log10 log1p log2 logSigmoid logSoftmax logaddexp logicalAnd",
      "logicalNot logicalOr logicalXor logsumexp maskedSelect matmul max maxPool1d",
      "maxPool2d maximum mean median min minimum moveaxis mul nanmean nansum ndim neg",
      "nextafter nonzero notEqual outer pad pow prod quantile reciprocal relu remainder",
      "repeat reshape rightShift roll round scatter scatterAdd searchsorted sigmoid",
      "sign signbit silu sin sinh size slice softmax softplus sort split sqrt square",
      "squeeze std sub sum swapaxes take tan tanh tile toArray toJSON toString topK",
      "tracing transpose trunc unfold uniqueAll uniqueCounts uniqueInverse uniqueValues",
      "unstack values variance where",
    ]
  `)
})

test('./random', () => {
  expect(namesOf(random)).toMatchInlineSnapshot(`
    [
      "bernoulli beta binomial categorical choice exponential foldIn gamma integers key",
      "multivariateNormal normal permutation poisson restoreStream splitKey stream",
      "truncatedNormal uniform",
    ]
  `)
})

test('./math', () => {
  expect(namesOf(math)).toMatchInlineSnapshot(`
    [
      "acos acosh asin asinh atan atan2 atanh cbrt cos cosh digamma erf erfc exp exp2",
      "expm1 gelu hypot lgamma log log10 log1p log2 logaddexp nextafter nextafter32",
      "normalQuantile normalQuantileFromCentre polygamma pow sigmoid silu sin sinh",
      "softplus tan tanh",
    ]
  `)
})

test('./assembler', () => {
  expect(namesOf(assembler)).toMatchInlineSnapshot(`
    [
      "advance assemble block branch branchIf count f32 f32x4 f64 f64x2 i32 i32x4 i64x2",
      "loop memoryCopy repeat returned v128 when whilst",
    ]
  `)
})

test('./ndarray', () => {
  expect(namesOf(ndarray)).toMatchInlineSnapshot(`
    [
      "toNdarray",
    ]
  `)
})

test('./table', () => {
  expect(namesOf(table)).toMatchInlineSnapshot(`
    [
      "table",
    ]
  `)
})

test('./kernels', () => {
  expect(namesOf(kernels)).toMatchInlineSnapshot(`
    [
      "elementwise gatherSlices gemm kernelState map matrixProduct matrixView",
      "reduceRows scatterAddSlices softmaxRows transposedView useFusedMultiplyAdd",
      "withoutWebAssembly",
    ]
  `)
})

test('./kernel-parts', () => {
  expect(namesOf(kernelParts)).toMatchInlineSnapshot(`
    [
      "DEPTH KEEP_PRODUCT ROWS STAGING TABLE_BYTES blendRows bytesOf copyRows engine",
      "exponential floatTypeOf gemmKernels importEngineMemory packLanes panelWidth",
      "placeTables roundUp",
    ]
  `)
})

test('./threads', () => {
  expect(namesOf(threads)).toMatchInlineSnapshot(`
    [
      "Scratch beside openThreads serveThreads sleep",
    ]
  `)
})

test('every entry is pinned', () => {
  const manifest = new URL('../../packages/tensor/package.json', import.meta.url)
  const { exports } = JSON.parse(readFileSync(manifest, 'utf8'))
  const entries = Object.keys(exports).filter(entry => !entry.endsWith('.json'))
  const here = readFileSync(new URL(import.meta.url), 'utf8')
  expect(entries.filter(entry => !here.includes(`from '@multiview/tensor${entry.slice(1)}'`))).toEqual([])
})
