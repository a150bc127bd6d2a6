/** Ourselves: the kernels on typed arrays for products and steps, tensors for the elementwise ops. */
import { add, exp, mul, sum, tanh, tensor } from '@multiview/tensor'
import { crossEntropyGradient, denseStep, gemm } from '@multiview/tensor/kernels'
import type { Peer, Task } from '../peer.ts'
import { sampler } from '../timing.ts'
import { drawn, type ElementwiseWork, type GemmWork, type StepWork, stepData } from '../workload.ts'

const product = ({ dtype, layout, m, n, k }: GemmWork): Task => {
  const a = drawn(dtype, m * k, 1)
  const b = drawn(dtype, k * n, 2)
  const [ar, ac] = layout[0] === 'N' ? [k, 1] : [1, m]
  const [br, bc] = layout[1] === 'N' ? [n, 1] : [1, k]
  return {
    sample: sampler(() => {
      const c = dtype === 'float64' ? new Float64Array(m * n) : new Float32Array(m * n)
      gemm(m, n, k, a, 0, ar, ac, b, 0, br, bc, c, 0, n, 1)
      return c
    }),
  }
}

const elementwise = ({ dtype, op, length }: ElementwiseWork): Task => {
  const x = tensor(drawn(dtype, length, 1), { dtype })
  const y = tensor(drawn(dtype, length, 2), { dtype })
  const runs = {
    add: () => add(x, y),
    mul: () => mul(x, y),
    exp: () => exp(x),
    tanh: () => tanh(x),
    sum: () => sum(x),
  }
  return { sample: sampler(runs[op]) }
}

const step = (work: StepWork): Task => {
  const { x, w, labels } = stepData(work)
  return {
    sample: sampler(() => {
      const { gradient } = denseStep(work, work, x, w, crossEntropyGradient(labels, work).step)
      for (let i = 0; i < w.length; i++) w[i] -= 1e-6 * gradient![i]
    }),
  }
}

export const multiview = (version: string): Peer => ({
  name: 'multiview',
  version,
  threads: 1,
  prepare: async work =>
    work.kind === 'gemm' ? product(work) : work.kind === 'elementwise' ? elementwise(work) : step(work),
})
