import {
  clip,
  customVjp,
  exp,
  grad,
  greater,
  hessian,
  hvp,
  jacobian,
  jvp,
  matmul,
  max,
  maximum,
  min,
  minimum,
  mul,
  relu,
  softplus,
  sort,
  sqrt,
  stopGradient,
  sum,
  type Tensor,
  tensor,
  valueAndGrad,
  vjp,
  where,
  zeros,
} from '@multiview/tensor'
import { describe, expect, test } from 'vitest'

const cube = (x: Tensor) => x.mul(x).mul(x)

describe('grad', () => {
  test('has the shape and dtype of its argument', () => {
    for (const dtype of ['float64', 'float32'] as const) {
      const g = grad((x: Tensor) => sum(x.mul(x)))(zeros([2, 3], { dtype }))
      expect([g.shape, g.dtype]).toEqual([[2, 3], dtype])
    }
  })

  test('can be taken of itself, again and again', () => {
    let f: (x: Tensor) => Tensor = x => cube(x).mul(x)
    const values = []
    for (let order = 0; order < 6; order++) {
      values.push(f(tensor(2)).item())
      f = grad(f) as typeof f
    }
    expect(values).toEqual([16, 32, 48, 48, 24, 0])
  })

  test('keeps the derivatives of nested functions apart', () => {
    // d/dx [x · d/dy (x·y)] = d/dx x² = 2x; confusing the two levels would give 3x or x.
    const f = (x: Tensor) => x.mul(grad((y: Tensor) => x.mul(y))(tensor(1)))
    expect(grad(f)(tensor(5)).item()).toBe(10)
    const g = (x: Tensor) => grad((y: Tensor) => cube(x.mul(y)))(x)
    // d/dy x³y³ at y = x is 3x⁵; its derivative 15x⁴.
    expect(grad(g)(tensor(2)).item()).toBe(240)
  })

  test('adds up the ways by which an argument is used', () => {
    expect(grad((x: Tensor) => x.add(x).add(x.mul(x)))(tensor(3)).item()).toBe(8)
  })

  test('is zero for what the result does not depend on', () => {
    expect(
      grad((p: { a: Tensor; b: Tensor }) => sum(p.a))({ a: tensor([1, 2]), b: tensor([3]) }).b.toArray(),
    ).toEqual([0])
  })

  test('takes nested objects and arrays and hands other arguments through', () => {
    const parameters = {
      layers: [
        { w: tensor([[1, 2]]), b: tensor([0]) },
        { w: tensor([[3]]), b: tensor([1]) },
      ],
      scale: tensor(2),
    }
    const loss = (p: typeof parameters, x: Tensor, options: { power: number }) => {
      let y: Tensor = x
      for (const { w, b } of p.layers) y = matmul(w, y).add(b.reshape([-1, 1]))
      return sum(y).mul(p.scale).mul(options.power)
    }
    const [value, g] = valueAndGrad(loss)(parameters, tensor([[1], [1]]), { power: 10 })
    expect(value.item()).toBe(200)
    expect(g.layers[0].w.toArray()).toEqual([[60, 60]])
    expect(g.layers[1].w.toArray()).toEqual([[60]])
    expect(g.layers[1].b.toArray()).toEqual([20])
    expect(g.scale.item()).toBe(100)
  })

  test('can be taken in another argument than the first', () => {
    const f = (a: Tensor, b: Tensor) => a.mul(b).mul(b)
    expect(grad(f, { argnums: 1 })(tensor(2), tensor(3)).item()).toBe(12)
  })

  test('is summed over what was broadcast', () => {
    const f = (a: Tensor) =>
      sum(
        a.mul(
          tensor([
            [1, 2],
            [3, 4],
          ]),
        ),
      )
    expect(grad(f)(tensor([1, 1])).toArray()).toEqual([4, 6])
    expect(grad(f)(tensor([[1], [1]])).toArray()).toEqual([[3], [7]])
    expect(grad(f)(tensor(1)).item()).toBe(10)
  })

  test('lets masks through as constants', () => {
    const f = (x: Tensor) => sum(mul(greater(x, 0), x))
    expect(grad(f)(tensor([-1, 2])).toArray()).toEqual([0, 1])
    expect(grad((x: Tensor) => sum(where(greater(x, 0), x.mul(x), 0)))(tensor([-1, 2])).toArray()).toEqual([
      expect.closeTo(0),
      4,
    ])
  })

  test('mixes float32 and float64 in the precision of each', () => {
    const f = (a: Tensor, b: Tensor) => sum(a.mul(b))
    const a = tensor([1, 2], { dtype: 'float32' })
    expect(grad(f)(a, tensor([0.1, 0.2])).dtype).toBe('float32')
    expect(grad(f, { argnums: 1 })(a, tensor([0.1, 0.2])).dtype).toBe('float64')
  })

  test('returns results without a trace', () => {
    const [value, g] = valueAndGrad((x: Tensor) => sum(exp(x)))(tensor([1, 2]))
    expect(value.tracing).toBeUndefined()
    expect(g.tracing).toBeUndefined()
  })
})

