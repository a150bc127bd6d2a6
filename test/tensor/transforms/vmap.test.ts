import { inspect } from 'node:util'
import {
  add,
  argmax,
  cast,
  checkGrads,
  customVjp,
  elementwiseOp,
  exp,
  grad,
  greater,
  hessian,
  jacobian,
  jvp,
  matmul,
  mean,
  ones,
  softmax,
  square,
  stack,
  stopGradient,
  sub,
  sum,
  type Tensor,
  TensorError,
  tanh,
  tensor,
  valueAndGrad,
  vjp,
  vmap,
  where,
  zeros,
} from '@multiview/tensor'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { apply, type Op } from '../../../packages/tensor/src/trace/apply.ts'

const rows = tensor([
  [1, 2, 3],
  [4, 5, 6],
])
const cube = (x: Tensor) => x.mul(x).mul(x)

describe('axes', () => {
  const dot = (a: Tensor, b: Tensor) => sum(a.mul(b))

  test('one number is for all arguments, an array has one for each', () => {
    expect(vmap(dot)(rows, rows).toArray()).toEqual([14, 77])
    expect(vmap(dot, { inAxes: 1 })(rows, rows).toArray()).toEqual([17, 29, 45])
    expect(vmap(dot, { inAxes: [0, null] })(rows, tensor([1, 10, 100])).toArray()).toEqual([321, 654])
    expect(vmap(dot, { inAxes: [-1, 0] })(rows, rows.transpose()).toArray()).toEqual([17, 29, 45])
  })

  test('objects and arrays have axes for their parts, or one for all of them', () => {
    const f = (p: { w: Tensor; list: Tensor[] }, x: Tensor) => ({ y: p.w.mul(x), z: [p.list[0].add(x)] })
    const p = { w: tensor([1, 2]), list: [tensor(10)] }
    const { y, z } = vmap(f, { inAxes: [{ w: 0, list: null }, 0], outAxes: { y: 0, z: [0] } })(
      p,
      tensor([3, 4]),
    )
    expect([y.toArray(), z[0].toArray()]).toEqual([
      [3, 8],
      [13, 14],
    ])
    expect(vmap(f, { inAxes: [null, 0] })(p, tensor([3, 4])).y.toArray()).toEqual([
      [3, 6],
      [4, 8],
    ])
  })

  test('outAxes say where the examples lie in the result', () => {
    const twice = (x: Tensor) => ({ a: x.mul(2), b: x.mul(3) })
    expect(vmap(twice, { outAxes: 1 })(rows).a.shape).toEqual([3, 2])
    expect(vmap(twice, { outAxes: { a: -1, b: 0 } })(rows).a.shape).toEqual([3, 2])
    expect(vmap((x: Tensor) => x.reshape([1, 3]), { outAxes: 1 })(rows).shape).toEqual([1, 2, 3])
  })

  test('what does not depend on the examples is repeated, or handed out with null', () => {
    const f = (x: Tensor) => [sum(x), ones([2]), 'note'] as const
    const [a, b, note] = vmap(f, { outAxes: [0, null, null] })(rows)
    expect([a.toArray(), b.toArray(), note]).toEqual([[6, 15], [1, 1], 'note'])
    expect(vmap((_: Tensor) => ones([2]))(rows).toArray()).toEqual([
      [1, 1],
      [1, 1],
    ])
  })

  test('null hands any argument through as it is', () => {
    const map = new Map([['scale', 3]])
    const f = (x: Tensor, options: typeof map, list: unknown) => {
      expect(list).toBe(map)
      return x.mul(options.get('scale')!)
    }
    expect(vmap(f, { inAxes: [0, null, null] })(tensor([1, 2]), map, map).toArray()).toEqual([3, 6])
  })

  test('examples have their own shape, and broadcast by it', () => {
    const f = (x: Tensor, w: Tensor) => {
      expect([x.shape, x.ndim, x.size]).toEqual([[3], 1, 3])
      return x.add(w)
    }
    const w = ones([2, 3])
    expect(vmap(f, { inAxes: [0, null] })(rows, w).shape).toEqual([2, 2, 3])
  })
})

