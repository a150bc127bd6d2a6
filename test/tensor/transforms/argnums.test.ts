import { grad, jacfwd, jacobian, jacrev, sum, type Tensor, tensor, valueAndGrad } from '@multiview/tensor'
import { describe, expect, expectTypeOf, test } from 'vitest'

const x = tensor([1, 2])
const f32 = tensor([3, 4], { dtype: 'float32' })

describe('several argnums', () => {
  const f = (a: Tensor, scale: number, p: { w: Tensor }) => sum(a.mul(p.w).mul(scale))

  test('give an array of gradients in that order', () => {
    const [ga, gp] = grad(f, { argnums: [0, 2] })(x, 10, { w: f32 })
    expect([ga.toArray(), gp.w.toArray(), gp.w.dtype]).toEqual([[30, 40], [10, 20], 'float32'])
    const [hp, ha] = grad(f, { argnums: [2, 0] })(x, 10, { w: f32 })
    expect([hp.w.toArray(), ha.toArray()]).toEqual([
      [10, 20],
      [30, 40],
    ])
    const [value, [only]] = valueAndGrad(f, { argnums: [2] })(x, 10, { w: f32 })
    expect([value.item(), only.w.toArray()]).toEqual([110, [10, 20]])
    expect(grad(f, { argnums: [] })(x, 10, { w: f32 })).toEqual([])
  })

  test('go with hasAux, and with derivatives of derivatives', () => {
    const g = (a: Tensor, b: Tensor) => [sum(a.mul(b).mul(b)), 'note'] as const
    const [[ga, gb], note] = grad(g, { argnums: [0, 1], hasAux: true })(x, tensor([3, 4]))
    expect([ga.toArray(), gb.toArray(), note]).toEqual([[9, 16], [6, 16], 'note'])
    const mixed = (b: Tensor) => sum(grad((a: Tensor) => sum(a.mul(b).mul(b)), { argnums: [0] })(x)[0])
    expect(grad(mixed)(tensor([3, 4])).toArray()).toEqual([6, 8])
  })

  test('give an array of Jacobians', () => {
    const g = (a: Tensor, b: { w: Tensor }) => a.mul(b.w)
    for (const jac of [jacobian, jacrev, jacfwd]) {
      const [jb, ja] = jac(g, { argnums: [1, 0] })(x, { w: tensor(5) })
      expect([ja.toArray(), jb.w.toArray()]).toEqual([
        [
          [5, 0],
          [0, 5],
        ],
        [1, 2],
      ])
    }
  })

  test('are typed by position', () => {
    const both = grad(f, { argnums: [2, 0] })
    expectTypeOf(both).returns.toEqualTypeOf<[{ w: Tensor }, Tensor]>()
    expectTypeOf(grad(f, { argnums: 2 })).returns.toEqualTypeOf<{ w: Tensor }>()
    const [, only] = valueAndGrad(f, { argnums: [0] })(x, 10, { w: f32 })
    expectTypeOf(only).toEqualTypeOf<[Tensor]>()
    expectTypeOf(
      jacrev((a: Tensor, b: { w: Tensor }) => a.mul(b.w), { argnums: [0, 1] }),
    ).returns.toEqualTypeOf<[Tensor, { w: Tensor }]>()
  })
})
