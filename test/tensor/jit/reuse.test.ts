/** Compiled functions that write their results over earlier ones. */

import {
  add,
  exp,
  grad,
  greater,
  jit,
  matmul,
  mul,
  normal,
  pow,
  relu,
  stream,
  sum,
  type Tensor,
  TensorError,
  tensor,
  transpose,
  treeLeaves,
  treeMap,
  valueAndGrad,
  vmap,
  zeros,
} from '@multiview/tensor'
import { kernelState, withoutWebAssembly } from '@multiview/tensor/kernels'
import * as lite from '@multiview/tensor/lite'
import { openThreads } from '@multiview/tensor/threads'
import { expect, test } from 'vitest'
import type { Pace } from '../../../packages/tensor/src/jit/pace.ts'

const reuse = { reuseResults: true } as const
const drawn = (seed: number, ...shape: number[]): Tensor => normal(stream(seed), shape)
const numbers = (xs: unknown) => treeLeaves(xs as Tensor[]).map(x => (x as Tensor).toArray())
const x = drawn(1, 3000)
const y = drawn(2, 3000)

const double = (x: Tensor): Tensor => x.mul(2)
const stale =
  /^jit: a result of double was read, but a later call has overwritten it; with reuseResults a result is valid until the second call after it begins, so copy it before, as x\.mul\(1\) does, or omit reuseResults$/

/** The message of the TensorError that a function throws. */
const messageOf = (f: () => unknown): string => {
  try {
    f()
  } catch (error) {
    expect(error).toBeInstanceOf(TensorError)
    return (error as Error).message
  }
  return 'nothing'
}

test('a result is valid until the second call after it begins', () => {
  const f = jit(double, reuse)
  const first = f(x)
  const [a, b] = [f(x), f(y)]
  expect([a.toArray(), b.toArray()]).toEqual([double(x).toArray(), double(y).toArray()])
  const { data } = a
  const c = f(x.neg())
  expect([b.toArray(), c.toArray()]).toEqual([double(y).toArray(), double(x.neg()).toArray()])
  // The first call returns the results of the traced run, which have stores of their own.
  expect(first.toArray()).toEqual(double(x).toArray())
  expect(c.data).toBe(data)
  expect([a.shape, a.dtype]).toEqual([[3000], 'float64'])
})

test('reading a result later throws a sentence that says why', () => {
  const f = jit(double, reuse)
  f(x)
  const old = f(x)
  f(x)
  const view = old.slice([0, 10])
  f(x)
  const uses: (() => unknown)[] = [
    () => old.item(),
    () => old.get(0),
    () => old.toArray(),
    () => old.values(),
    () => old.data.length,
    () => String(old),
    () => old.add(1),
    () => add(y, old),
    () => sum(old),
    () => matmul(old, x),
    () => old.reshape([30, 100]).toArray(),
    () => old.slice([1, 2]).item(),
    () => jit((z: Tensor) => exp(z))(old),
    () => f(old),
    () => grad((z: Tensor) => sum(z.mul(z)))(old),
    () => JSON.stringify(old),
    () => [...old.data],
  ]
  for (const use of uses.filter(use => use !== uses[0])) expect(messageOf(use), String(use)).toMatch(stale)
  // A view made before shares the memory and cannot tell.
  expect(view.get(0)).toBe(2 * x.get(0))
  const g = jit((z: Tensor) => exp(z), reuse)
  expect(messageOf(() => g(old))).toMatch(stale)
  expect(g(x).toArray()).toEqual(exp(x).toArray())
  const unnamed = jit(
    (
      () => (z: Tensor) =>
        exp(z)
    )(),
    reuse,
  )
  const gone = [unnamed(x), unnamed(x), unnamed(x), unnamed(x)][1]
  expect(messageOf(() => gone.get(0))).toMatch(/^jit: a result of a compiled function was read/)
})