describe('with derivatives', () => {
  const loss = (p: { w: Tensor; b: Tensor }, x: Tensor, y: Tensor) =>
    square(sum(tanh(matmul(p.w, x).add(p.b))).sub(y))
  const p = {
    w: tensor([
      [0.1, -0.2, 0.3],
      [0.2, 0.1, -0.1],
    ]),
    b: tensor([0.1, -0.1]),
  }
  const y = tensor([0.5, -0.5])
  const each = { inAxes: [null, 0, 0] }

  test('gradients of examples are those of a loop', () => {
    const [values, gradients] = vmap(valueAndGrad(loss), each)(p, rows, y)
    const loop = [0, 1].map(i => valueAndGrad(loss)(p, rows.slice(i), y.slice(i)))
    expect(values.toArray()).toEqual(loop.map(([value]) => value.item()))
    expect(gradients.w.toArray()).toEqual(loop.map(([, g]) => g.w.toArray()))
    expect(gradients.b.toArray()).toEqual(loop.map(([, g]) => g.b.toArray()))
  })

  test('the gradient of a mean over examples is the mean of their gradients', () => {
    const whole = grad((q: typeof p) => mean(vmap(loss, each)(q, rows, y)))(p)
    const parts = vmap(grad(loss), each)(p, rows, y)
    const want = mean(parts.w, { axis: 0 }).toArray()
    expect(whole.w.toArray()).toEqual((want as number[][]).map(row => row.map(v => expect.closeTo(v, 14))))
    checkGrads((w: Tensor, b: Tensor) => vmap(loss, each)({ w, b }, rows, y), [p.w, p.b], { order: 3 })
  })

  test('second derivatives: jacobian, hessian and products with directions of each example', () => {
    const f = (x: Tensor) => sum(exp(x).mul(x))
    const xs = rows.div(10)
    const loop = (g: (x: Tensor) => Tensor) => stack([g(xs.slice(0)), g(xs.slice(1))]).toArray()
    expect(vmap(hessian(f))(xs).toArray()).toEqual(loop(hessian(f)))
    expect(vmap(jacobian((x: Tensor) => softmax(x)))(xs).toArray()).toEqual(
      loop(jacobian((x: Tensor) => softmax(x))),
    )
    const change = (x: Tensor) => jvp(f, [x], [x])[1]
    expect(vmap(change)(xs).toArray()).toEqual(loop(change))
  })

  test('a pullback from outside is mapped over cotangents', () => {
    const [, pullback] = vjp((x: Tensor) => cube(x), [tensor([1, 2])])
    expect(
      vmap((g: Tensor) => pullback(g)[0])(
        tensor([
          [1, 0],
          [0, 1],
        ]),
      ).toArray(),
    ).toEqual([
      [3, 0],
      [0, 12],
    ])
  })

  test('nested traces do not mix', () => {
    // d/dx Σₖ x·d/dy (x·y·cₖ) at y = 1 is 2x·Σcₖ.
    const c = tensor([1, 10])
    const f = (x: Tensor) =>
      sum(vmap((ck: Tensor) => x.mul(grad((y: Tensor) => x.mul(y).mul(ck))(tensor(1))))(c))
    expect(grad(f)(tensor(3)).item()).toBe(66)
    // A derivative inside vmap, of a function that maps inside.
    const g = (a: Tensor) =>
      grad((x: Tensor) => sum(vmap((b: Tensor) => cube(x).mul(b).mul(a))(c)))(tensor(2))
    expect(vmap(g)(tensor([1, 2])).toArray()).toEqual([132, 264])
    expect(grad((a: Tensor) => sum(vmap(g)(a.mul(tensor([1, 2])))))(tensor(1)).item()).toBe(396)
  })

  test('masks, branches by where, and stopGradient', () => {
    const f = (x: Tensor) => where(greater(x, 0), x.mul(stopGradient(x)), 0)
    expect(vmap(grad(f))(tensor([-1, 2, 3])).toArray()).toEqual([-0, 2, 3])
    expect(grad((x: Tensor) => sum(vmap(f)(x)))(tensor([-1, 2, 3])).toArray()).toEqual([-0, 2, 3])
    expect(vmap((x: Tensor) => stopGradient(x).mul(x))(tensor([2, 3])).toArray()).toEqual([4, 9])
    // Constant at every level, also inside two maps.
    const g = (x: Tensor) => vmap((y: Tensor) => grad((z: Tensor) => stopGradient(z).mul(z).mul(y))(x))(y)
    expect(vmap(g)(tensor([2, 3])).toArray()).toEqual([
      [1, -1],
      [1.5, -1.5],
    ])
  })

  test('ops without a derivative say so by their names', () => {
    const f = (x: Tensor) => vmap((row: Tensor) => cast(argmax(row), 'float64'))(x)
    expect(f(rows).toArray()).toEqual([2, 2])
    expect(() => grad((x: Tensor) => sum(f(x)))(rows)).toThrow(/^argmax: has no derivative/)
  })
})

