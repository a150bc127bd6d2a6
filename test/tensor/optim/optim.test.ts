import { readFileSync } from 'node:fs'
import {
  type AdamState,
  adam,
  adamW,
  checkGrads,
  cosineDecay,
  equal,
  grad,
  jit,
  matmul,
  mean,
  normal,
  type Optimizer,
  rmsprop,
  sgd,
  square,
  stack,
  stream,
  sub,
  sum,
  type Tensor,
  type Tree,
  tanh,
  tensor,
  valueAndGrad,
  vmap,
  where,
  zeros,
} from '@multiview/tensor'
import { expect, test } from 'vitest'

const trajectories: Record<string, string> = JSON.parse(
  readFileSync(new URL('../../fixtures/optim/trajectories.json', import.meta.url), 'utf8'),
)
const curvature = tensor([1, 0.1, 7, 2])
const centre = tensor([1, -1, 0.25, -4])
const start = tensor([3, -2, 0.5, 0])
const slope = (w: Tensor) => w.sub(centre).mul(curvature)

/** Any state, for tests that apply to all rules. */
const rules: [name: string, rule: Optimizer<unknown>][] = [
  ['gradientDescent', sgd({ learningRate: 0.1 }) as Optimizer<unknown>],
  ['momentum', sgd({ learningRate: 0.05, momentum: 0.9 }) as Optimizer<unknown>],
  ['nesterov', sgd({ learningRate: 0.05, momentum: 0.9, nesterov: true }) as Optimizer<unknown>],
  ['adam', adam({ learningRate: 0.1 }) as Optimizer<unknown>],
  ['adamW', adamW({ learningRate: 0.1, weightDecay: 0.1 }) as Optimizer<unknown>],
  ['rmsprop', rmsprop({ learningRate: 0.05, alpha: 0.9 }) as Optimizer<unknown>],
  ['rmspropMomentum', rmsprop({ learningRate: 0.01, alpha: 0.9, momentum: 0.8 }) as Optimizer<unknown>],
]

test.each(rules)('%s takes the path that NumPy computes', (name, rule) => {
  let w: Tensor = start
  let state = rule.init(w)
  trajectories[name]!.split('; ').forEach(line => {
    for (let i = 0; i < 10; i++) ({ params: w, state } = rule.update(w, slope(w), state))
    const expected = line.split(' ').map(Number)
    const found = w.toArray() as number[]
    for (const [i, value] of found.entries()) expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-13)
  })
})

test('gradient descent on a quadratic has its closed form', () => {
  const rule = sgd({ learningRate: 0.1 })
  let w: Tensor = start
  let state = rule.init(w)
  for (let t = 0; t < 30; t++) ({ params: w, state } = rule.update(w, slope(w), state))
  for (let i = 0; i < 4; i++) {
    const [w0, c, a] = [start.get(i), centre.get(i), curvature.get(i)]
    expect(w.get(i)).toBeCloseTo(c + (w0 - c) * (1 - 0.1 * a) ** 30, 12)
  }
  expect(Object.keys(state)).toEqual(['step'])
  expect(state.step.item()).toBe(30)
})

test('momentum under a constant slope reaches the speed of its geometric sum', () => {
  const rule = sgd({ learningRate: 1, momentum: 0.5 })
  let w = tensor([0])
  let state = rule.init(w)
  for (let t = 0; t < 10; t++) ({ params: w, state } = rule.update(w, tensor([1]), state))
  // Σ over steps of 2·(1 − 2^−t)
  expect(w.item()).toBeCloseTo(-(20 - 2 * (1 - 2 ** -10)), 12)
})

test('the first step of adam is the learning rate against the sign of the slope', () => {
  const w = adam({ learningRate: 0.25 })
  const { params } = w.update(zeros([3]), tensor([1e-3, -5, 1e6]), w.init(zeros([3])))
  expect((params.toArray() as number[]).map(x => x.toFixed(4))).toEqual(['-0.2500', '0.2500', '-0.2500'])
})

