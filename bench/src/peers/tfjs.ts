/** TensorFlow.js on its WebAssembly or plain backend: float32 only. */
import { register } from 'node:module'
import type { Peer, Task } from '../peer.ts'
import { tfjsProgram } from '../programs/tfjs.ts'
import { sampler } from '../timing.ts'
import {
  type CommonWork,
  type ConvWork,
  drawn,
  type ElementwiseWork,
  type GemmWork,
  isCommon,
  type PoolWork,
  type ProgramWork,
  type StepWork,
  stepData,
} from '../workload.ts'
import { fileOf, type Library, load, versionOf } from './library.ts'

const product = (tf: Library, { m, n, k }: GemmWork): Task => {
  // Pre-transposed: its kernel is many times slower when asked to transpose.
  const a = tf.tensor2d(drawn('float32', m * k, 1), [m, k])
  const b = tf.tensor2d(drawn('float32', k * n, 2), [k, n])
  return {
    sample: sampler(() => tf.matMul(a, b).dispose()),
    end: () => tf.dispose([a, b]),
  }
}

/** Channels come last. The gradient of the weights is not measured. */
const conv = (tf: Library, { pass, samples, channels, out, size }: ConvWork): Task | null => {
  if (pass === 'kernel') return null
  const w = tf.tensor4d(drawn('float32', 9 * channels * out, 2), [3, 3, channels, out])
  const planes = (depth: number, seed: number) =>
    tf.tensor4d(drawn('float32', samples * size * size * depth, seed), [samples, size, size, depth])
  const x = pass === 'forward' ? planes(channels, 1) : planes(out, 3)
  const shape = [samples, size, size, channels]
  return {
    sample: sampler(() =>
      (pass === 'forward'
        ? tf.conv2d(x, w, 1, 'same')
        : tf.conv2dTranspose(x, w, shape, 1, 'same')
      ).dispose(),
    ),
    end: () => tf.dispose([x, w]),
  }
}

/** Channels come last. Its averages leave padding out. */
const pool = (tf: Library, { op, samples, channels, size, window, stride, padding }: PoolWork): Task => {
  const x = tf.tensor4d(drawn('float32', samples * channels * size * size, 1), [
    samples,
    size,
    size,
    channels,
  ])
  const over = op === 'max' ? tf.maxPool : tf.avgPool
  return { sample: sampler(() => over(x, window, stride, padding).dispose()), end: () => x.dispose() }
}

const elementwise = (tf: Library, { op, length }: ElementwiseWork): Task => {
  const x = tf.tensor1d(drawn('float32', length, 1))
  const y = tf.tensor1d(drawn('float32', length, 2))
  const runs = {
    add: () => tf.add(x, y),
    mul: () => tf.mul(x, y),
    exp: () => tf.exp(x),
    tanh: () => tf.tanh(x),
    sum: () => tf.sum(x),
  }
  return { sample: sampler(() => runs[op]().dispose()), end: () => tf.dispose([x, y]) }
}

/** The gradient is written by hand, which is ten times faster than its autodiff. */
const step = (tf: Library, work: StepWork): Task => {
  const { samples, patches, dimension, classes, neurons, power, threshold } = work
  const { x, w, labels } = stepData(work)
  const all = classes * neurons
  const rows = samples * patches
  const flat = tf.tensor2d(x, [rows, dimension])
  const transposed = tf.transpose(flat)
  const oneHot = tf.cast(tf.oneHot(tf.tensor1d(labels, 'int32'), classes), 'float32')
  let weights = tf.transpose(tf.tensor2d(w, [all, dimension]))
  const once = () => {
    const next = tf.tidy(() => {
      const z = tf.matMul(flat, weights)
      const clipped = tf.clipByValue(z, 0, threshold)
      const unit = tf.div(clipped, threshold)
      let slope = unit
      for (let e = 2; e < power; e++) slope = tf.mul(slope, unit)
      const value = tf.add(tf.div(tf.mul(clipped, slope), power), tf.relu(tf.sub(z, threshold)))
      const outputs = tf.sum(tf.sum(tf.reshape(value, [samples, patches, classes, neurons]), 3), 1)
      const outputGradient = tf.div(tf.sub(tf.softmax(outputs), oneHot), samples)
      const spread = tf.reshape(outputGradient, [samples, 1, classes, 1])
      const factors = tf.mul(tf.reshape(slope, [samples, patches, classes, neurons]), spread)
      const gradient = tf.matMul(transposed, tf.reshape(factors, [rows, all]))
      return tf.sub(weights, tf.mul(gradient, 1e-6))
    })
    weights.dispose()
    weights = next
    weights.dataSync()
  }
  return { sample: sampler(once), end: () => tf.dispose([flat, transposed, oneHot, weights]) }
}

/** Resolves the imports of its modules, which omit file extensions. */
const withEnds = `export const resolve = (name, context, next) => next(
  /^[.][^]*[/][^.]*$/.test(name) && context.parentURL?.includes('tfjs-core') ? name + '.js' : name, context)`

/**
 * Loads the derivatives, which its bundle for Node lacks. They go to a registry that all copies of
 * tfjs share.
 */
const registerGradients = async (): Promise<void> => {
  register(`data:text/javascript,${encodeURIComponent(withEnds)}`)
  try {
    await load('@tensorflow/tfjs-core/dist/register_all_gradients')
  } catch {
    // An old Node cannot load them. The library then reports for each program that it lacks a
    // gradient.
  }
}

export const tfjs = async (backend: 'wasm' | 'cpu'): Promise<Peer> => {
  const tf = await load('@tensorflow/tfjs-core')
  await registerGradients()
  const { setWasmPaths } = await load('@tensorflow/tfjs-backend-wasm')
  await load('@tensorflow/tfjs-backend-cpu')
  setWasmPaths(`${fileOf('@tensorflow/tfjs-backend-wasm/dist')}/`)
  tf.enableProdMode()
  const task = (work: CommonWork | ConvWork | PoolWork | ProgramWork): Task | null =>
    work.kind === 'program'
      ? tfjsProgram(tf, work)
      : work.kind === 'gemm'
        ? product(tf, work)
        : work.kind === 'conv'
          ? conv(tf, work)
          : work.kind === 'pool'
            ? pool(tf, work)
            : work.kind === 'elementwise'
              ? elementwise(tf, work)
              : step(tf, work)
  return {
    name: `tfjs-${backend}`,
    version: versionOf('@tensorflow/tfjs-core'),
    threads: 1,
    prepare: async work => {
      const known = isCommon(work) || work.kind === 'conv' || work.kind === 'pool' || work.kind === 'program'
      if (!known || work.dtype === 'float64') return null
      await tf.setBackend(backend)
      await tf.ready()
      const made = task(work)
      if (made === null) return null
      const { sample, check, end } = made
      return {
        ...(check && { check }),
        sample: async atLeastMs => {
          await tf.setBackend(backend)
          return sample(atLeastMs)
        },
        end: () => {
          tf.setBackend(backend)
          end?.()
        },
      }
    },
  }
}