describe('vjp and jvp', () => {
  const f = (a: Tensor, b: Tensor) => exp(matmul(a, b))
  const a = tensor([
    [0.1, 0.2],
    [0.3, 0.4],
  ])
  const b = tensor([[0.5], [0.6]])

  test('are transposes of each other', () => {
    const [y, pullback] = vjp(f, [a, b])
    const w = tensor([[2], [-1]])
    const v = [
      tensor([
        [1, 0.5],
        [-2, 1],
      ]),
      tensor([[1], [-1]]),
    ] as [Tensor, Tensor]
    const [value, change] = jvp(f, [a, b], v)
    expect(value.toArray()).toEqual(y.toArray())
    const back = pullback(w)
    const left = sum(w.mul(change)).item()
    const right = sum(back[0].mul(v[0])).item() + sum(back[1].mul(v[1])).item()
    expect(left).toBeCloseTo(right, 13)
  })

  test('the pullback can be called again', () => {
    const [, pullback] = vjp(f, [a, b])
    const w = tensor([[1], [0]])
    expect(pullback(w)[0].toArray()).toEqual(pullback(w)[0].toArray())
  })

  test('results may be objects of tensors', () => {
    const [y, pullback] = vjp((x: Tensor) => ({ double: x.mul(2), parts: [x.slice(0)] }), [tensor([1, 2])])
    expect(y.double.toArray()).toEqual([2, 4])
    expect(pullback({ double: tensor([1, 1]), parts: [tensor(10)] })[0].toArray()).toEqual([12, 2])
  })
})

describe('jacobian and hessian', () => {
  test('have the shapes of result and argument together', () => {
    expect(jacobian((x: Tensor) => matmul(x, zeros([3, 4])))(zeros([2, 3])).shape).toEqual([2, 4, 2, 3])
    expect(hessian((x: Tensor) => sum(cube(x)))(zeros([2, 3])).shape).toEqual([2, 3, 2, 3])
    expect(jacobian((x: Tensor) => x.slice([0, 0]))(zeros([3])).shape).toEqual([0, 3])
  })

  test('of a linear map the jacobian is its matrix', () => {
    const a = [
      [1, 2, 3],
      [4, 5, 6],
    ]
    expect(jacobian((x: Tensor) => matmul(tensor(a), x))(zeros([3])).toArray()).toEqual(a)
  })

  test('for objects of tensors the jacobian has the form of the argument', () => {
    const j = jacobian((p: { a: Tensor; b: Tensor }) => p.a.mul(p.b))({ a: tensor([1, 2]), b: tensor(3) })
    expect(j.a.toArray()).toEqual([
      [3, 0],
      [0, 3],
    ])
    expect(j.b.toArray()).toEqual([1, 2])
  })

  test('the hessian applied to a direction is the product worked out without it', () => {
    const f = (x: Tensor) => sum(exp(x.mul(x)).mul(x))
    const x = tensor([0.3, -0.2, 0.5])
    const v = tensor([1, 2, -1])
    const whole = matmul(hessian(f)(x), v).toArray() as number[]
    const direct = hvp(f)(x, v).toArray() as number[]
    direct.forEach((value, i) => {
      expect(value).toBeCloseTo(whole[i], 13)
    })
  })

  test('the product with a direction takes objects of tensors', () => {
    const f = (p: { a: Tensor; b: Tensor }) => sum(p.a.mul(p.a).mul(p.b))
    const h = hvp(f)({ a: tensor([1, 2]), b: tensor(3) }, { a: tensor([1, 0]), b: tensor(1) })
    expect(h.a.toArray()).toEqual([8, 4])
    expect(h.b.item()).toBe(2)
  })
})

