// Fingerprints of each kernel and each kind of run. Every engine and every way to compute must give
// the same bits.
import { denseDefaults, regimes, type Settings, trainDenseModel, trainLimitModel } from '@multiview/network'
import {
  exp,
  gather,
  logsumexp,
  matmul,
  scatterAdd,
  softmax,
  stream,
  sum,
  type Tensor,
  tanh,
  tensor,
} from '@multiview/tensor'
import { kernelState } from '@multiview/tensor/kernels'
import {
  checkRequest,
  checkSweep,
  claims,
  inlinePool,
  presets,
  type Sweep,
  scheduler,
  sweep,
  verify,
} from '@multiview/theory'

/** FNV-1a over the bits. */
const fingerprint = (...arrays: ArrayBufferView[]): string => {
  let hash = 0x811c9dc5
  for (const x of arrays)
    for (const byte of new Uint8Array(x.buffer, x.byteOffset, x.byteLength))
      hash = Math.imul(hash ^ byte, 0x01000193)
  return (hash >>> 0).toString(16)
}
const random = (name: string, shape: number[], dtype: 'float64' | 'float32'): Tensor =>
  tensor(stream(5, name).fillNormal(new Float64Array(shape.reduce((a, b) => a * b, 1))), { dtype }).reshape(
    shape,
  )

/** Every kernel on sizes that leave tails, and on sizes that fill blocks. */
const kernels = (dtype: 'float64' | 'float32') => {
  const products: Record<string, string> = {}
  for (const [m, k, n] of [
    [1, 7, 3],
    [37, 65, 43],
    [64, 128, 96],
  ]) {
    const a = random('a', [m, k], dtype)
    const b = random('b', [k, n], dtype)
    const at = random('a', [k, m], dtype).transpose()
    const bt = random('b', [n, k], dtype).transpose()
    for (const [name, x, y] of [
      ['NN', a, b],
      ['NT', a, bt],
      ['TN', at, b],
      ['TT', at, bt],
    ] as const)
      products[`${name} ${m} ${k} ${n}`] = fingerprint(matmul(x, y).data)
  }
  const x = random('x', [31, 1003], dtype)
  const index = tensor(
    Array.from({ length: 31 }, (_, i) => Array.from({ length: 500 }, (_, j) => (i * 37 + j * 11) % 1003)),
    { dtype: 'int32' },
  )
  return {
    ...products,
    elementwise: fingerprint(exp(x.mul(0.1)).add(tanh(x)).data),
    reductions: fingerprint(
      sum(x, { axis: 1 }).data,
      sum(x, { axis: 0 }).data,
      logsumexp(x, { axis: 1 }).data,
    ),
    softmax: fingerprint(softmax(x, { axis: 1 }).data),
    byIndex: fingerprint(
      gather(x, index, { axis: 1 }).data,
      scatterAdd(x, index, gather(x, index, { axis: 1 }), { axis: 1 }).data,
    ),
  }
}

const names = { seed: 3, dataset: 'a', initialization: 'b' }

const training = () => {
  const limit = trainLimitModel({ ...regimes.limit, classes: 4, otherFeatureRate: 2, samples: 48 }, names)
  const dense = {
    ...regimes.dense,
    ...denseDefaults,
    classes: 3,
    otherFeatureRate: 1.5,
    samples: 30,
    dimension: 50,
    neurons: 3,
  }
  const inSpace = trainDenseModel({ ...dense, maxSteps: 40 }, names)
  return {
    limit: [limit.steps, limit.loss, fingerprint(limit.featureCorrelation)],
    dense: [inSpace.steps, inSpace.loss, fingerprint(inSpace.weights)],
  }
}

/** Settings so small that all claims of preset quick run in seconds. The verdicts are ignored. */
export const small = {
  classes: 3,
  otherFeatureRate: 0.75,
  samples: 24,
  singleViewFraction: 0.25,
  neurons: 2,
  members: 3,
  initialScale: 0.005,
} as const
const quickClaims = claims.filter(claim => claim.presets.includes('quick'))

/** A small run of preset quick: report.json without its environment. */
const reducedQuick = () =>
  verify(
    checkRequest({ preset: presets.quick, claims: quickClaims, seed: 3, chosen: small, version: '0' }),
    scheduler(inlinePool(), null),
  )

/** The measurements of a sweep over one setting. */
const cellsOf = async (settings: Settings, axis: Sweep['over'][number]): Promise<Sweep['cells']> => {
  const request = { regime: 'limit', settings, over: [axis], seed: 3, models: 2, version: '0' } as const
  return (await sweep(checkSweep(request), scheduler(inlinePool(), null))).cells
}

const reducedSweep = () => cellsOf({ ...regimes.limit, ...small }, { name: 'power', values: [3, 4] })

/** Twenty models of preset quick at full size, and the errors of these and of two ensembles. */
export const fullSize = () =>
  cellsOf({ ...regimes.limit, members: 10 }, { name: 'classes', values: [regimes.limit.classes] })

export const compute = async () => ({
  webAssembly: kernelState().webAssembly,
  results: {
    float64: kernels('float64'),
    float32: kernels('float32'),
    training: training(),
    quick: await reducedQuick(),
    sweep: await reducedSweep(),
  },
})
