/**
 * Our library: kernels on typed arrays for products and steps, tensors for elementwise ops and
 * autodiff.
 */

import { crossEntropyGradient, denseLoss, denseStep, openDenseThreads } from '@multiview/network/kernels'
import {
  averagePool2d,
  cholesky,
  conv2d,
  eigh,
  grad,
  inv,
  jit,
  lu,
  maxPool2d,
  qr,
  reshape,
  solve,
  svd,
  type Tensor,
  tensor,
  vjp,
} from '@multiview/tensor'
import { elementwise, limit, product } from '../calls.ts'
import type { Peer, Task } from '../peer.ts'
import { type Compile, compiled, eagerly, multiviewProgram } from '../programs/multiview.ts'
import { networkStep } from '../programs/network.ts'
import { sampler } from '../timing.ts'
import {
  type ConvWork,
  drawn,
  type FloatArray,
  type LinalgWork,
  linalgData,
  type PoolWork,
  type ProgramWork,
  type StepWork,
  stepData,
  type Work,
} from '../workload.ts'

const conv = ({ dtype, pass, samples, channels, out, size }: ConvWork): Task => {
  const shapes = [
    [samples, channels, size, size],
    [out, channels, 3, 3],
    [samples, out, size, size],
  ]
  const [x, w, g] = shapes.map((shape, i) => {
    const length = shape.reduce((a, b) => a * b, 1)
    return tensor(drawn(dtype, length, i + 1), { dtype }).reshape(shape) as Tensor
  })
  const layer = (x: Tensor, w: Tensor): Tensor => conv2d(x, w, { padding: 'same' })
  if (pass === 'forward') return { sample: sampler(() => layer(x, w)) }
  const [, pullback] = pass === 'input' ? vjp(y => layer(y, w), [x]) : vjp(v => layer(x, v), [w])
  return { sample: sampler(() => pullback(g)) }
}

const pool = ({ dtype, op, samples, channels, size, window, stride, padding }: PoolWork): Task => {
  const numbers = drawn(dtype, samples * channels * size * size, 1)
  const x = tensor(numbers, { dtype }).reshape([samples, channels, size, size]) as Tensor
  const over = op === 'max' ? maxPool2d : averagePool2d
  return { sample: sampler(() => over(x, window, { stride, padding })) }
}

const linalg = (work: LinalgWork): Task => {
  const { a, b } = linalgData(work)
  const x = reshape(tensor(a), [work.size, work.size])
  const y = tensor(b)
  const runs = {
    solve: () => solve(x, y),
    inv: () => inv(x),
    cholesky: () => cholesky(x),
    lu: () => lu(x),
    qr: () => qr(x),
    eigh: () => eigh(x),
    svd: () => svd(x),
  }
  return { sample: sampler(runs[work.op]) }
}

const step = (work: StepWork, take: typeof denseStep = denseStep, place = (x: FloatArray) => x): Task => {
  const { x: drawn, w, labels } = stepData(work)
  const x = place(drawn)
  return {
    sample: sampler(() => {
      const { gradient } = take(work, work, x, w, crossEntropyGradient(labels, work).step)
      for (let i = 0; i < w.length; i++) w[i] -= 1e-6 * gradient![i]
    }),
  }
}

/** The same step by autodiff on tensors: the fused loss as one op, then w ← w − η·gradient. */
const autodiffStep = (work: StepWork): Task => {
  const { x, w, labels } = stepData(work)
  const gradient = grad(denseLoss(work, work, x, labels))
  let weights = tensor(w, { dtype: work.dtype }) as Tensor
  return {
    sample: sampler(() => {
      weights = weights.sub(gradient(weights).mul(1e-6)) as Tensor
    }),
  }
}

const program = (work: ProgramWork, compile: Compile): Task => {
  const { run, check } = multiviewProgram(work, compile)
  return { sample: sampler(run), check }
}

const task = (work: Work): Task | null => {
  if (work.kind === 'gemm') return { sample: sampler(product(work)) }
  if (work.kind === 'conv') return conv(work)
  if (work.kind === 'pool') return pool(work)
  if (work.kind === 'elementwise') return { sample: sampler(elementwise(work)) }
  if (work.kind === 'linalg') return linalg(work)
  if (work.kind === 'step-dense') return step(work)
  if (work.kind === 'program') return program(work, eagerly)
  if (work.kind === 'own') return null
  return { sample: sampler(limit(work)) }
}

export const multiview = (version: string): Peer => ({
  name: 'multiview',
  version,
  threads: 1,
  prepare: async work => task(work),
})

/** A program, an elementwise op or the dense network in ops, compiled. */
const compiledTask = (work: Work, compile: Compile): Task | null => {
  if (work.kind === 'step-dense') return { sample: sampler(networkStep(work, compile).run) }
  if (work.kind === 'program') return program(work, compile)
  return work.kind === 'elementwise' ? { sample: sampler(elementwise(work, compile)) } : null
}

/** Our library with `jit`. */
export const multiviewJit = (version: string): Peer => ({
  name: 'multiview-jit',
  version,
  threads: 1,
  prepare: async work => compiledTask(work, compiled),
})

/** Our library with autodiff and the fused op, for training. */
export const multiviewAutodiff = (version: string): Peer => ({
  name: 'multiview-autodiff',
  version,
  threads: 1,
  prepare: async work => (work.kind === 'step-dense' ? autodiffStep(work) : null),
})

/** The patches do not change between steps, so they are copied to shared memory once. */
const inSharedMemory = (x: FloatArray): FloatArray => {
  const buffer = new SharedArrayBuffer(x.byteLength)
  const shared = x instanceof Float64Array ? new Float64Array(buffer) : new Float32Array(buffer)
  shared.set(x)
  return shared
}

/** Products, dense steps and compiled programs on all cores. */
export const multiviewThreads = async (version: string, cores: number): Promise<Peer | null> => {
  if (cores < 2) return null
  const threads = await openDenseThreads(cores)
  return {
    name: 'multiview-threads',
    version,
    threads: threads.count,
    prepare: async work => {
      if (work.kind === 'gemm') return { sample: sampler(product(work, threads.gemm)) }
      if (work.kind === 'step-dense') return step(work, threads.denseStep, inSharedMemory)
      return compiledTask(work, f => jit(f, { threads, reuseResults: true }))
    },
    end: () => void threads.close(),
  }
}
