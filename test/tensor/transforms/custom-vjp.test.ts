/** Derivative rules on trees, and rules with residuals. */
import {
  checkGrads,
  customVjp,
  div,
  exp,
  grad,
  jit,
  jvp,
  log1p,
  scan,
  sin,
  sub,
  sum,
  type Tensor,
  tensor,
  vmap,
} from '@multiview/tensor'
import { expect, test } from 'vitest'

type Params = { readonly w: Tensor; readonly list: readonly [Tensor, Tensor] }
const product = (p: Params, x: Tensor) => ({ y: sin(p.w.mul(x)).mul(p.list[0]), more: [x.mul(p.list[1])] })
const slope = (g: { y: Tensor; more: Tensor[] }, p: Params, x: Tensor) => {
  const c = g.y.mul(p.list[0]).mul(sin(p.w.mul(x).add(Math.PI / 2)))
  const w = c.mul(x)
  const first = g.y.mul(sin(p.w.mul(x)))
  return [{ w, list: [first, g.more[0].mul(x)] as const }, c.mul(p.w).add(g.more[0].mul(p.list[1]))] as const
}
const byResult = customVjp(product, (g, _y, p, x) => slope(g as never, p, x) as never)
const byResiduals = customVjp(
  product,
  (p: Params, x: Tensor) => [product(p, x), { p, deep: [x, 'plain'] }] as const,
  ({ p, deep }, g) => slope(g as never, p, deep[0] as Tensor) as never,
)
const p: Params = { w: tensor([0.5, -1]), list: [tensor([2, 3]), tensor([1, 4])] }
const x = tensor([0.3, 0.7])
const lossOf = (f: typeof product) => (q: Params, y: Tensor) => {
  const out = f(q, y)
  return sum(out.y.mul(out.y)).add(sum(out.more[0]))
}
const numbers = (q: Params) => [q.w, ...q.list].flatMap(t => [...t.values()])
const near = (a: readonly number[], b: readonly number[]) => {
  expect(a.length).toBe(b.length)
  for (const [i, v] of a.entries()) expect(v).toBeCloseTo(b[i], 12)
}

test.each([
  ['result', byResult],
  ['residuals', byResiduals],
])('trees with a rule from the %s, in each transform', (_, f) => {
  expect(f(p, x).y.toArray()).toEqual(product(p, x).y.toArray())
  const [loss, plain] = [lossOf(f as typeof product), lossOf(product)]
  const want = numbers(grad(plain)(p, x))
  near(numbers(grad(loss)(p, x)), want)
  const compiled = jit(grad(loss))
  compiled(p, x.mul(2))
  expect(numbers(compiled(p, x))).toEqual(numbers(grad(loss)(p, x)))
  near(numbers(grad(jit(loss))(p, x)), want)
  const xs = tensor([
    [0.3, 0.7],
    [-0.2, 0.1],
  ])
  const each = { inAxes: [null, 0] as const }
  near(numbers(vmap(grad(loss), each)(p, xs)), numbers(vmap(grad(plain), each)(p, xs)))
  const total = (h: typeof plain) => (q: Params) => sum(vmap(h, each)(q, xs))
  near(numbers(grad(total(loss))(p)), numbers(grad(total(plain))(p)))
  const looped = (h: typeof plain) => (q: Params) =>
    scan((c: Tensor, row: Tensor) => [c.add(h(q, row)), null], tensor(0), xs)[0]
  near(numbers(grad(looped(loss))(p)), numbers(grad(looped(plain))(p)))
  near(numbers(jit(grad(looped(loss)))(p)), numbers(grad(looped(plain))(p)))
  checkGrads((w: Tensor, y: Tensor) => loss({ ...p, w }, y), [p.w, x], { order: 2 })
  near([jvp(loss, [p, x], [p, x])[1].item()], [jvp(plain, [p, x], [p, x])[1].item()])
})

test('forward runs inside a derivative alone, and the rule gets its residuals', () => {
  const runs: string[] = []
  const softplus = customVjp(
    (y: Tensor) => {
      runs.push('f')
      return log1p(exp(y))
    },
    (y: Tensor) => {
      runs.push('forward')
      const e = exp(y)
      return [log1p(e), e] as const
    },
    (e: Tensor, g: Tensor) => {
      runs.push('backward')
      return [g.mul(sub(1, div(1, e.add(1))))]
    },
  )
  softplus(tensor(0))
  expect(runs).toEqual(['f'])
  expect(grad(softplus)(tensor(0)).item()).toBe(0.5)
  expect(runs).toEqual(['f', 'forward', 'backward'])
  expect(grad(grad(softplus))(tensor(0)).item()).toBeCloseTo(0.25, 15)
  checkGrads(softplus, [tensor(0.3)], { order: 3 })
})

test('null stands for zeros, and integers in the result have none', () => {
  const f = customVjp(
    (q: { a: Tensor; b: Tensor }) => ({ y: q.a.mul(q.b), n: tensor(new Int32Array([3])) }),
    (g, _y, q) => [{ a: g.y.mul(q.b).mul(10), b: null }],
  )
  const g = grad((q: { a: Tensor; b: Tensor }) => sum(f(q).y))({ a: tensor([2]), b: tensor([5]) })
  expect([g.a.toArray(), g.b.toArray()]).toEqual([[50], [0]])
  expect(f({ a: tensor([2]), b: tensor([5]) }).n.dtype).toBe('int32')
})

const q = { w: tensor([1, 2]) }
const withRule = (rule: () => unknown) => () =>
  grad((a: typeof q) => sum(customVjp((b: typeof q) => b.w, rule as never, { name: 'own' })(a)))(q)
test.each([
  [withRule(() => [tensor(1)]), 'own: cotangent 0 of its rule is a tensor; it must be a tree of the form'],
  [withRule(() => [{ v: tensor(1) }]), 'own: cotangent 0 of its rule is an object; it must be a tree of'],
  [withRule(() => [{ w: 1 }]), 'own: cotangent 0.w of its rule is 1; it must be a tensor, or null'],
  [withRule(() => []), 'own: its rule gave 0 cotangents for 1 arguments'],
  [
    () => customVjp((() => ({ a: [1] })) as never, (() => []) as never, { name: 'own' })(),
    'own: the result of the function.a[0] is 1; it must be a tensor',
  ],
  [
    () => customVjp((() => ({})) as never, (() => []) as never, { name: 'own' })(),
    'own: the function returned no tensor; it needs one at least',
  ],
  [
    () => {
      const f = customVjp(
        (a: Tensor) => a,
        ((a: Tensor) => a) as never,
        () => [null],
        { name: 'own' },
      )
      grad((a: Tensor) => f(a))(tensor(1))
    },
    'own: the result of its forward function is a tensor; it must be [result, residuals]',
  ],
  [
    () => {
      const f = customVjp(
        (a: Tensor) => a.mul(2),
        (a: Tensor) => [a.mul(2), a] as const,
        (a, g) => [g.mul(a.item())],
        { name: 'own' },
      )
      grad(grad((a: Tensor) => f(a).mul(a)))(tensor(1))
    },
    'own: its rule read numbers of a residual and no op leads from it to the result',
  ],
])('refuses: %#', (f, message) => {
  expect(f).toThrow(message)
})