test.each(rules)(
  '%s moves nested parameters as it moves each of them alone, views and float32 too',
  (_, rule) => {
    const draw = (shape: number[]) => {
      const x = new Float64Array(shape.reduce((a, b) => a * b, 1))
      return tensor(stream(1, ...shape).fillNormal(x)).reshape(shape)
    }
    const params = {
      layers: [
        { weight: draw([3, 2]).transpose(), bias: draw([2]) },
        { weight: draw([4, 3]).slice([null, null, -2]), bias: tensor(0.5) },
      ],
      scale: tensor([1.5, 2.5], { dtype: 'float32' }),
    }
    type Params = typeof params
    const loss = ({ layers, scale }: Params) =>
      layers
        .map(({ weight, bias }) => sum(weight.mul(weight)).add(sum(bias.mul(bias).mul(bias))))
        .reduce((a, b) => a.add(b))
        .add(sum(scale.mul(scale)))
    let whole = params
    let state = rule.init(whole)
    const gradients: Params[] = []
    for (let t = 0; t < 4; t++) {
      const g = grad(loss)(whole) as Params
      gradients.push(g)
      ;({ params: whole, state } = rule.update(whole, g, state))
    }
    const pick = [
      (p: Params) => p.layers[0]!.weight,
      (p: Params) => p.layers[1]!.bias,
      (p: Params) => p.scale,
    ]
    for (const one of pick) {
      let w: Tensor = one(params)
      let own = rule.init(w)
      for (const g of gradients) ({ params: w, state: own } = rule.update(w, one(g), own))
      expect(one(whole).toArray()).toEqual(w.toArray())
      expect(one(whole).dtype).toBe(one(params).dtype)
      expect(one(whole).shape).toEqual(one(params).shape)
    }
  },
)

test.each(rules)('%s changes neither its input nor an earlier state', (_, rule) => {
  const before = start.toArray()
  const state0 = rule.init(start)
  const saved = JSON.stringify(state0)
  const first = rule.update(start, slope(start), state0)
  const again = rule.update(start, slope(start), state0)
  rule.update(first.params, slope(first.params), first.state)
  expect(start.toArray()).toEqual(before)
  expect(JSON.stringify(state0)).toBe(saved)
  expect(again.params.toArray()).toEqual(first.params.toArray())
})

test('a learning rate may follow the step', () => {
  const rule = sgd({ learningRate: step => where(equal(step, 0), 1, 0.5) })
  let w = tensor([0])
  let state = rule.init(w)
  for (let t = 0; t < 3; t++) ({ params: w, state } = rule.update(w, tensor([1]), state))
  expect(w.item()).toBe(-2)
})

test('adam trains a small regression to its solution', () => {
  const s = stream(7, 'regression')
  const x = tensor(s.fillNormal(new Float64Array(60))).reshape([20, 3])
  const truth = tensor([1, -2, 3])
  const y = sum(x.mul(truth), { axis: 1 })
  const loss = (p: { w: Tensor }) => {
    const error = sum(x.mul(p.w), { axis: 1 }).sub(y)
    return sum(error.mul(error))
  }
  const rule = adam({ learningRate: 0.05 })
  let params = { w: zeros([3]) as Tensor }
  let state = rule.init(params)
  let value = tensor(0) as Tensor
  for (let t = 0; t < 1500; t++) {
    const [v, g] = valueAndGrad(loss)(params)
    value = v
    ;({ params, state } = rule.update(params, g as Tree, state))
  }
  expect(value.item()).toBeLessThan(1e-10)
})

test('bad options are refused with the value and the range', () => {
  expect(() => sgd({ learningRate: -1 })).toThrow(
    'sgd: the learning rate of step 0 is -1; it must be a finite number from 0',
  )
  expect(() => adam({ learningRate: NaN })).toThrow('adam: the learning rate of step 0 is NaN')
  expect(() => adam({ beta1: 1 })).toThrow('adam: beta1 is 1; it must lie in [0, 1)')
  expect(() => adam({ beta2: -0.1 })).toThrow('beta2 is -0.1')
  expect(() => adam({ epsilon: 0 })).toThrow('adam: epsilon is 0; it must be above 0')
  expect(() => sgd({ learningRate: 1, momentum: 2 })).toThrow('sgd: momentum is 2; it must lie in [0, 1)')
  expect(() => sgd({ learningRate: 1, nesterov: true })).toThrow('sgd: nesterov is true without momentum')
  expect(() => adamW({ weightDecay: -1 })).toThrow(
    'adamW: weightDecay is -1; it must be a finite number from 0',
  )
  expect(() => adamW({ beta1: 1 })).toThrow('adamW: beta1 is 1')
  expect(() => rmsprop({ alpha: 1 })).toThrow('rmsprop: alpha is 1; it must lie in [0, 1)')
  expect(() => rmsprop({ epsilon: 0 })).toThrow('rmsprop: epsilon is 0')
  const rolling = rmsprop({ momentum: 0.5 })
  expect(() => rolling.update(start, start, rmsprop().init(start))).toThrow(
    'rmsprop: the state has no velocity',
  )
  const heavy = sgd({ learningRate: 1, momentum: 0.5 })
  expect(() => heavy.update(start, start, sgd({ learningRate: 1 }).init(start))).toThrow(
    'sgd: the state has no velocity',
  )
  const late = sgd({ learningRate: step => sub(1, step) })
  const { state } = late.update(start, start, late.init(start))
  expect(() => late.update(start, start, { step: state.step.add(1) })).toThrow(
    'the learning rate of step 2 is -1',
  )
})