test('what a call reads is not overwritten by it', () => {
  const f = jit((a: Tensor, b: Tensor) => a.mul(0.5).add(b), reuse)
  f(x, y)
  const a = f(x, y)
  const view = f(a, y).slice([10, 20])
  const want = view.toArray()
  // The stores of both results are in use, so this result gets a third one.
  const c = f(a, view.slice(0))
  expect(view.toArray()).toEqual(want)
  const d = f(a, c.slice(4))
  expect(d.toArray()).toEqual(a.mul(0.5).add(c.slice(4)).toArray())

  // Two states by turns.
  const step = jit(double, reuse)
  let [p, q]: Tensor[] = [tensor([1, 2, 3]), tensor([5, 6, 7])]
  for (let i = 0; i < 10; i++) {
    p = step(p)
    q = step(q)
  }
  expect([p.toArray(), q.toArray()]).toEqual([
    [1024, 2048, 3072],
    [5120, 6144, 7168],
  ])
})

test('results that come back as results, also as views, are not overwritten before their time', () => {
  interface State {
    readonly old: Tensor
    readonly now: Tensor
  }
  // The method of Störmer and Verlet returns the position before, too.
  const next = ({ old, now }: State): State => ({ old: now, now: now.mul(2).sub(old).sub(now.mul(0.01)) })
  const turned = ({ old, now }: State): State => {
    const { now: after } = next({ old: old.transpose(), now })
    return { old: now.transpose(), now: after }
  }
  const start = { old: drawn(3, 4, 5), now: drawn(4, 4, 5) }
  for (const [step, first] of [
    [next, start],
    [turned, { old: start.old.transpose(), now: start.now }],
  ] as const) {
    const compiled = jit(step, reuse)
    let [ours, theirs]: State[] = [first, first]
    const stores = new Set<unknown>()
    for (let i = 0; i < 20; i++) {
      const before = ours
      const kept = numbers(before)
      ours = compiled(ours)
      theirs = step(theirs)
      expect(numbers(ours)).toEqual(numbers(theirs))
      expect(numbers(before)).toEqual(kept)
      if (i > 5) stores.add(ours.now.data)
    }
    expect(stores.size).toBe(3)
  }
})

test('arguments, constants, their views, and results of ops on the host stay as they are', () => {
  const constant = drawn(5, 3, 4)
  const f = (a: Tensor) => {
    const z = exp(a)
    return {
      argument: a,
      view: a.transpose(),
      constant,
      constantView: constant.transpose(),
      host: a.slice([0, 2]).mul(2).slice([null, null, -1]),
      sorted: transpose(matmul(a, transpose(a))),
      twice: [z, z, exp(a)],
      views: [z.reshape([12]), z.transpose(), z.slice(1)],
      total: sum(z),
    }
  }
  const compiled = jit(f, reuse)
  const args = [6, 7, 8, 9, 10].map(seed => drawn(seed, 3, 4))
  const wants = args.map(a => numbers(f(a)))
  const all = args.map((a, i) => {
    const result = compiled(a)
    expect(numbers(result)).toEqual(wants[i])
    expect(result.argument).toBe(a)
    expect(result.constant).toBe(constant)
    expect(result.twice[0]).toBe(result.twice[1])
    return result
  })
  all.forEach((result, i) => {
    const { argument, view, constant, constantView } = result
    expect(numbers([argument, view, constant, constantView])).toEqual([
      ...numbers([args[i], args[i].transpose(), constant, constant.transpose()]),
    ])
    const others = [...result.twice, ...result.views, result.total, result.sorted]
    const valid = i === 0 || i > 2
    for (const each of others) {
      const message = messageOf(() => each.toArray())
      if (valid) expect(message).toBe('nothing')
      else expect(message).toMatch(/^jit: a result of f was read/)
    }
  })
})

interface Params {
  readonly w: Tensor
  readonly b: Tensor
  readonly v: Tensor
}
const loss = (p: Params, input: Tensor, target: Tensor) => {
  const error = matmul(relu(matmul(input, p.w).add(p.b)), p.v).sub(target)
  return sum(mul(error, error)).mul(1 / 16)
}
const train = (p: Params, input: Tensor, target: Tensor) => {
  const [value, gradient] = valueAndGrad(loss)(p, input, target)
  return { value, p: treeMap((a: Tensor, g: Tensor) => a.sub(g.mul(0.02)), p, gradient) as Params }
}
const start: Params = { w: drawn(11, 24, 40).mul(0.2), b: zeros([40]), v: drawn(12, 40, 3).mul(0.2) }
const input = drawn(13, 16, 24)
const target = drawn(14, 16, 3)

