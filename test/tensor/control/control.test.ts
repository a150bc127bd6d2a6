/** Loops and branches: what their bodies may use, what they keep, and what they refuse. */
import {
  add,
  arange,
  associativeScan,
  checkpoint,
  clip,
  cond,
  customVjp,
  foriLoop,
  grad,
  greater,
  hessian,
  jit,
  jvp,
  lessEqual,
  mul,
  neg,
  normal,
  ones,
  scan,
  square,
  stack,
  stopGradient,
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
import * as lite from '@multiview/tensor/lite'
import { describe, expect, test } from 'vitest'

const product = (xs: Tensor) => scan((carry: Tensor, x: Tensor) => [carry.mul(x), null], tensor(1), xs)[0]

describe('derivatives of loops', () => {
  test('second derivatives, also compiled and for many examples', () => {
    const x = tensor([2, 3, 4])
    const wanted = [
      [0, 4, 3],
      [4, 0, 2],
      [3, 2, 0],
    ]
    expect(hessian(product)(x).toArray()).toEqual(wanted)
    expect(jit(hessian(product))(x).toArray()).toEqual(wanted)
    expect(vmap(hessian(product))(stack([x, x])).toArray()).toEqual([wanted, wanted])
    const third = (x: Tensor) => sum(hessian((y: Tensor) => product(y).mul(product(y)))(x))
    const plain = (x: Tensor) =>
      sum(hessian((y: Tensor) => square(y.slice(0).mul(y.slice(1)).mul(y.slice(2))))(x))
    expect(grad(third)(x).toArray()).toEqual(grad(plain)(x).toArray())
  })

  test('stopGradient, checkpoint and customVjp keep their meaning in a body', () => {
    const stopped = (x: Tensor) =>
      scan((c: Tensor, y: Tensor) => [c.add(stopGradient(c).mul(y)), null], tensor(1), x)[0]
    expect(grad(stopped)(tensor([2, 3])).toArray()).toEqual([1, 3])
    const clipped = customVjp(
      (x: Tensor) => x,
      g => [clip(g, -1, 1)],
    )
    const f = (x: Tensor) => scan((c: Tensor, y: Tensor) => [clipped(c.mul(y)), null], tensor(1), x)[0].mul(5)
    expect(grad(f)(tensor([2, 3])).toArray()).toEqual([1, 2])
    expect(jit(grad(f))(tensor([2, 3])).toArray()).toEqual([1, 2])
    const cell = (c: Tensor, y: Tensor) => tanh(c.mul(y))
    const with_ = (g: typeof cell) => (x: Tensor) =>
      scan((c: Tensor, y: Tensor) => [g(c, y), null], tensor(1), x)[0]
    const again = jit(grad(with_(checkpoint(cell))))(tensor([2, 3, 1]))
    expect(again.toArray()).toEqual(grad(with_(cell))(tensor([2, 3, 1])).toArray())
  })

  test('loops in loops, whole numbers that are carried, compiled functions in a body', () => {
    const inner = jit((c: Tensor, z: Tensor) => c.mul(z))
    type Carry = readonly [Tensor, Tensor]
    const loops = (x: Tensor) =>
      scan(
        ([i, c]: Carry, _: Tensor): [Carry, null] => [
          [
            i.add(tensor(1, { dtype: 'int32' })),
            scan((d: Tensor, z: Tensor) => [inner(d, z).add(i), null], c, x)[0],
          ],
          null,
        ],
        [tensor(0, { dtype: 'int32' }), tensor(1)] as Carry,
        x,
      )[0][1]
    const plain = (x: Tensor) => {
      let c: Tensor = tensor(1)
      for (let i = 0; i < 2; i++) for (let k = 0; k < 2; k++) c = c.mul(x.slice(k)).add(i)
      return c
    }
    const at = tensor([2, 3])
    expect(loops(at).item()).toBe(plain(at).item())
    for (const f of [grad(loops), jit(grad(loops))])
      expect(f(at).toArray()).toEqual(grad(plain)(at).toArray())
  })

  test('only values that runs differ in are kept', () => {
    const kept: string[] = []
    const w = tensor([1, 2])
    const f = (w: Tensor, x: Tensor) =>
      sum(scan((c: Tensor, y: Tensor) => [c.mul(tanh(w).mul(3)).add(y), null], zeros([2]), x)[0])
    const plan = jit(grad(f)).describe(w, ones([5, 2]))
    for (const { ops } of plan.steps) kept.push(...ops)
    expect(kept.filter(op => op === 'scan')).toHaveLength(2)
    expect(kept).not.toContain('stack')
  })
})

describe('compiled loops', () => {
  test('the plan does not grow with the length', () => {
    const f = (xs: Tensor) =>
      sum(scan((c: Tensor, x: Tensor) => [tanh(c.add(x)), c.mul(x)], zeros([3]), xs)[1])
    const counts = [2, 50, 1000].map(n => jit(valueAndGrad(f)).describe(ones([n, 3])).steps.length)
    expect(new Set(counts).size).toBe(1)
  })

  test('only the chosen branch runs', () => {
    let runs = 0
    const counted = customVjp(
      (x: Tensor) => {
        runs++
        return x
      },
      g => [g],
    )
    const f = jit((p: Tensor, x: Tensor) =>
      cond(
        p,
        y => y.mul(2),
        y => vmap(z => z.mul(3))(y),
        x,
      ),
    )
    expect(f(tensor(true), tensor([1, 2])).toArray()).toEqual([2, 4])
    expect(f(tensor(false), tensor([1, 2])).toArray()).toEqual([3, 6])
    cond(true, x => x, counted, tensor(1))
    expect(runs).toBe(0)
  })

  test('without kernels they have the same bits', () => {
    const f = (m: Pick<typeof lite, 'scan' | 'tanh' | 'sum' | 'zeros' | 'grad' | 'jit'>) =>
      m.jit(
        m.grad((xs: Tensor) =>
          m.sum(m.scan((c: Tensor, x: Tensor) => [m.tanh(c.add(x)), c], m.zeros([3]), xs)[1]),
        ),
      )
    const xs = arange(60).reshape([20, 3]).mul(0.01)
    const main = { scan, tanh, sum, zeros, grad, jit }
    expect(f(main as never)(xs).toArray()).toEqual(f(lite)(xs).toArray())
  })

  test('lengths 0 and 1, and runs without rows', () => {
    const f = (xs: Tensor) => scan((c: Tensor, x: Tensor) => [c.add(x), { twice: x.mul(2) }], tensor(1), xs)
    expect(f(zeros([0]))[0].item()).toBe(1)
    expect(f(zeros([0]))[1].twice.shape).toEqual([0])
    expect(
      grad((c: Tensor) => scan((a: Tensor, x: Tensor) => [a.mul(x), null], c, zeros([0]))[0])(
        tensor(3),
      ).item(),
    ).toBe(1)
    expect(scan((c: Tensor) => [c.mul(2), null], tensor(1), null, { length: 10 })[0].item()).toBe(1024)
    expect(
      scan((c: Tensor) => [c.mul(2), c], tensor(1), null, { length: 5, unroll: 9 })[1].toArray(),
    ).toEqual([1, 2, 4, 8, 16])
    expect(foriLoop(3, 3, (_, c: Tensor) => c.mul(2), tensor(7)).item()).toBe(7)
    expect(foriLoop(3, 1, (_, c: Tensor) => c.mul(2), tensor(7)).item()).toBe(7)
  })
})

test('whileLoop has forward mode of any order, and refuses reverse mode', () => {
  type State = { readonly x: Tensor; readonly change: Tensor }
  const root = (a: Tensor) =>
    whileLoop(
      ({ change }: State) => greater(change, 1e-13),
      ({ x }) => {
        const next = x.add(a.div(x)).mul(0.5)
        return { x: next, change: square(next.sub(x)) }
      },
      { x: a.mul(1), change: tensor(1) },
    ).x
  const along = (f: (a: Tensor) => Tensor) => (a: Tensor) => jvp(f, [a], [tensor(1)])[1]
  const two = tensor(2)
  expect(root(two).item()).toBeCloseTo(Math.SQRT2, 14)
  expect(along(root)(two).item()).toBeCloseTo(0.5 / Math.SQRT2, 13)
  expect(jit(along(root))(two).item()).toBeCloseTo(0.5 / Math.SQRT2, 13)
  expect(along(along(root))(two).item()).toBeCloseTo(-0.25 * 2 ** -1.5, 12)
  expect(vmap(along(root))(tensor([2, 4])).toArray()).toEqual([
    along(root)(two).item(),
    along(root)(tensor(4)).item(),
  ])
  expect(() => grad(root)(two)).toThrow(/whileLoop: has no reverse mode.*foriLoop or scan.*jvp or jacfwd/)
})

describe('bad input', () => {
  const one = tensor(1)
  const xs = tensor([1, 2])
  const body = (c: Tensor, x: Tensor): [Tensor, Tensor] => [c.add(x), c]
  const whole = tensor(1, { dtype: 'int32' })
  test.each<[string, () => unknown, RegExp]>([
    [
      'shape',
      () => scan(c => [stack([c, c]), null], one, xs),
      /scan: the carry is float64 \[2\], init is float64 \[\]; .*keep/,
    ],
    [
      'dtype',
      () => scan(c => [{ a: greater(c.a, 0) }, null], { a: one as Tensor }, xs),
      /carry\.a is bool \[\], init\.a is float64 \[\]/,
    ],
    [
      'form',
      () => scan(c => [{ b: c } as never, null], one, xs),
      /the carry has float64 \[\] at \.b, init has float64 \[\] at its root/,
    ],
    [
      'lengths',
      () => scan((c: Tensor) => [c, null], one, { a: xs, b: one.reshape([1]) }),
      /xs\.a has shape \[2\], xs\.b has \[1\]; .*equally long/,
    ],
    ['an axis', () => scan(body, one, one), /xs is 0-d; give it an axis/],
    ['numbers', () => scan(body as never, 1 as never, xs), /init is 1; .*wrap it in tensor\(\)/],
    ['result', () => scan(neg as never, one, xs), /must return \[carry, y\]/],
    ['no length', () => scan(c => [c, null], one, null), /number of runs is unknown; give the option length/],
    [
      'two lengths',
      () => scan(body, one, xs, { length: 3 }),
      /length is 3, but xs has shape \[2\]; omit length/,
    ],
    ['unroll', () => scan(body, one, xs, { unroll: 0 }), /unroll.*whole number from 1/],
    [
      'reading',
      () => scan(c => [c.item() > 0 ? c : neg(c), null], one, xs),
      /scan: the function read numbers/,
    ],
    [
      'drawing',
      () => scan(c => [c.add(normal(stream(1, 'x'), [])), null], one, xs),
      /scan: the function drew random numbers/,
    ],
    ['a leaf', () => scan(c => [c, 'y'], one, xs), /the y of the body is "y"/],
    [
      'condition',
      () => cond(xs as never, neg, neg, one),
      /cond: the condition is float64 \[2\]; give a 0-d bool/,
    ],
    [
      'branches',
      () =>
        jit((x: Tensor) =>
          cond(
            greater(x, 0),
            y => y,
            y => greater(y, 0) as never,
            x,
          ),
        )(one),
      /second function is bool \[\], the result of the first is float64 \[\]/,
    ],
    [
      'test',
      () => whileLoop(c => c, neg, one),
      /whileLoop: the condition is float64 \[\]; return a 0-d bool/,
    ],
    [
      'carry',
      () =>
        whileLoop(
          c => lessEqual(c, 0),
          c => stack([c]),
          one,
        ),
      /whileLoop: the result of the body is float64 \[1\], init is float64 \[\]/,
    ],
    ['bounds', () => foriLoop(0, 1.5, (_, c) => c, one), /upper.*whole number/],
    [
      'number of elements',
      () => associativeScan((a, b) => [add(a[0], b[0]), b[1]], [xs, ones([3])]),
      /elements\[0\] has 2 along axis 0, elements\[1\] has shape \[3\]/,
    ],
    [
      'combination',
      () => associativeScan((a, _) => sum(a), xs),
      /the result is float64 \[\], elements is float64 \[1\]/,
    ],
    ['nothing', () => associativeScan(a => a, [] as Tensor[]), /holds no tensor/],
    ['no function', () => scan(null as never, one, xs), /scan: the first argument/],
    ['unknown option', () => scan(body, one, xs, { revers: true } as never), /revers/],
  ])('%s', (_, run, message) => {
    expect(run).toThrow(message)
    expect(mul(whole, 2).item()).toBe(2)
  })
})
