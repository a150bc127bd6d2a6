/** Calls of our kernels and ops, as the bench and the lab measure them. */
import { crossEntropyGradient, limitStep } from '@multiview/network/kernels'
import { add, exp, mul, sum, type Tensor, tanh, tensor } from '@multiview/tensor'
import { type Gemm, gemm, matrixView, transposedView } from '@multiview/tensor/kernels'
import type { Compile } from './programs/multiview.ts'
import { drawn, type ElementwiseWork, type GemmWork, type LimitStepWork, limitData } from './workload.ts'

/** C = AB, each call into a new C. */
export const product = ({ dtype, layout, m, n, k }: GemmWork, multiply: Gemm = gemm): (() => unknown) => {
  const drawnA = drawn(dtype, m * k, 1)
  const drawnB = drawn(dtype, k * n, 2)
  const a = layout[0] === 'N' ? matrixView(drawnA, m, k) : transposedView(matrixView(drawnA, k, m))
  const b = layout[1] === 'N' ? matrixView(drawnB, k, n) : transposedView(matrixView(drawnB, n, k))
  return () => {
    const c = dtype === 'float64' ? new Float64Array(m * n) : new Float32Array(m * n)
    multiply(a, b, matrixView(c, m, n))
    return c
  }
}

/** An op, compiled with `compile` if it is given. */
export const elementwise = (
  { dtype, op, length }: ElementwiseWork,
  compile: Compile = f => f,
): (() => unknown) => {
  const x = tensor(drawn(dtype, length, 1), { dtype })
  const y = tensor(drawn(dtype, length, 2), { dtype })
  const ops = {
    add: (x: Tensor, y: Tensor) => add(x, y),
    mul: (x: Tensor, y: Tensor) => mul(x, y),
    exp: (x: Tensor) => exp(x),
    tanh: (x: Tensor) => tanh(x),
    sum: (x: Tensor) => sum(x),
  }
  const run = compile(ops[op])
  return () => run(x, y)
}

/**
 * A step of the limit model. Between the passes the gradient of the softmax is computed on plain
 * numbers, as the objectives do.
 */
export const limit = (work: LimitStepWork): (() => unknown) => {
  const { samples, patches, classes } = work
  const { labels, ...data } = limitData(work)
  const firstPatch = Int32Array.from({ length: samples + 1 }, (_, n) => n * patches)
  const step = limitStep({ ...work, views: 2, ...data, firstPatch }, work.dtype)
  const { a, b, outputs, outputGradient } = step.arrays
  a.set(drawn(work.dtype, a.length, 1, 0.3))
  b.set(drawn(work.dtype, b.length, 2, 0.1))
  const objective = crossEntropyGradient(labels, work)
  step.forward()
  return () => {
    objective.step(outputs, outputGradient, 0, samples)
    step.backward()
    step.advanceAndForward(1e-6)
    return outputs[classes - 1]
  }
}
