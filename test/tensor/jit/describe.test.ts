import {
  add,
  cast,
  exp,
  grad,
  jit,
  logSoftmax,
  matmul,
  mul,
  normal,
  stream,
  sum,
  type Tensor,
  tanh,
  tensor,
  treeMap,
  valueAndGrad,
  zeros,
} from '@multiview/tensor'
import { kernelState, withoutWebAssembly } from '@multiview/tensor/kernels'
import * as lite from '@multiview/tensor/lite'
import { expect, test } from 'vitest'

const f = (x: Tensor, y: Tensor) => sum(mul(tanh(add(mul(x, 2), y)), exp(mul(x, x).neg())))
const x = normal(stream(1), [1000])
const y = normal(stream(2), [1000])

test('a chain and the sum behind it are one loop', () => {
  const { steps, webAssembly, bytesHeld, bytesMoved, operations, text } = jit(f).describe(x, y)
  expect(webAssembly).toBe(true)
  expect(steps.map(({ kind, ops }) => [kind, ...ops])).toEqual([
    ['loop', 'mul', 'add', 'tanh', 'mul', 'neg', 'exp', 'mul', 'sum'],
  ])
  expect(steps[0].gives).toEqual([{ dtype: 'float64', shape: [] }])
  // Reads two arguments and writes one number; the constant 2 is part of the loop.
  expect([bytesMoved, bytesHeld, operations]).toEqual([16_008, 8, 8_000])
  expect(steps[0].milliseconds).toBeGreaterThan(0)
  expect(text).toMatch(/^1 steps, 1 of them fused loops; 8000 operations, 16008 bytes moved, 8 held/)
  expect(text).toMatch(
    /\n0 loop mul add tanh mul neg exp mul sum -> float64 \[\]; 8000 operations, 16008 bytes, /,
  )
})

test('loops repeat their operands themselves', () => {
  const slope = grad((w: Tensor, a: Tensor) => sum(tanh(a.mul(w).add(w))))
  const g = jit(slope)
  const [w, a] = [normal(stream(5), [50]), normal(stream(6), [20, 50])]
  g(w.neg(), a)
  expect(g(w, a).toArray()).toEqual(slope(w, a).toArray())
  expect(g.describe(w, a).steps.map(({ kind }) => kind)).toEqual(['loop', 'loop'])
})

test('without WebAssembly, and in lite, each op is a step', () => {
  const plain = [withoutWebAssembly(() => jit(f).describe(x, y)), lite.jit(f).describe(x, y)]
  for (const { webAssembly, steps, text } of plain) {
    expect(webAssembly).toBe(false)
    expect(steps.map(({ kind }) => kind)).toEqual(new Array(8).fill('op'))
    expect(text).toMatch(/without WebAssembly: each op is a step/)
  }
  const compiled = lite.jit(f)
  compiled(y, x)
  expect(compiled(x, y).item()).toBe(f(x, y).item())
})

/** A training step as a user writes it. */
interface Params {
  readonly w: Tensor
  readonly b: Tensor
}
const loss = (p: Params, input: Tensor, target: Tensor) =>
  sum(mul(target, logSoftmax(matmul(tanh(matmul(input, p.w).add(p.b)), p.w.transpose())))).div(-4)
const step = (p: Params, input: Tensor, target: Tensor) => {
  const [value, gradient] = valueAndGrad(loss)(p, input, target)
  return { value, p: treeMap((a: Tensor, g: Tensor) => a.sub(g.mul(0.1)), p, gradient) as Params }
}
const start: Params = { w: normal(stream(3), [6, 5]), b: zeros([5]) }
const input = normal(stream(4), [4, 6])
const target = tensor([
  [1, 0, 0, 0, 0, 0],
  [0, 1, 0, 0, 0, 0],
  [0, 0, 1, 0, 0, 0],
  [0, 0, 0, 0, 0, 1],
])

test('what steps hand on lies in one arena, smaller than all of it', () => {
  const { steps, bytesHeld } = jit(step).describe(start, input, target)
  const handed = steps
    .filter(({ kind }) => kind === 'loop')
    .flatMap(({ gives }) => gives)
    .reduce((bytes, { shape }) => bytes + 8 * shape.reduce((n, m) => n * m, 1), 0)
  expect(bytesHeld).toBeGreaterThan(0)
  expect(bytesHeld).toBeLessThan(handed)
})

test('training has the bits of the eager run, and its memory stays flat', () => {
  const compiled = jit(step)
  let [ours, theirs] = [start, start]
  for (let i = 0; i < 20; i++) {
    const [a, b] = [compiled(ours, input, target), step(theirs, input, target)]
    expect([a.value.item(), a.p.w.toArray(), a.p.b.toArray()]).toEqual([
      b.value.item(),
      b.p.w.toArray(),
      b.p.b.toArray(),
    ])
    ours = a.p
    theirs = b.p
  }
  const used = () => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers
  const run = (steps: number) => {
    for (let i = 0; i < steps; i++) ours = compiled(ours, input, target).p
    return used()
  }
  const kernels = kernelState().bytes
  const before = run(500)
  const after = Math.min(...[0, 1, 2, 3].map(() => run(500)))
  expect(after - before).toBeLessThan(24e6)
  expect(kernelState().bytes).toBe(kernels)
})

test('a program of a hundred ops is one loop', () => {
  const long = (a: Tensor, b: Tensor) => {
    let z = a
    for (let i = 0; i < 50; i++) z = z.mul(b).add(i / 64)
    return z
  }
  const compiled = jit(long)
  expect(compiled(x, y).toArray()).toEqual(long(x, y).toArray())
  expect(compiled(y, x).toArray()).toEqual(long(y, x).toArray())
  expect(compiled.describe(x, y).steps.map(({ ops }) => ops.length)).toEqual([100])
})

test.each(['float64', 'float32'] as const)('a loop with many exponentials calls them, in %s', dtype => {
  const long = (a: Tensor, b: Tensor) => {
    let z = a
    for (let i = 0; i < 9; i++) z = tanh(z.mul(b)).add(exp(z.sub(i)))
    return z
  }
  const [a, b] = [cast(x, dtype), cast(y, dtype)]
  const compiled = jit(long)
  compiled(b, a)
  expect(compiled(a, b).toArray()).toEqual(long(a, b).toArray())
  expect(compiled.describe(a, b).steps.map(({ kind }) => kind)).toEqual(['loop'])
})
