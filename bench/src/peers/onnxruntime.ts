/**
 * onnxruntime-web on its WebAssembly backend, with models of one node and pre-transposed inputs.
 */
import type { Peer } from '../peer.ts'
import { sampler } from '../timing.ts'
import { drawn, type FloatArray, isCommon } from '../workload.ts'
import { load, versionOf } from './library.ts'
import { onnxModel } from './onnx-model.ts'

const operators = { add: 'Add', mul: 'Mul', exp: 'Exp', tanh: 'Tanh', sum: 'ReduceSum' }

export const onnxruntime = async (): Promise<Peer> => {
  const ort = await load('onnxruntime-web')
  ort.env.wasm.numThreads = 1
  ort.env.logLevel = 'error'
  return {
    name: 'onnxruntime-web',
    version: versionOf('onnxruntime-web'),
    threads: 1,
    prepare: async work => {
      if (!isCommon(work) || work.kind === 'step-dense') return null
      const { dtype } = work
      const tensor = (data: FloatArray, shape: number[]) => new ort.Tensor(dtype, data, shape)
      const feeds: Record<string, unknown> = {}
      let model: Uint8Array
      if (work.kind === 'gemm') {
        const { m, n, k } = work
        feeds.a = tensor(drawn(dtype, m * k, 1), [m, k])
        feeds.b = tensor(drawn(dtype, k * n, 2), [k, n])
        model = onnxModel(
          'MatMul',
          dtype,
          [
            [m, k],
            [k, n],
          ],
          [m, n],
        )
      } else {
        const { op, length } = work
        const inputs = op === 'add' || op === 'mul' ? [[length], [length]] : [[length]]
        inputs.forEach((shape, i) => {
          feeds['ab'[i]] = tensor(drawn(dtype, length, i + 1), shape)
        })
        model = onnxModel(operators[op], dtype, inputs, op === 'sum' ? [1] : [length])
      }
      const hadWorker = 'Worker' in globalThis
      const session = await ort.InferenceSession.create(model, { executionProviders: ['wasm'] })
      // onnxruntime-web defines a global `Worker`. Other libraries then assume that they may share
      // memory.
      if (!hadWorker) delete (globalThis as { Worker?: unknown }).Worker
      return {
        sample: sampler(() => session.run(feeds)),
        end: () => void session.release(),
      }
    },
  }
}
