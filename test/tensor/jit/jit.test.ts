import {
  add,
  checkpoint,
  customVjp,
  exp,
  floor,
  grad,
  greater,
  jacobian,
  jit,
  jvp,
  maskedSelect,
  matmul,
  max,
  mul,
  normal,
  pow,
  stopGradient,
  stream,
  sum,
  Tensor,
  tanh,
  tensor,
  valueAndGrad,
  vectorNorm,
  vjp,
  vmap,
  where,
} from '@multiview/tensor'
import { describe, expect, test } from 'vitest'

const xs = tensor([0.5, -1, 2])
const ys = tensor([3, 0.25, -2])

describe('a compiled function', () => {
  test('runs once for each form of its arguments', () => {
    let runs = 0
    const f = jit((x: Tensor, scale: number) => {
      runs++
      return x.mul(scale)
    })
    expect([f(xs, 2), f(ys, 2), f(xs, 3), f(ys, 3)].map(y => y.toArray())).toEqual([
      [1, -2, 4],
      [6, 0.5, -4],
      [1.5, -3, 6],
      [9, 0.75, -6],
    ])
    expect(runs).toBe(2)
    f(tensor([[1]]), 2)
    f(tensor([1, 2, 3], { dtype: 'float32' }), 2)
    f(tensor([1, 2, 3], { dtype: 'float32' }), 2)
    expect(runs).toBe(4)
  })

  test('takes and gives trees, and tells plain values apart', () => {
    let runs = 0
    const f = jit((p: { w: Tensor; b: Tensor[] }, how: { act: string | null; n: number }) => {
      runs++
      return { out: how.act ? tanh(p.w) : p.w, rest: [p.b[0], sum(p.w), p.b[0]] }
    })
    const p = { w: xs, b: [ys] }
    const one = f(p, { act: null, n: 0 })
    expect([one.out, ...one.rest].map(x => x.toArray())).toEqual([
      [0.5, -1, 2],
      [3, 0.25, -2],
      1.5,
      [3, 0.25, -2],
    ])
    expect(f(p, { act: 'tanh', n: 0 }).out.toArray()).toEqual(tanh(xs).toArray())
    expect(f({ w: ys, b: [xs] }, { act: null, n: 0 }).out.toArray()).toEqual(ys.toArray())
    expect(runs).toBe(2)
    f(p, { act: null, n: -0 })
    f(p, { act: null, n: Number.NaN })
    f(p, { act: null, n: Number.NaN })
    expect(runs).toBe(4)
  })

  test('keeps a bounded number of plans', () => {
    let runs = 0
    const f = jit((x: Tensor, n: number) => {
      runs++
      return x.mul(n)
    })
    for (let n = 0; n < 40; n++) f(xs, n)
    expect(runs).toBe(40)
    f(xs, 39)
    f(xs, 30)
    expect(runs).toBe(40)
    f(xs, 0)
    expect(runs).toBe(41)
  })

  test('gives other shapes where numbers decide them', () => {
    const f = jit((x: Tensor, keep: Tensor) => sum(maskedSelect(x, keep).mul(2)))
    const [two, one] = [tensor([true, false, true]), tensor([false, true, false])]
    expect([f(xs, two), f(xs, one), f(xs, two)].map(y => y.item())).toEqual([5, -2, 5])
  })

  test('has the errors of the function itself', () => {
    const f = jit((x: Tensor) => sum(pow(2, x)))
    const whole = (...list: number[]) => tensor(list, { dtype: 'int32' })
    expect(f(whole(1, 2)).item()).toBe(6)
    expect(() => f(whole(1, -2))).toThrow(/^pow: an int32 to the power -2 is not a whole number/)
    expect(f(whole(1, 2)).item()).toBe(6)
  })

  test('reads views and foreign stores as they are', () => {
    const f = jit((x: Tensor) => exp(x).add(x))
    const m = tensor([
      [1, 2],
      [3, 4],
    ])
    f(m)
    const want = exp(m.transpose()).add(m.transpose())
    expect(f(m.transpose()).toArray()).toEqual(want.toArray())
  })

  test('views of merged values lie where their results stay', () => {
    const f = jit((x: Tensor) => {
      const y = exp(x)
      return [
        y.mul(1).reshape([3, 1]),
        exp(x).reshape([1, 3]),
        sum(matmul(y.reshape([1, 3]), y.reshape([3, 1]))),
      ]
    })
    f(xs)
    const before = f(xs)
    const kept = before.map(y => y.toArray())
    f(ys)
    expect(before.map(y => y.toArray())).toEqual(kept)
  })

  test('gives results of its own, which later calls leave alone', () => {
    const f = jit((x: Tensor) => {
      const y = exp(x).mul(2)
      const same = y.mul(tensor([1, 1, 1])).mul(1)
      const again = exp(x).mul(2)
      return [y, y.reshape([1, 3]), y.slice([0, 2]), sum(y), x, same.reshape([3, 1]), again.reshape([3, 1])]
    })
    f(xs)
    const before = f(xs)
    const kept = before.map(y => y.toArray())
    f(ys)
    expect(before.map(y => y.toArray())).toEqual(kept)
  })
})