describe('vmap of vmap', () => {
  test('is the table of all pairs', () => {
    const pairs = vmap(vmap(sub, { inAxes: [null, 0] }), { inAxes: [0, null] })
    expect(pairs(tensor([10, 20, 30]), tensor([1, 2])).toArray()).toEqual([
      [9, 8],
      [19, 18],
      [29, 28],
    ])
  })

  test('maps what the outer function maps too', () => {
    const xs = tensor([
      [1, 2],
      [3, 4],
      [5, 6],
    ])
    const outer = (row: Tensor) => vmap((x: Tensor) => x.mul(sum(row)))(row)
    expect(vmap(outer)(xs).toArray()).toEqual([
      [3, 6],
      [21, 28],
      [55, 66],
    ])
    expect(
      vmap(
        vmap((x: Tensor) => matmul(rows, x)),
        { inAxes: 2, outAxes: 2 },
      )(ones([4, 3, 5])).shape,
    ).toEqual([4, 2, 5])
  })
})

describe('functions with rules of their own', () => {
  const scaled = customVjp(
    (x: Tensor, s: Tensor) => x.mul(s),
    // Three times the true derivative in x, so that the test can tell them apart.
    (g, _y, x, s) => [g.mul(s).mul(3), sum(g.mul(x))],
    { name: 'scaled' },
  )
  const s = tensor([10, 100])

  test('customVjp is mapped, and its rule', () => {
    expect(vmap(scaled)(rows, s).toArray()).toEqual([
      [10, 20, 30],
      [400, 500, 600],
    ])
    const f = (x: Tensor, k: Tensor) => sum(scaled(x, k))
    const [gx, gs] = vmap(grad(f, { argnums: [0, 1] }))(rows, s)
    expect([gx.toArray(), gs.toArray()]).toEqual([
      [
        [30, 30, 30],
        [300, 300, 300],
      ],
      [6, 15],
    ])
    // The scale is the same for all examples, and its gradient their sum.
    const total = (x: Tensor, k: Tensor) => sum(vmap(f, { inAxes: [0, null] })(x, k))
    const [hx, hs] = grad(total, { argnums: [0, 1] })(rows, tensor(10))
    expect([hx.toArray(), hs.item()]).toEqual([
      [
        [30, 30, 30],
        [30, 30, 30],
      ],
      21,
    ])
  })

  test('customVjp is mapped twice, and differentiated twice', () => {
    const f = vmap(vmap(scaled, { inAxes: [0, null] }))
    expect(f(rows, s).toArray()).toEqual([
      [10, 20, 30],
      [400, 500, 600],
    ])
    expect(grad((x: Tensor) => sum(f(x, s)))(rows).toArray()).toEqual([
      [30, 30, 30],
      [300, 300, 300],
    ])
    const square = customVjp(
      (x: Tensor) => x.mul(x),
      (g, _y, x) => [g.mul(x).mul(2)],
    )
    expect(vmap(grad(grad((x: Tensor) => square(x).mul(x))))(tensor([1, 2])).toArray()).toEqual([6, 12])
    checkGrads((x: Tensor) => vmap(square)(x), [tensor([0.5, 2])], { order: 3 })
  })

  test('a rule that leaves an argument constant, and one with a constant cotangent', () => {
    const odd = customVjp(
      (x: Tensor, _s: Tensor) => x,
      () => [tensor(7), null],
    )
    expect(vmap(grad((x: Tensor, k: Tensor) => sum(odd(x, k))))(tensor([1, 2]), s).toArray()).toEqual([7, 7])
    const shared = (k: Tensor) => sum(vmap(odd, { inAxes: [null, 0] })(k, s))
    expect(grad(shared)(tensor(1)).item()).toBe(14)
  })

  test('elementwiseOp, whatever its name', () => {
    const softsign = elementwiseOp(
      x => x / (1 + Math.abs(x)),
      x => tensor(1).div(square(add(1, x))),
      { name: 'sum' },
    )
    expect(vmap(softsign)(tensor([1, 3])).toArray()).toEqual([0.5, 0.75])
    expect(vmap(grad(softsign))(tensor([1, 3])).toArray()).toEqual([0.25, 0.0625])
    const named = customVjp(
      (x: Tensor) => x.mul(2),
      g => [g],
      { name: 'max' },
    )
    expect(vmap(named)(rows).toArray()).toEqual(rows.mul(2).toArray())
  })
})

