import {
  argmax,
  cast,
  checkGrads,
  checkpoint,
  customVjp,
  exp,
  grad,
  hessian,
  jacobian,
  linspace,
  matmul,
  sum,
  type Tensor,
  tanh,
  tensor,
  valueAndGrad,
  vmap,
} from '@multiview/tensor'
import { describe, expect, expectTypeOf, test } from 'vitest'

const w = linspace(-1, 1, 9).reshape([3, 3])
const x = tensor([0.1, -0.2, 0.3])
const block = (p: { w: Tensor; b: Tensor }, y: Tensor) => tanh(matmul(p.w, tanh(y)).add(p.b))
const p = { w, b: tensor([0.1, 0.2, 0.3]) }
const kept = checkpoint(block)

describe('checkpoint', () => {
  test('has the value of the function, to the last bit, and its derivatives', () => {
    const loss = (f: typeof block) => (q: typeof p, y: Tensor) => sum(exp(f(q, f(q, y))))
    const [value, g] = valueAndGrad(loss(kept), { argnums: [0, 1] })(p, x)
    const [want, h] = valueAndGrad(loss(block), { argnums: [0, 1] })(p, x)
    expect(value.item()).toBe(want.item())
    expect([g[0].w.toArray(), g[0].b.toArray(), g[1].toArray()]).toEqual([
      h[0].w.toArray(),
      h[0].b.toArray(),
      h[1].toArray(),
    ])
    const second = hessian((y: Tensor) => loss(block)(p, y))(x).values()
    hessian((y: Tensor) => loss(kept)(p, y))(x)
      .values()
      .forEach((v, i) => {
        expect(v).toBeCloseTo(second[i], 13)
      })
    checkGrads((v: Tensor, b: Tensor, y: Tensor) => kept({ w: v, b }, y), [w, p.b, x], { order: 3 })
  })

  test('goes inside and outside of vmap', () => {
    const xs = tensor([
      [0.1, 0.2, 0.3],
      [0.3, -0.2, 0.1],
    ])
    const loss = (f: typeof block) => (q: typeof p, y: Tensor) => sum(f(q, y))
    const each = { inAxes: [null, 0] }
    expect(vmap(grad(loss(kept)), each)(p, xs).w.toArray()).toEqual(
      vmap(grad(loss(block)), each)(p, xs).w.toArray(),
    )
    const mapped = checkpoint((q: typeof p, y: Tensor) => vmap(block, each)(q, y))
    expect(grad((q: typeof p) => sum(mapped(q, xs)))(p).w.toArray()).toEqual(
      grad((q: typeof p) => sum(vmap(block, each)(q, xs)))(p).w.toArray(),
    )
    expect(jacobian((y: Tensor) => kept(p, y))(x).toArray()).toEqual(
      jacobian((y: Tensor) => block(p, y))(x).toArray(),
    )
  })

  test('takes any arguments and gives trees of any dtypes', () => {
    const f = checkpoint((y: Tensor, options: { scale: number }, n: Tensor) => ({
      y: y.mul(options.scale).mul(cast(n, 'float64')),
      parts: [sum(y), argmax(y), cast(y, 'float32')],
    }))
    const n = tensor(new Int32Array([2, 3, 4]))
    const out = f(x, { scale: 10 }, n)
    expectTypeOf(out.y).toEqualTypeOf<Tensor<'float64'>>()
    expect(out.parts.map(t => t.dtype)).toEqual(['float64', 'int32', 'float32'])
    expect([out.parts[1].item(), out.parts[1].shape]).toEqual([2, []])
    const g = grad((y: Tensor) => {
      const { y: z, parts } = f(y, { scale: 10 }, n)
      return sum(z.mul(parts[0])).add(sum(parts[2]))
    })(x)
    const plain = grad((y: Tensor) =>
      sum(
        y
          .mul(10)
          .mul(tensor([2, 3, 4]))
          .mul(sum(y)),
      ).add(sum(y)),
    )(x)
    ;[...g.values()].forEach((v, i) => {
      expect(v).toBeCloseTo(plain.get(i), 12)
    })
  })

  test('runs the function once more in the backward pass, and not before', () => {
    let runs = 0
    const counted = checkpoint((y: Tensor) => {
      runs++
      return tanh(y)
    })
    const probe = customVjp(
      (y: Tensor) => y,
      g => {
        expect(runs).toBe(1)
        return [g]
      },
    )
    grad((y: Tensor) => sum(probe(counted(y))))(x)
    expect(runs).toBe(2)
    counted(x)
    expect(runs).toBe(3)
  })
})