test('a training loop has the bits of the eager run, and allocates no stores', () => {
  const compiled = jit(train, reuse)
  let [ours, theirs] = [start, start]
  const stores = new Set<unknown>()
  for (let i = 0; i < 60; i++) {
    const [a, b] = [compiled(ours, input, target), train(theirs, input, target)]
    expect(numbers([a.value, a.p.w, a.p.b, a.p.v])).toEqual(numbers([b.value, b.p.w, b.p.b, b.p.v]))
    if (i > 0) for (const each of treeLeaves(a)) stores.add((each as Tensor).data)
    ours = a.p
    theirs = b.p
  }
  expect(stores.size).toBe(8)
})

test('100,000 steps in a synchronous loop keep memory flat', () => {
  const compiled = jit(train, reuse)
  let p = start
  const run = (steps: number): number => {
    for (let i = 0; i < steps; i++) p = compiled(p, input, target).p
    return process.memoryUsage().arrayBuffers
  }
  const before = run(1000)
  const kernels = kernelState().bytes
  for (let i = 0; i < 3; i++) expect(run(1000) - before).toBeLessThan(1e5)
  const small = jit(double, reuse)
  let z: Tensor = tensor([1e-300, -1e-300, 0])
  const { arrayBuffers } = process.memoryUsage()
  for (let i = 0; i < 100_000; i++) z = small(z)
  expect(z.toArray()).toEqual([Infinity, -Infinity, 0])
  expect(process.memoryUsage().arrayBuffers - arrayBuffers).toBeLessThan(1e5)
  expect(kernelState().bytes).toBe(kernels)
})

test('loops work in place on results, constants and arguments that come again', () => {
  const [a, b, long] = [drawn(21, 5000), drawn(22, 5000), drawn(23, 20_000)]
  const constant = drawn(24, 5000)
  const f = (p: Tensor, q: Tensor, r: Tensor) => {
    const z = p
      .mul(q)
      .add(constant)
      .sub(r.slice([null, null, 4]))
    return [z, z.sub(q), exp(z), sum(z.mul(z)), greater(z, q), q, p.slice([1, 9]), constant]
  }
  const compiled = jit(f as (...args: Tensor[]) => Tensor[], reuse)
  const rounds = [
    [a, b, long],
    [a, b, long],
    [a, b, long],
    [b, b, long],
    [b, a, long],
    [b, a, long.neg()],
    [b.reshape([100, 50]).transpose().reshape([5000]), a, long],
    [b, a.slice([null, null, -1]), long],
    [a, a, long],
    [a, a, long],
  ]
  let last: unknown[] = []
  let kept: unknown[] = []
  const buffers = new Set<unknown>()
  for (const args of rounds) {
    const results = compiled(...args)
    const want = numbers(f(args[0], args[1], args[2]))
    expect(numbers(results)).toEqual(want)
    expect(numbers(last)).toEqual(kept)
    expect(results[5]).toBe(args[1])
    expect(results[7]).toBe(constant)
    buffers.add(results[0].data.buffer)
    last = results
    kept = want
  }
  // The results of the traced run, and one memory for all others.
  expect(buffers.size).toBe(2)
})

test('each form of the arguments has stores of its own', () => {
  const f = jit((a: Tensor, n: number) => a.mul(n), reuse)
  const short = x.slice([0, 7])
  for (const n of [2, 3]) for (const a of [x, short]) f(a, n)
  const results = [2, 3].flatMap(n => [x, short].map(a => f(a, n)))
  const want = [2, 3].flatMap(n => [x, short].map(a => a.mul(n).toArray()))
  for (let i = 0; i < 40; i++) f(x, 4 + i)
  expect(results.map(y => y.toArray())).toEqual(want)
})

