/** A training step of the dense network as a user writes it: ten lines of ops, and its gradient. */
import {
  less,
  logsumexp,
  matmul,
  oneHot,
  relu,
  reshape,
  sum,
  type Tensor,
  tensor,
  transpose,
  valueAndGrad,
  where,
} from '@multiview/tensor'
import { type FloatArray, type StepWork, stepData } from '../workload.ts'
import type { Compile } from './multiview.ts'

/** The activation is the one of `smoothedReluOp`; the power is a whole number. */
export const networkStep = (work: StepWork, compile: Compile): { run(): Tensor; gradient(): Tensor } => {
  const { dtype, samples, patches, dimension, classes, neurons, power, threshold } = work
  const data = stepData(work)
  const matrix = (x: FloatArray, ...shape: number[]) => reshape(tensor(x, { dtype }) as Tensor, shape)
  const patch = matrix(data.x, samples * patches, dimension)
  const target = oneHot(tensor(Int32Array.from(data.labels)), classes, { dtype }) as Tensor
  const loss = (w: Tensor): Tensor => {
    const z = relu(matmul(patch, transpose(w)))
    let raised = z
    for (let q = 1; q < power; q++) raised = raised.mul(z)
    const small = raised.mul(1 / (power * threshold ** (power - 1)))
    const values = where(less(z, threshold), small, z.sub((1 - 1 / power) * threshold))
    const ofPatch = sum(reshape(values, [samples * patches, classes, neurons]), { axis: 2 })
    const outputs = sum(reshape(ofPatch, [samples, patches, classes]), { axis: 1 }) as Tensor
    return sum(logsumexp(outputs, { axis: 1 }).sub(sum(outputs.mul(target), { axis: 1 }))).div(
      samples,
    ) as Tensor
  }
  const step = compile((w: Tensor): [value: Tensor, gradient: Tensor, next: Tensor] => {
    const [value, gradient] = valueAndGrad(loss)(w) as [Tensor, Tensor]
    return [value, gradient, w.sub(gradient.mul(1e-6)) as Tensor]
  })
  let w = matrix(data.w, classes * neurons, dimension)
  return {
    run: () => {
      const [value, , next] = step(w)
      w = next
      return value
    },
    gradient: () => step(w)[1],
  }
}