test('trees that do not match are refused with the place where they differ', () => {
  const rule = adam()
  const params = { a: tensor([1, 2]), b: [tensor(1)] }
  const state = rule.init(params)
  const update = (grads: Tree, s = state) => rule.update(params, grads, s)
  expect(() => update({ a: tensor([1, 2]), b: [tensor(1), tensor(2)] })).toThrow(
    'adam: grads has .b[1], which params lacks; give both the same structure',
  )
  expect(() => update({ a: tensor([1, 2]), b: [] })).toThrow('adam: grads has nothing where params has .b[0]')
  expect(() => update(tensor([1]))).toThrow('adam: grads has one tensor where params has .a')
  expect(() => update({ a: tensor([1, 2, 3]), b: [tensor(1)] })).toThrow(
    'adam: grads.a has shape [3], params.a [2]',
  )
  expect(() => update(params, rule.init(tensor([1])))).toThrow(
    'adam: the state has one tensor where params has .a',
  )
  const whole = { a: tensor([1, 2], { dtype: 'int32' }) }
  expect(() => rule.update(whole, whole, rule.init(whole))).toThrow(
    'adam: params.a is int32; only float64 and float32 can be trained: cast it',
  )
})

test('a step has derivatives', () => {
  const rule = sgd({ learningRate: 0.25, momentum: 0.5 })
  const after = (w: Tensor) => {
    const first = rule.update(w, slope(w), rule.init(w))
    return sum(square(rule.update(first.params, slope(first.params), first.state).params))
  }
  checkGrads(after, [start])
  const adaptive = adam({ learningRate: 0.25 })
  checkGrads((w: Tensor) => sum(square(adaptive.update(w, slope(w), adaptive.init(w)).params)), [start])
})

test.each(rules)('%s gives the same bits inside jit, and for each member inside vmap', (_, rule) => {
  const compiled = jit(
    (w: Tensor, g: Tensor, state: Tree) => rule.update(w, g, state) as { params: Tensor; state: Tree },
  )
  const members = stack([start, start.mul(2), start.sub(1)])
  const each = jit(
    vmap((w: Tensor, state: Tree) => rule.update(w, slope(w), state) as { params: Tensor; state: Tree }),
  )
  let all = { params: members as Tensor, state: vmap((w: Tensor) => rule.init(w) as Tree)(members) }
  let one = { params: start as Tensor, state: rule.init(start) as Tree }
  let other = one
  for (let t = 0; t < 5; t++) {
    one = rule.update(one.params, slope(one.params), one.state) as typeof one
    other = compiled(other.params, slope(other.params), other.state as never) as typeof one
    all = each(all.params, all.state as never) as typeof all
  }
  expect(String(other.params)).toBe(String(one.params))
  expect(JSON.stringify(other.state)).toBe(JSON.stringify(one.state))
  expect(String(all.params.slice(0))).toBe(String(one.params))
})

test('members may have learning rates of their own', () => {
  const run = (rate: Tensor, w: Tensor) => {
    const rule = sgd({ learningRate: rate })
    return rule.update(w, slope(w), rule.init(w)).params
  }
  const rates = tensor([0.1, 0.01])
  const both = vmap(run, { inAxes: [0, null] })(rates, start)
  expect(String(both.slice(1))).toBe(String(run(tensor(0.01), start)))
})

test('compiled training of an ensemble follows the training of each network', () => {
  const random = stream(3, 'ensemble')
  const x = normal(random, [12, 3])
  const y = tanh(sum(x, { axis: 1, keepDims: true }))
  const member = (i: number) => ({
    w: normal(random.split(i, 'w'), [3, 4]),
    v: normal(random.split(i, 'v'), [4, 1]),
  })
  const rule = adam({ learningRate: cosineDecay(0.1, { steps: 20 }) })
  type Params = { w: Tensor; v: Tensor }
  const loss = (p: Params) => mean(square(matmul(tanh(matmul(x, p.w)), p.v).sub(y)))
  const step = (p: Params, state: AdamState) => rule.update(p, grad(loss)(p), state)
  const members = [0, 1, 2].map(member)
  let all: Params = { w: stack(members.map(p => p.w)), v: stack(members.map(p => p.v)) }
  let state = vmap(rule.init as (p: Params) => AdamState)(all)
  const each = jit(vmap(step))
  for (let t = 0; t < 10; t++) ({ params: all, state } = each(all, state))
  let own: Params = members[1]!
  let ownState = rule.init(own)
  for (let t = 0; t < 10; t++) ({ params: own, state: ownState } = step(own, ownState))
  expect(String(all.w.slice(1))).toBe(String(own.w))
  expect(state.step.toArray()).toEqual([10, 10, 10])
})
