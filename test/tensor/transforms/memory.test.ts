import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import {
  checkpoint,
  customVjp,
  grad,
  matmul,
  mean,
  sub,
  type Tensor,
  tanh,
  tensor,
  valueAndGrad,
  zeros,
} from '@multiview/tensor'
import { expect, test } from 'vitest'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Bytes in use, including those of typed arrays. */
function used(): number {
  // V8 frees the memory of dead arrays in the background. The next collection waits until the last
  // one has done so.
  collect()
  collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

test('10,000 training steps keep the heap flat', () => {
  const x = tensor([
    [0, 1],
    [1, 0],
    [1, 1],
    [0, 0],
  ])
  const y = tensor([[1], [1], [0], [0]])
  let p = {
    w: tensor([
      [0.1, -0.2, 0.3],
      [0.2, 0.1, -0.1],
    ]),
    b: zeros([3]),
    v: tensor([[0.3], [-0.2], [0.1]]),
  }
  const loss = (q: typeof p) => {
    const e = matmul(tanh(matmul(x, q.w).add(q.b)), q.v).sub(y)
    return mean(e.mul(e))
  }
  const step = valueAndGrad(loss)
  const seen: number[] = []
  for (let i = 0; i <= 10_000; i++) {
    const [, g] = step(p)
    p = { w: sub(p.w, g.w.mul(0.1)), b: sub(p.b, g.b.mul(0.1)), v: sub(p.v, g.v.mul(0.1)) }
    if (i % 2500 === 0) seen.push(used())
  }
  // The first measurement is before the engine has compiled. After it nothing may be kept.
  expect(Math.max(...seen.slice(2)) - seen[1]).toBeLessThan(1_000_000)
})

test('the backward pass frees the tape while it runs', () => {
  // 200 steps of 0.4 MB each are on the tape. The probe is before them, so its rule runs after
  // their backward passes. Memory that the kernels keep after their first use does not count.
  grad((x: Tensor) => mean(tanh(x.mul(1))))(zeros([50_000]))
  const before = used()
  let [full, unwound] = [0, 0]
  const probe = customVjp(
    (x: Tensor) => x.mul(1),
    g => {
      unwound = used() - before
      return [g]
    },
  )
  const chain = (x: Tensor) => {
    let y: Tensor = probe(x)
    for (let i = 0; i < 200; i++) y = tanh(y)
    full = used() - before
    return mean(y)
  }
  const [value, gradient] = valueAndGrad(chain)(zeros([50_000]))
  expect(full).toBeGreaterThan(200 * 400_000)
  expect(unwound).toBeLessThan(10 * 400_000)
  expect([value.item(), gradient.size]).toEqual([0, 50_000])
})

test('checkpointed blocks keep only their results for the backward pass', () => {
  // 20 blocks of 10 steps of 0.4 MB: 80 MB on the tape without checkpoints.
  const block = (x: Tensor) => {
    let y = x
    for (let i = 0; i < 10; i++) y = tanh(y)
    return y
  }
  const measure = (f: typeof block) => {
    const [before, seen] = [used(), [] as number[]]
    // Its rule runs between the backward passes of two blocks.
    const probe = customVjp(
      (x: Tensor) => x.mul(1),
      g => {
        seen.push(used() - before)
        return [g]
      },
    )
    const [value] = valueAndGrad((x: Tensor) => {
      let y: Tensor = x
      for (let i = 0; i < 20; i++) y = probe(f(y))
      seen.push(used() - before)
      return mean(y)
    })(zeros([50_000]))
    expect(value.item()).toBe(0)
    return Math.max(...seen)
  }
  const without = measure(block)
  expect(without).toBeGreaterThan(200 * 400_000)
  // The result of each block and of its probe, and the steps of one block at a time.
  expect(measure(checkpoint(block))).toBeLessThan((2 * 20 + 15) * 400_000)
})

test('300 steps that keep a running mean inside the loss keep the heap flat', () => {
  // Each step puts 25 results of 40 kB on the tape that no backward pass uses: 1 MB, 300 MB in all.
  const w = tensor(new Float64Array(5_000).fill(0.5))
  let running: Tensor = zeros([5_000])
  const sizes: Tensor[] = []
  const step = valueAndGrad((v: Tensor) => {
    let h: Tensor = v
    for (let i = 0; i < 25; i++) h = h.mul(0.99)
    running = running.mul(0.9).add(h.mul(0.1))
    sizes.push(mean(running))
    return mean(v.mul(v))
  })
  const run = (steps: number) => {
    for (let i = 0; i < steps; i++) step(w)
    return used()
  }
  const before = run(10)
  expect(run(300) - before).toBeLessThan(10_000_000)
  expect(sizes).toHaveLength(310)
})