describe('with other transforms', () => {
  const f = (x: Tensor, y: Tensor) => sum(mul(tanh(add(mul(x, 2), y)), exp(mul(x, x).neg())))
  const twice = (g: (x: Tensor, y: Tensor) => unknown) => {
    g(ys, xs)
    return g(xs, ys)
  }
  const numbers = (x: unknown): unknown => (x instanceof Tensor ? x.toArray() : (x as unknown[]).map(numbers))

  test('derivatives inside and outside', () => {
    const want = numbers(grad(f)(xs, ys))
    expect(numbers(twice(jit(grad(f))))).toEqual(want)
    expect(numbers(twice(grad(jit(f))))).toEqual(want)
    expect(numbers(twice(jit(grad(jit(f)))))).toEqual(want)
    expect(numbers(twice(jit(valueAndGrad(f))))).toEqual(numbers(valueAndGrad(f)(xs, ys)))
    const second = (x: Tensor, y: Tensor) => grad((z: Tensor) => sum(grad(f)(z, y)))(x)
    expect(numbers(twice(jit(second)))).toEqual(numbers(second(xs, ys)))
    const pulled = (x: Tensor, y: Tensor) => vjp(f, [x, y])[1](tensor(2))
    expect(numbers(twice(jit(pulled)))).toEqual(numbers(pulled(xs, ys)))
  })

  test('a derivative of a compiled function runs two plans', () => {
    let runs = 0
    const g = jit((p: { w: Tensor }, x: Tensor) => {
      runs++
      return sum(tanh(matmul(x, p.w)).mul(2))
    })
    const plain = (p: { w: Tensor }, x: Tensor) => sum(tanh(matmul(x, p.w)).mul(2))
    const [a, b] = [
      tensor([
        [0.5, 1],
        [2, -1],
      ]),
      tensor([
        [1, -0.25],
        [0.5, 3],
      ]),
    ]
    for (const [w, x] of [
      [a, b],
      [b, a],
      [a, a],
    ])
      expect(grad(g)({ w }, x).w.toArray()).toEqual(grad(plain)({ w }, x).w.toArray())
    expect(runs).toBe(1)
    // The pullback of further cotangents, and second derivatives.
    const vector = jit((x: Tensor) => exp(x).mul(x))
    const other = (x: Tensor) => exp(x).mul(x)
    for (const cotangent of [xs, ys])
      expect(vjp(vector, [xs])[1](cotangent)[0].toArray()).toEqual(
        vjp(other, [xs])[1](cotangent)[0].toArray(),
      )
    const second = (h: (x: Tensor) => Tensor) =>
      grad((x: Tensor) => sum(grad((z: Tensor) => sum(h(z)))(x)))(xs)
    expect(second(vector).toArray()).toEqual(second(other).toArray())
    const along = (h: (x: Tensor) => Tensor) => jvp(h, [xs], [ys]).map(y => y.toArray())
    expect(along(vector)).toEqual(along(other))
    expect(jacobian(vector)(xs).toArray()).toEqual(jacobian(other)(xs).toArray())
  })

  test('a derivative of a compiled function that has no derivative, or gives several tensors', () => {
    const floored = jit((x: Tensor) => sum(floor(x)))
    expect(() => grad(floored)(xs)).toThrow('floor: has no derivative')
    const both = jit((x: Tensor): [Tensor, Tensor] => [sum(exp(x)), x.mul(2)])
    const [g, rest] = grad(both, { hasAux: true })(xs) as [Tensor, Tensor]
    expect([g.toArray(), rest.toArray()]).toEqual([exp(xs).toArray(), [1, -2, 4]])
    const constant = jit((x: Tensor, y: Tensor) => sum(y).add(sum(x.mul(0))))
    expect(grad((x: Tensor) => constant(x, ys))(xs).toArray()).toEqual([0, 0, 0])
  })

  test('vmap inside and outside', () => {
    const a = tensor([
      [0.5, 1],
      [2, -1],
      [0, 3],
    ])
    const b = a.mul(0.5)
    const want = numbers(vmap(f)(a, b))
    expect(numbers(twice(jit(vmap(jit(f))).bind(null, a, b)))).toEqual(want)
    const g = vmap(jit(f))
    g(a, b)
    expect(numbers(g(a, b))).toEqual(want)
    const gradients = jit(vmap(grad(f)))
    gradients(b, a)
    expect(numbers(gradients(a, b))).toEqual(numbers(vmap(grad(f))(a, b)))
  })

  test('jit in jit is one program', () => {
    const inner = jit((x: Tensor) => exp(x).mul(x))
    const outer = jit((x: Tensor) => sum(inner(x)).add(inner(x)))
    outer(ys)
    expect(outer(xs).toArray()).toEqual(sum(exp(xs).mul(xs)).add(exp(xs).mul(xs)).toArray())
    expect(outer.describe(xs).merged).toBeGreaterThan(0)
  })

  test('tensors of a transform in its closure are not constants', () => {
    const g = (x: Tensor) => sum(jit((y: Tensor) => y.mul(x))(tensor([2, 3, 4])))
    expect(grad(g)(xs).toArray()).toEqual([2, 3, 4])
    let w: Tensor = xs
    const inner = jit((y: Tensor) => y.mul(w))
    const loss = (x: Tensor) => {
      w = x
      return sum(inner(ys))
    }
    expect(grad(loss)(xs).toArray()).toEqual(ys.toArray())
    expect(grad(loss)(ys).toArray()).toEqual(ys.toArray())
  })

  test('stopGradient, customVjp and checkpoint inside', () => {
    const stopped = grad((x: Tensor) => sum(x.mul(stopGradient(exp(x)))))
    const own = customVjp(
      (x: Tensor) => exp(x).mul(2),
      (g, y) => [g.mul(y).mul(3)],
    )
    const custom = grad((x: Tensor) => sum(own(x)))
    const kept = grad((x: Tensor) => sum(checkpoint((y: Tensor) => tanh(tanh(y)))(x)))
    for (const g of [stopped, custom, kept]) {
      const compiled = jit(g)
      compiled(ys)
      expect(compiled(xs).toArray()).toEqual(g(xs).toArray())
    }
    const plain = jit((x: Tensor) => stopGradient(x).mul(2))
    plain(ys)
    expect(plain(xs).toArray()).toEqual(xs.mul(2).toArray())
  })
})

