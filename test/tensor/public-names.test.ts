/** The values that each entry of @multiview/tensor exports: what is added, renamed or removed shows here. */
import { readFileSync } from 'node:fs'
import * as main from '@multiview/tensor'
import * as assembler from '@multiview/tensor/assembler'
import * as files from '@multiview/tensor/files'
import * as kernelParts from '@multiview/tensor/kernel-parts'
import * as kernels from '@multiview/tensor/kernels'
import * as lite from '@multiview/tensor/lite'
import * as math from '@multiview/tensor/math'
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
      "Tensor TensorError abs acos acosh adam add all any arange argmax argmin argsort",
      "asin asinh atan atan2 atanh bitwiseAnd bitwiseInvert bitwiseOr bitwiseXor",
      "broadcastTo cast cbrt ceil checkGrads cholesky clip concatenate copysign cos",
      "cosh cross cumprod cumsum customVjp det diag diagonal digamma div dot eigh",
      "eigvalsh einsum elementwiseOp elu equal erf erfc exp exp2 expandDims expm1 eye",
      "flip floor floorDivide fromNdarray full gather gelu grad greater greaterEqual",
      "hessian hvp hypot inv isfinite isinf isnan jacobian jvp kron leakyRelu leftShift",
      "less lessEqual lgamma linspace log log10 log1p log2 logSigmoid logSoftmax",
      "logaddexp logicalAnd logicalNot logicalOr logicalXor logsumexp lstsq lu matmul",
      "matrixNorm matrixPower matrixRank matrixTranspose max maximum mean min minimum",
      "mul neg nextafter norm notEqual ones onesLike outer pinv polygamma pow prod qr",
      "reciprocal relu remainder reshape restoreStream rightShift round scatterAdd sgd",
      "sigmoid sign signbit silu sin sinh slice slogdet softmax softplus solve sort",
      "sqrt square squeeze stack stopGradient stream sub sum svd svdvals take tan tanh",
      "tensor tensordot trace transpose triangularSolve tril triu trunc valueAndGrad",
      "vecdot vectorNorm vjp where zeros zerosLike",
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

test('./random', () => {
  expect(namesOf(random)).toMatchInlineSnapshot(`
    [
      "restoreStream stream",
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
      "addScaled addScaledPlain elementwise elementwisePlain gatherSlices gemm",
      "kernelState map mapPlain matrixProduct matrixView reduceRows scatterAddSlices",
      "softmaxRows transposedView useFusedMultiplyAdd withoutWebAssembly",
    ]
  `)
})

test('./kernel-parts', () => {
  expect(namesOf(kernelParts)).toMatchInlineSnapshot(`
    [
      "DEPTH KEEP_PRODUCT ROWS STAGING blendRows bytesOf copyRows engine floatTypeOf",
      "gemmKernels importEngineMemory packLanes panelWidth roundUp",
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