describe('an op without a rule', () => {
  /** x·w, and the number of nonzero elements. */
  const scale: Op<undefined> = {
    name: 'scale',
    dtypes: 'any',
    forward: ([x, w]) => x.mul(w),
    derivative: (g, _y, [x, w]) => [() => g.mul(w), () => g.mul(x)],
  }
  const nonzero: Op<undefined> = {
    name: 'nonzero',
    dtypes: 'any',
    forward: ([x]) => tensor([...x.values()].filter(Boolean)),
    derivative: null,
  }
  const f = (x: Tensor, w: Tensor): Tensor => apply(scale, [x, w], undefined)

  test('is applied to each example', () => {
    const each = vmap(f, { inAxes: [0, null] })
    expect(each(rows, tensor(2)).toArray()).toEqual(rows.mul(2).toArray())
    expect(each(zeros([0, 3], { dtype: 'float32' }), tensor(2)).shape).toEqual([0, 3])
    checkGrads((x: Tensor, w: Tensor) => each(x, w), [rows, tensor(2)], { order: 2 })
    expect(
      vmap(grad((x: Tensor, w: Tensor) => sum(f(x, w)), { argnums: 1 }))(rows, tensor([1, 2])).toArray(),
    ).toEqual([6, 15])
    expect(vmap(vmap(f))(rows, rows).toArray()).toEqual(rows.mul(rows).toArray())
  })

  test('says so if the shape of its result depends on numbers', () => {
    const count = vmap((x: Tensor): Tensor => apply(nonzero, [x], undefined))
    expect(() =>
      count(
        tensor([
          [1, 0],
          [2, 3],
        ]),
      ),
    ).toThrow(
      /^nonzero: its results have shapes \[1\] and \[2\] for two examples of vmap; a shape cannot depend on numbers/,
    )
  })
})