describe('refuses', () => {
  const message = (f: (x: Tensor) => unknown) => {
    try {
      jit(f as (x: Tensor) => Tensor)(xs)
    } catch (error) {
      return (error as Error).message
    }
    return 'nothing'
  }
  test('reading numbers', () => {
    for (const read of [
      (x: Tensor) => tensor(sum(x).item()),
      (x: Tensor) => tensor(x.toArray() as number[]),
      (x: Tensor) => tensor(x.get(0)),
      (x: Tensor) => tensor(x.values()),
      (x: Tensor) => tensor(x.data[0]),
      (x: Tensor) => grad((y: Tensor) => sum(y.mul(y.get(0))))(x),
    ])
      expect(message(read)).toMatch(
        /^jit: the function read numbers of a traced tensor.*; use ops such as where/,
      )
  })

  test('no comparison by ops, and no text of a tensor', () => {
    expect(message(x => where(greater(sum(x), 0), x, x.neg()))).toBe('nothing')
    expect(message(x => x.mul(`${x}`.length))).toBe('nothing')
  })

  test('results that are not tensors', () => {
    for (const result of [1, undefined, null, 'text', () => 1, { a: [1] }, new Map()])
      expect(message(() => result)).toMatch(/^jit: the function returned .*; return tensors/)
  })

  test('random draws', () => {
    const s = stream(1)
    expect(message(x => x.add(normal(s, [3])))).toMatch(
      /^jit: the function drew random numbers.*; draw before/,
    )
    expect(message(x => x.mul(s.double()))).toMatch(/^jit: the function drew/)
    expect(normal(s, [3]).shape).toEqual([3])
  })

  test('arguments of a class, and values that are not functions', () => {
    const f = jit((_x: unknown) => xs)
    expect(() => f(new Float64Array(2) as never)).toThrow(
      /^jit: argument \[0\] is an object of a class; pass numbers in tensor\(\)/,
    )
    expect(() => f({ s: stream(1) } as never)).toThrow(/^jit: argument \[0\]\.s is an object of a class/)
    expect(() => jit(1 as never)).toThrow('jit: the first argument is 1; it must be a function')
  })

  test('tensors left from a traced run, and describe inside a transform', () => {
    let left!: Tensor
    jit((x: Tensor) => {
      left = x.mul(2)
      return x
    })(xs)
    expect(() => left.add(1)).toThrow(/^jit: add was given a tensor that is left from a traced run/)
    const f = jit((x: Tensor) => x.mul(2))
    const described = (x: Tensor) => {
      f.describe(x)
      return sum(x)
    }
    expect(() => grad(described)(xs)).toThrow(/^jit: describe was called inside/)
  })
})

test('0 and -0 are two constants', () => {
  const f = jit((x: Tensor) => [x.add(0), x.add(-0)])
  const x = tensor([-0])
  for (let turn = 0; turn < 2; turn++) expect(f(x).map(y => y.item())).toEqual([0, -0])
})

test('what no result needs is removed, equal ops are merged', () => {
  const f = jit((x: Tensor) => {
    max(x)
    matmul(x, x)
    return exp(x).add(exp(x))
  })
  const { removed, merged, text } = f.describe(xs)
  expect([removed >= 2, merged]).toEqual([true, 1])
  expect(text).toMatch(/ops removed, 1 merged/)
})

describe('functions whose way depends on numbers', () => {
  test('a norm takes the way that serves all numbers, to the same bits', () => {
    const compiled = jit((x: Tensor) => vectorNorm(x))
    for (const values of [
      [3, -4],
      [1e200, 1e200],
      [3e-200, 4e-200],
      [0, 0],
      [0.1, 0.2],
    ])
      expect(compiled(tensor(values)).item()).toBe(vectorNorm(tensor(values)).item())
  })
})