test('inside a transform the option has no effect', () => {
  const f = jit((a: Tensor) => sum(exp(a)), reuse)
  const g = jit((a: Tensor) => exp(a), reuse)
  f(x)
  g(x)
  const gradients = [x, y, x].map(a => grad(f)(a))
  const maps = [x, y, x].map(a => vmap(g)(a.reshape([30, 100])))
  const outer = jit((a: Tensor) => g(a).mul(3))
  const outers = [x, y, x, y].map(a => outer(a))
  for (const [i, a] of [x, y, x].entries()) {
    const want = exp(a)
    expect(gradients[i].toArray()).toEqual(want.toArray())
    expect(maps[i].values()).toEqual(want.values())
    expect(outers[i].toArray()).toEqual(want.mul(3).toArray())
  }
})

test('an error leaves the results of the call before', () => {
  const f = jit((a: Tensor) => [pow(2, a), a.mul(2)], reuse)
  const whole = (...list: number[]) => tensor(list, { dtype: 'int32' })
  f(whole(1, 2))
  const [, kept] = f(whole(1, 2))
  expect(() => f(whole(1, -1))).toThrow(/^pow: /)
  expect(kept.toArray()).toEqual([2, 4])
  expect(numbers(f(whole(3, 4)))).toEqual([
    [8, 16],
    [6, 8],
  ])
})

test('describe counts the stores, and does not touch earlier results', () => {
  const f = jit((a: Tensor, b: Tensor) => [a.mul(b), sum(exp(a))], reuse)
  f(x, y)
  const earlier = [f(x, y), f(y, y)]
  const { bytesHeld, resultBytesHeld, text } = f.describe(x.neg(), y)
  expect(numbers(earlier)).toEqual(numbers([x.mul(y), sum(exp(x)), y.mul(y), sum(exp(y))]))
  expect([bytesHeld, resultBytesHeld]).toEqual([96_272, 48_016])
  expect(text).toContain('96272 held, 48016 of them for results;')
  expect(jit((a: Tensor) => a.mul(2)).describe(x).resultBytesHeld).toBe(0)
})

test('works over threads', async () => {
  const worker = new URL('../../../packages/tensor/dist/threads/worker.js', import.meta.url)
  const pool = await openThreads(2, { worker })
  let shared = 0
  const share: typeof pool.share = (...call) => {
    shared++
    pool.share(...call)
  }
  const always: Pace = {
    run: (_, over) => {
      over()
      return true
    },
  }
  const threads = { count: pool.count, share, pace: () => always }
  const compiled = jit(train, { ...reuse, threads })
  const big = { w: drawn(11, 90, 70).mul(0.1), b: zeros([70]), v: drawn(12, 70, 33).mul(0.1) }
  const [input, target] = [drawn(13, 131, 90), drawn(14, 131, 33)]
  let [ours, theirs]: Params[] = [big, big]
  for (let i = 0; i < 12; i++) {
    const [a, b] = [compiled(ours, input, target), train(theirs, input, target)]
    expect(numbers([a.value, a.p.w, a.p.b, a.p.v])).toEqual(numbers([b.value, b.p.w, b.p.b, b.p.v]))
    ours = a.p
    theirs = b.p
  }
  expect(shared).toBeGreaterThan(0)
  await pool.close()
})

test('loops of arithmetic alone are not shared', () => {
  const threads = { count: 2, share: () => expect.unreachable(), pace: () => expect.unreachable() }
  const add = jit((a: Tensor, b: Tensor) => a.add(b), { ...reuse, threads })
  const [a, b] = [drawn(15, 300, 300), drawn(16, 300, 300)]
  for (let i = 0; i < 3; i++) expect(numbers(add(a, b))).toEqual(numbers(a.add(b)))
})

test('without WebAssembly, and in lite, results are new tensors', () => {
  for (const f of [withoutWebAssembly(() => jit(double, reuse)), lite.jit(double, reuse)]) {
    const results = withoutWebAssembly(() => [x, y, x, y].map(a => f(a)))
    expect(results.map(a => a.toArray())).toEqual([x, y, x, y].map(a => double(a).toArray()))
  }
  for (const make of [jit, lite.jit] as (typeof jit)[])
    expect(() => make(double, { reuseResults: 1 } as never)).toThrow(
      'jit: reuseResults: 1 is not among the options { threads: object, reuseResults: boolean, plans: number }',
    )
})
