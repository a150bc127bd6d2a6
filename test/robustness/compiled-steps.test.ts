/** Training with a compiled step in one synchronous loop, as long as a user's. */
import {
  adam,
  dropout,
  foldIn,
  grad,
  jit,
  key,
  less,
  matmul,
  relu,
  scan,
  stream,
  sum,
  type Tensor,
  tanh,
  tensor,
  valueAndGrad,
  vmap,
  whileLoop,
  zeros,
} from '@multiview/tensor'
import { kernelState } from '@multiview/tensor/kernels'
import { expect, test } from 'vitest'
import { long } from './effort.ts'

/** [steps, samples, inputs, hidden]; the results need 0.5 GB in all, then 0.3 or 6 GB. */
const runs = [
  [100_000, 4, 16, 32],
  [long ? 100_000 : 5000, 8, 64, 128],
] as const

const drawn = (name: string, ...shape: number[]): Tensor => {
  const random = stream(1, name)
  const size = shape.reduce((n, m) => n * m, 1)
  return tensor(Float64Array.from({ length: size }, () => random.normal() / 8)).reshape(shape) as Tensor
}

const title = '%d compiled steps in a synchronous loop keep memory flat, with %d × %d × %d numbers'
test.each(runs)(title, { timeout: 300_000 }, (steps, samples, inputs, hidden) => {
  const [input, target] = [drawn('input', samples, inputs), drawn('target', samples, 1)]
  const loss = ({ w, v }: { w: Tensor; v: Tensor }): Tensor => {
    const error = matmul(relu(matmul(input, w)), v).sub(target)
    return sum(error.mul(error)) as Tensor
  }
  const step = jit((p: { w: Tensor; v: Tensor }): { value: Tensor; w: Tensor; v: Tensor } => {
    const [value, gradient] = valueAndGrad(loss)(p)
    const [w, v] = [p.w.sub(gradient.w.mul(0.01)), p.v.sub(gradient.v.mul(0.01))] as Tensor[]
    return { value, w, v }
  })
  let p = { w: drawn('w', inputs, hidden), v: drawn('v', hidden, 1) }
  const first = step(p).value.item() as number
  let value = first
  const run = (count: number): number => {
    for (let i = 0; i < count; i++) {
      const next = step(p)
      value = next.value.item() as number
      p = { w: next.w, v: next.v }
    }
    return process.memoryUsage().rss
  }
  // A tenth of the steps comes first, so that engine and collector settle.
  const before = run(steps / 10)
  const kernels = kernelState().bytes
  const after = run(0.9 * steps)
  expect(value).toBeLessThan(first)
  expect(after - before).toBeLessThan(150 * 2 ** 20)
  expect(kernelState().bytes).toBe(kernels)
})

const calls = long ? 100_000 : 5000

test(`${calls} calls of compiled loops with Adam keep memory flat`, { timeout: 1_800_000 }, () => {
  const xs = drawn('rows', 6, 3, 4)
  type Cell = { w: Tensor; u: Tensor }
  const cell = (p: Cell, h: Tensor, x: Tensor): Tensor => tanh(matmul(h, p.w).add(matmul(x, p.u))) as Tensor
  const loss = (p: Cell, k: Tensor): Tensor => {
    const [h] = scan(
      (h: Tensor, x: Tensor) => [cell(p, h, x), null],
      zeros([3, 8]),
      dropout(xs, k, { rate: 0.1 }),
    )
    return sum(h.sub(0.5).mul(h.sub(0.5))) as Tensor
  }
  const rule = adam({ learningRate: 0.001 })
  const step = jit((p: Cell, s: ReturnType<typeof rule.init>, i: Tensor) =>
    rule.update(p, grad(loss)(p, foldIn(key(3), i)), s),
  )
  const halved = jit(
    vmap((x: Tensor) =>
      whileLoop(
        (y: Tensor) => less(1, y),
        (y: Tensor) => y.mul(0.5),
        x,
      ),
    ),
    { reuseResults: true },
  )
  const start: Cell = { w: drawn('w', 8, 8), u: drawn('u', 4, 8) }
  let now = { params: start, state: rule.init(start) }
  const last = (): number => loss(now.params, key(1)).item() as number
  const first = last()
  const run = (count: number): number => {
    for (let i = 0; i < count; i++) {
      now = step(now.params, now.state, now.state.step)
      halved(tensor([3, 17, i]))
    }
    return process.memoryUsage().rss
  }
  const before = run(calls / 10)
  const kernels = kernelState().bytes
  const after = run(0.9 * calls)
  expect(now.state.step.item()).toBe(calls)
  expect(last()).toBeLessThan(first)
  expect(after - before).toBeLessThan(100 * 2 ** 20)
  expect(kernelState().bytes).toBe(kernels)
})
