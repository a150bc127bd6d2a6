/** jax-js on its WebAssembly backend. It runs eagerly; programs also run by its jit. */
import type { Peer, Task } from '../peer.ts'
import { jaxJsProgram } from '../programs/jax-js.ts'
import { sampler } from '../timing.ts'
import {
  type CommonWork,
  drawn,
  type ElementwiseWork,
  type GemmWork,
  isCommon,
  type LinalgWork,
  linalgData,
  type StepWork,
  stepData,
} from '../workload.ts'
import { type Library, load, versionOf } from './library.ts'

const done = async (jax: Library, result: Library): Promise<void> => {
  await jax.blockUntilReady(result)
  result.dispose()
}

const product = (jax: Library, { dtype, m, n, k }: GemmWork): Task => {
  const np = jax.numpy
  const a = np.array(drawn(dtype, m * k, 1), { dtype }).reshape([m, k])
  const b = np.array(drawn(dtype, k * n, 2), { dtype }).reshape([k, n])
  return {
    sample: sampler(() => done(jax, np.matmul(a.ref, b.ref))),
    end: () => {
      a.dispose()
      b.dispose()
    },
  }
}

const linalg = (jax: Library, work: LinalgWork): Task => {
  const np = jax.numpy
  const { a: data, b: right } = linalgData(work)
  const { dtype, size } = work
  const a = np.array(data, { dtype }).reshape([size, size])
  const b = np.array(right, { dtype })
  const runs: Partial<Record<LinalgWork['op'], () => Library>> = {
    solve: () => np.linalg.solve(a.ref, b.ref),
    inv: () => np.linalg.inv(a.ref),
    cholesky: () => np.linalg.cholesky(a.ref),
    lu: () => jax.lax.linalg.lu(a.ref),
    eigh: () => np.linalg.eigh(a.ref),
    svd: () => np.linalg.svd(a.ref),
  }
  const run = runs[work.op]
  if (!run) throw new Error(`it has no ${work.op}`)
  return {
    sample: sampler(async () => {
      const result = run()
      for (const each of 'shape' in result ? [result] : Object.values(result)) await done(jax, each)
    }),
    end: () => {
      a.dispose()
      b.dispose()
    },
  }
}

const elementwise = (jax: Library, { dtype, op, length }: ElementwiseWork): Task => {
  const np = jax.numpy
  const x = np.array(drawn(dtype, length, 1), { dtype })
  const y = np.array(drawn(dtype, length, 2), { dtype })
  const runs = {
    add: () => np.add(x.ref, y.ref),
    mul: () => np.multiply(x.ref, y.ref),
    exp: () => np.exp(x.ref),
    tanh: () => np.tanh(x.ref),
    sum: () => np.sum(x.ref),
  }
  return {
    sample: sampler(() => done(jax, runs[op]())),
    end: () => {
      x.dispose()
      y.dispose()
    },
  }
}

/**
 * The gradient is written by hand, as for the other peers. Every use of an array except the last
 * takes a reference.
 */
const step = (jax: Library, work: StepWork): Task => {
  const { dtype, samples, patches, dimension, classes, neurons, power, threshold } = work
  const np = jax.numpy
  const { x, w, labels } = stepData(work)
  const all = classes * neurons
  const rows = samples * patches
  const flat = np.array(x, { dtype }).reshape([rows, dimension])
  const hot = Float64Array.from({ length: samples * classes }, (_, i) =>
    Number(labels[Math.floor(i / classes)] === i % classes),
  )
  const oneHot = np
    .array(dtype === 'float32' ? Float32Array.from(hot) : hot, { dtype })
    .reshape([samples, classes])
  let weights = np.array(w, { dtype }).reshape([all, dimension])
  const once = async () => {
    const z = np.matmul(flat.ref, weights.ref.transpose())
    const clipped = np.clip(z.ref, 0, threshold)
    const unit = clipped.ref.mul(1 / threshold)
    let slope = unit.ref
    for (let e = 2; e < power; e++) slope = slope.mul(unit.ref)
    unit.dispose()
    const value = clipped
      .mul(slope.ref)
      .mul(1 / power)
      .add(np.maximum(z.sub(threshold), 0))
    const outputs = np.sum(value.reshape([samples, patches, classes, neurons]), [1, 3])
    const outputGradient = jax.nn
      .softmax(outputs)
      .sub(oneHot.ref)
      .mul(1 / samples)
    const factors = slope
      .reshape([samples, patches, classes, neurons])
      .mul(outputGradient.reshape([samples, 1, classes, 1]))
      .reshape([rows, all])
    const gradient = np.matmul(factors.transpose(), flat.ref)
    weights = weights.sub(gradient.mul(1e-6))
    await jax.blockUntilReady(weights)
  }
  return {
    sample: sampler(once),
    end: () => {
      for (const array of [flat, oneHot, weights]) array.dispose()
    },
  }
}

export const jaxJs = async (): Promise<Peer> => {
  const jax = await loaded()
  const task = (work: CommonWork): Task =>
    work.kind === 'gemm'
      ? product(jax, work)
      : work.kind === 'elementwise'
        ? elementwise(jax, work)
        : step(jax, work)
  return {
    name: 'jax-js',
    version: versionOf('@jax-js/jax'),
    threads: 1,
    prepare: async work => {
      if (work.kind === 'program') return jaxJsProgram(jax, work, false)
      return work.kind === 'linalg' ? linalg(jax, work) : isCommon(work) ? task(work) : null
    },
  }
}

export const jaxJsJit = async (): Promise<Peer> => {
  const jax = await loaded()
  return {
    name: 'jax-js-jit',
    version: versionOf('@jax-js/jax'),
    threads: 1,
    prepare: async work => (work.kind === 'program' ? jaxJsProgram(jax, work, true) : null),
  }
}

const loaded = async (): Promise<Library> => {
  // jax-js looks for a GPU in `navigator` and compares arrays with `Float16Array`. Node 20 lacks
  // both names.
  const scope = globalThis as { navigator?: object; Float16Array?: unknown }
  if (scope.navigator === undefined) scope.navigator = {}
  if (scope.Float16Array === undefined) scope.Float16Array = class {}
  const jax = await load('@jax-js/jax')
  await jax.init('wasm')
  jax.defaultDevice('wasm')
  return jax
}