describe('stopGradient and customVjp', () => {
  test('stopGradient is constant at every level', () => {
    const f = (x: Tensor) => grad((y: Tensor) => y.mul(stopGradient(x).mul(x)))(x)
    expect(grad(f)(tensor(3)).item()).toBe(3)
  })

  test('a rule of its own is used at every level and has derivatives itself', () => {
    let calls = 0
    const square = customVjp(
      (x: Tensor) => x.mul(x),
      (g, _y, x) => {
        calls++
        return [g.mul(x).mul(3)]
      },
    )
    expect(grad(square)(tensor(2)).item()).toBe(6)
    expect(grad(grad(square))(tensor(2)).item()).toBe(3)
    expect(calls).toBeGreaterThan(1)
  })

  test('a rule may leave arguments constant', () => {
    const scaled = customVjp(
      (x: Tensor, s: Tensor) => x.mul(s),
      (g, _y, _x, s) => [g.mul(s), null],
    )
    expect(grad(scaled, { argnums: 1 })(tensor(2), tensor(3)).item()).toBe(0)
    expect(grad(scaled)(tensor(2), tensor(3)).item()).toBe(3)
  })
})

describe('NaN', () => {
  const xs = (...values: number[]) => tensor(values)

  test('is the largest and the smallest element, and gets their derivative', () => {
    for (const f of [max, min]) {
      expect(grad((x: Tensor) => f(x))(xs(NaN, 1)).toArray()).toEqual([1, 0])
      expect(grad((x: Tensor) => f(x))(xs(1, NaN, 2, NaN)).toArray()).toEqual([0, 0.5, 0, 0.5])
      const rows = tensor([
        [3, NaN],
        [5, 5],
      ])
      expect(grad((x: Tensor) => sum(f(x, { axis: 1 })))(rows).toArray()).toEqual([
        [0, 1],
        [0.5, 0.5],
      ])
    }
    expect(grad((x: Tensor) => max(x, { keepDims: true }).reshape([]))(xs(2, 7, 7)).toArray()).toEqual([
      0, 0.5, 0.5,
    ])
  })

  test('beside a number is the maximum and the minimum, and gets their derivative', () => {
    for (const f of [maximum, minimum]) {
      const pair = (a: Tensor, b: Tensor) => sum(f(a, b))
      const [a, b] = [xs(NaN, 1, 2), xs(1, NaN, 2)]
      expect(grad(pair)(a, b).toArray()).toEqual([1, 0, 0.5])
      expect(grad(pair, { argnums: 1 })(a, b).toArray()).toEqual([0, 1, 0.5])
    }
    expect(grad((x: Tensor) => sum(maximum(x, 0)))(xs(-1, 0, 1)).toArray()).toEqual([0, 0.5, 1])
    expect(grad((x: Tensor) => sum(minimum(x, 0)))(xs(-1, 0, 1)).toArray()).toEqual([1, 0.5, 0])
  })

  test('passes clip, relu and sort, and its derivative with it', () => {
    expect(grad((x: Tensor) => sum(clip(x, 0, 1)))(xs(NaN, -1, 0.5, 2)).toArray()).toEqual([1, 0, 1, 0])
    expect(grad((x: Tensor) => sum(relu(x)))(xs(NaN, -1, 0, 2)).toArray()).toEqual([1, 0, 0, 1])
    expect(grad((x: Tensor) => sort(x).slice(2))(xs(NaN, 2, 1)).toArray()).toEqual([1, 0, 0])
  })
})

test('a stable second derivative far out: softplus is flat there, not NaN', () => {
  const curve = grad(grad((x: Tensor) => sum(softplus(x).add(sqrt(relu(x).add(1))))))
  expect(Number.isFinite(curve(tensor(800)).item())).toBe(true)
})