describe('misuse', () => {
  const x = tensor([1, 2])
  const wrong: [() => unknown, string][] = [
    ...(['item', 'get', 'toArray', 'values', 'toJSON'] as const).map((method): [() => unknown, string] => [
      () => vmap((y: Tensor) => tensor((y as never as Record<typeof method, () => number>)[method]()))(x),
      'vmap: the function read numbers of a tensor that stands for each example',
    ]),
    [() => vmap((y: Tensor) => tensor(y.data[0]))(x), 'vmap: the function read numbers of a tensor'],
    [() => vmap((y: Tensor) => y)(3 as never), 'vmap: argument [0] is 3; only tensors hold examples'],
    [
      () => vmap((y: { a: Tensor }) => y.a)({ a: 3 } as never),
      'vmap: argument [0].a is 3; only tensors hold examples: wrap it in tensor(), or set its inAxes to null',
    ],
    [
      () => vmap((y: Tensor, _z: Tensor) => y)(x, zeros([3])),
      'vmap: argument [1] has 3 examples along axis 0, an argument before it 2',
    ],
    [
      () => vmap((y: Tensor) => y, { inAxes: [0, 1] })(x),
      'vmap: inAxes is [0,1], which does not fit the arguments; give a whole number, null, or one for each',
    ],
    [
      () => vmap((y: { a: Tensor }) => y.a, { inAxes: [{ b: 0 }] })({ a: x }),
      'vmap: inAxes[0] is an object, which does not fit argument [0]; give',
    ],
    [
      () => vmap((y: Tensor) => y, { inAxes: 0.5 })(x),
      'vmap: inAxes is 0.5, which does not fit the arguments',
    ],
    [
      () => vmap((y: Tensor) => y, { inAxes: [1] })(x),
      'vmap: argument [0] has shape [2], which has no axis 1',
    ],
    [() => vmap((y: Tensor) => y)(tensor(1)), 'vmap: argument [0] has shape [], which has no axis 0'],
    [
      () => vmap((y: Tensor) => y, { inAxes: null })(x),
      'vmap: no argument holds examples; give inAxes a number for one at least',
    ],
    [() => vmap(() => x)(), 'vmap: no argument holds examples'],
    [() => vmap((y: Tensor) => y, { outAxes: 1 })(x), 'vmap: the result has shape [2], which has no axis 1'],
    [
      () => vmap((y: Tensor) => [y], { outAxes: [null] })(x),
      'vmap: the result[0] differs between the examples; its outAxes cannot be null',
    ],
    [() => vmap((_: Tensor) => 3)(x), 'vmap: the result is 3; return tensors, in plain objects and arrays'],
    [() => vmap((y: Tensor) => y, { outAxes: 'a' as never })(x), 'vmap: outAxes is "a", which does not fit'],
    [
      () => vmap((y: Tensor) => y.add(zeros([2])))(zeros([4, 3])),
      'add: shapes [3] and [2] do not broadcast; lengths must be equal or 1',
    ],
    [
      () => vmap((y: Tensor) => sum(y, { axis: 1 }))(zeros([4, 3])),
      'sum: axis 1 is outside [-1, 1) of a 1-d',
    ],
    [
      () => vmap((y: Tensor) => softmax(y, { axis: -2 }))(zeros([4, 3])),
      'softmax: axis -2 is outside [-1, 1)',
    ],
    [() => vmap((y: Tensor) => tensor(y))(x), 'tensor: cannot copy a tensor inside a transform; use cast'],
    [
      () =>
        vmap((y: Tensor) =>
          customVjp(
            (z: Tensor) => z.mul(y),
            g => [g],
            { name: 'leaky' },
          )(tensor(1)),
        )(x),
      'leaky: uses a tensor inside a derivative or vmap that is not among its arguments; pass it as one',
    ],
  ]

  test.each(wrong.map(([f, message]) => [message, f] as const))('%s', (message, f) => {
    expect(f).toThrow(message)
    expect(f).toThrow(TensorError)
  })

  test('a function that leaks a derivative into a rule of its own is refused inside vmap too', () => {
    const f = (y: Tensor) =>
      sum(
        vmap((z: Tensor) =>
          customVjp(
            (a: Tensor) => a.mul(y),
            g => [g],
            { name: 'leaky' },
          )(z),
        )(x),
      )
    expect(() => grad(f)(tensor(1))).toThrow(/^leaky: uses a tensor inside a derivative or vmap/)
  })

  test('a tensor that left the function says so when it is used', () => {
    let kept: Tensor = x
    vmap((y: Tensor) => {
      kept = y.mul(2)
      return y
    })(x)
    expect(() => kept.mul(3)).toThrow(/^vmap: mul was given a tensor that is left from a vmap; return it/)
    expect(() => kept.toArray()).toThrow(/^vmap: /)
    expect(() =>
      vmap((y: Tensor) => {
        kept = y
        throw new Error('stop')
      })(x),
    ).toThrow('stop')
    expect(() => kept.mul(3)).toThrow(/^vmap: mul was given/)
  })

  test('printing shows what it stands for', () => {
    const seen: string[] = []
    vmap((y: Tensor) => {
      seen.push(String(y), inspect(y))
      return y
    })(rows)
    expect(seen).toEqual(new Array(2).fill('tensor float64 [3] for each of 2 examples'))
  })
})

test('types: functions with types keep them, functions without get tensors', () => {
  const f = vmap((p: { w: Tensor }, n: number) => ({ y: p.w.add(n) as Tensor }), { inAxes: [0, null] })
  expectTypeOf(f).toEqualTypeOf<(p: { w: Tensor }, n: number) => { y: Tensor }>()
  expectTypeOf(vmap((a, b) => a.mul(b))).toBeCallableWith(rows, rows)
  expectTypeOf(vmap(x => sum(x))(tensor([[1]], { dtype: 'float32' }))).toExtend<Tensor>()
  expectTypeOf(vmap(grad((x: Tensor) => sum(x)))(rows)).toEqualTypeOf<Tensor<'float64'>>()
})
