/** Training with a compiled step in one synchronous loop, as long as a user's. */
import { jit, matmul, relu, stream, sum, type Tensor, tensor, valueAndGrad } from '@multiview/tensor'
import { kernelState } from '@multiview/tensor/kernels'
import { expect, test } from 'vitest'
import { long } from './effort.ts'

/** A tenth of the steps comes first, so that engine and collector settle. */
const STEPS = long ? 100_000 : 5000
const [SAMPLES, INPUTS, HIDDEN] = [8, 64, 128]

const drawn = (name: string, ...shape: number[]): Tensor => {
  const random = stream(1, name)
  const size = shape.reduce((n, m) => n * m, 1)
  return tensor(Float64Array.from({ length: size }, () => random.normal() / 8)).reshape(shape) as Tensor
}

test(`${STEPS} compiled steps in a synchronous loop keep memory flat`, { timeout: 300_000 }, () => {
  const [input, target] = [drawn('input', SAMPLES, INPUTS), drawn('target', SAMPLES, 1)]
  const loss = ({ w, v }: { w: Tensor; v: Tensor }): Tensor => {
    const error = matmul(relu(matmul(input, w)), v).sub(target)
    return sum(error.mul(error)) as Tensor
  }
  const step = jit((p: { w: Tensor; v: Tensor }): { value: Tensor; w: Tensor; v: Tensor } => {
    const [value, gradient] = valueAndGrad(loss)(p)
    const [w, v] = [p.w.sub(gradient.w.mul(0.01)), p.v.sub(gradient.v.mul(0.01))] as Tensor[]
    return { value, w, v }
  })
  let p = { w: drawn('w', INPUTS, HIDDEN), v: drawn('v', HIDDEN, 1) }
  const first = step(p).value.item() as number
  let value = first
  const run = (steps: number): number => {
    for (let i = 0; i < steps; i++) {
      const next = step(p)
      value = next.value.item() as number
      p = { w: next.w, v: next.v }
    }
    return process.memoryUsage().rss
  }
  const before = run(STEPS / 10)
  const kernels = kernelState().bytes
  const after = run(0.9 * STEPS)
  expect(value).toBeLessThan(first)
  // The results need 0.3 GB in all, or 6 GB for 100,000 steps.
  expect(after - before).toBeLessThan(150 * 2 ** 20)
  expect(kernelState().bytes).toBe(kernels)
})
