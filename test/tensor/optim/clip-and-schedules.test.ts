import {
  checkGrads,
  clipByGlobalNorm,
  clipByNorm,
  constantSchedule,
  cosineDecay,
  exponentialDecay,
  globalNorm,
  grad,
  jit,
  piecewiseConstant,
  pow,
  sgd,
  type Tensor,
  tensor,
  vmap,
  warmup,
} from '@multiview/tensor'
import { expect, test } from 'vitest'

const tree = () => ({
  a: tensor([
    [1, 2],
    [3, 4],
  ]).transpose(),
  b: [tensor([-6, 8], { dtype: 'float32' }), tensor(5)],
})

test('the global norm is that of all elements, views and float32 too', () => {
  expect(globalNorm(tree()).item()).toBe(Math.sqrt(30 + 100 + 25))
  expect(globalNorm([]).item()).toBe(0)
  const norm = jit((x: Tensor) => globalNorm({ x }))
  expect(norm(tensor([3, -4])).item()).toBe(5)
  expect(
    vmap(grad((x: Tensor) => globalNorm([x])))(
      tensor([
        [3, 4],
        [0, 0],
      ]),
    ).toArray(),
  ).toEqual([
    [0.6000000000000001, 0.8],
    [0, 0],
  ])
})

test('clipByGlobalNorm scales all tensors by one factor, to that norm, or leaves them as they are', () => {
  const long = tree()
  const factor = 2 / globalNorm(long).item()
  const { a, b } = clipByGlobalNorm(long, 2)
  expect(globalNorm({ a, b }).item()).toBeCloseTo(2, 6)
  a.values().forEach((value, i) => {
    expect(value).toBeCloseTo(long.a.values()[i] * factor, 14)
  })
  expect(b[0].dtype).toBe('float32')
  expect(b[1].item()).toBeCloseTo(5 * factor, 14)
  expect(clipByGlobalNorm(long, 100).a.toArray()).toEqual(long.a.toArray())
  expect(clipByGlobalNorm([tensor([3, 4])], 0)[0].toArray()).toEqual([0, 0])
})

test('clipByNorm shortens each tensor by itself', () => {
  const { a, b } = clipByNorm(tree(), 5)
  expect(a.values()[0]).toBeCloseTo(5 / Math.sqrt(30), 14)
  expect(b[0].toArray()).toEqual([-3, 4])
  expect(b[1].item()).toBe(5)
})

test('clipping refuses bad norms', () => {
  expect(() => clipByNorm([], -1)).toThrow('clipByNorm: the largest norm is -1; it must be a number from 0')
  expect(() => clipByGlobalNorm([], Number.NaN)).toThrow('clipByGlobalNorm: the largest norm is NaN')
  expect(() => clipByGlobalNorm(-1)).toThrow('clipByGlobalNorm: the largest norm is -1')
})

test('clipping works inside jit and vmap, and has derivatives', () => {
  const clipped = (x: Tensor) => clipByGlobalNorm({ x, y: x.mul(2) }, 3).y
  const x = tensor([
    [3, 4],
    [0.1, 0.2],
    [0, 0],
  ])
  const rows = vmap(clipped)(x)
  for (let i = 0; i < 3; i++) {
    expect(String(jit(clipped)(x.slice(i)))).toBe(String(clipped(x.slice(i))))
    expect(String(rows.slice(i))).toBe(String(clipped(x.slice(i))))
    checkGrads(clipped, [x.slice(i)])
  }
  expect(clipByNorm([tensor([1, Number.NaN])], 1)[0].toArray()).toEqual([Number.NaN, Number.NaN])
})

test('schedules give the same numbers for a step tensor, inside jit and vmap too', () => {
  const schedules = [
    constantSchedule(0.3),
    exponentialDecay(0.8, { steps: 4, decayRate: 0.5, staircase: true }),
    cosineDecay(2, { steps: 5, end: 0.5 }),
    piecewiseConstant([2, 4], [3, 2, 1]),
    warmup(cosineDecay(1, { steps: 4 }), { steps: 3 }),
  ]
  const steps = tensor([0, 1, 2, 3, 4, 5, 6, 7, 8], { dtype: 'int32' })
  for (const schedule of schedules) {
    const numbers = (steps.toArray() as number[]).map(step => schedule(step))
    expect(vmap((step: Tensor) => schedule(step))(steps).toArray()).toEqual(numbers)
    const compiled = jit((step: Tensor) => schedule(step))
    expect([...steps].map(step => compiled(step).item())).toEqual(numbers)
  }
})

test('schedules have their closed forms', () => {
  expect([0, 7, 1e6].map(constantSchedule(0.3))).toEqual([0.3, 0.3, 0.3])
  const decay = exponentialDecay(0.8, { steps: 4, decayRate: 0.5 })
  for (const step of [0, 1, 4, 9, 40]) expect(decay(step)).toBeCloseTo(0.8 * 0.5 ** (step / 4), 15)
  const stairs = exponentialDecay(0.8, { steps: 4, decayRate: 0.5, staircase: true })
  expect([0, 3, 4, 7, 8].map(stairs)).toEqual([0.8, 0.8, 0.4, 0.4, 0.2])
  const cosine = cosineDecay(2, { steps: 50, end: 0.5 })
  for (const step of [0, 1, 10, 25, 49, 50])
    expect(cosine(step)).toBeCloseTo(0.5 + 0.75 * (1 + Math.cos((Math.PI * step) / 50)), 14)
  expect([0, 25, 50, 51, 1000].map(cosine)).toEqual([2, 1.25, 0.5, 0.5, 0.5])
  expect([0, 9, 10, 19, 20, 500].map(piecewiseConstant([10, 20], [3, 2, 1]))).toEqual([3, 3, 2, 2, 1, 1])
  expect(piecewiseConstant([], [3])(5)).toBe(3)
  expect([0, 1, 2, 4, 5].map(warmup(0.8, { steps: 4, start: 0.4 }))).toEqual([
    0.4, 0.5, 0.6000000000000001, 0.8, 0.8,
  ])
  expect([3, 4, 5, 6].map(warmup(step => pow(0.5, step), { steps: 4 }))).toEqual([0.75, 1, 0.5, 0.25])
})

test('an optimizer takes a schedule as its rate', () => {
  const rule = sgd({ learningRate: warmup(piecewiseConstant([1], [1, 0.5]), { steps: 2 }) })
  let w = tensor([0])
  let state = rule.init(w)
  const places: number[] = []
  for (let t = 0; t < 5; t++) {
    ;({ params: w, state } = rule.update(w, tensor([-1]), state))
    places.push(w.item())
  }
  expect(places).toEqual([0, 0.5, 1.5, 2, 2.5])
})

test('schedules refuse what they cannot follow', () => {
  const refused: [run: () => unknown, message: string][] = [
    [() => constantSchedule(-1), 'constantSchedule: the rate is -1; it must be a finite number from 0'],
    [
      () => exponentialDecay(1, { steps: 0, decayRate: 0.5 }),
      'exponentialDecay: steps is 0; it must be a whole number from 1',
    ],
    [() => exponentialDecay(1, { steps: 1, decayRate: -1 }), 'exponentialDecay: decayRate is -1'],
    [() => exponentialDecay(1, { steps: 1 } as never), 'exponentialDecay: decayRate is undefined'],
    [() => cosineDecay(1, { steps: 1.5 }), 'cosineDecay: steps is 1.5; it must be a whole number from 1'],
    [() => cosineDecay(1, { steps: 1, end: -1 }), 'cosineDecay: end is -1'],
    [
      () => piecewiseConstant([2, 2], [1, 2, 3]),
      'piecewiseConstant: boundaries are [2,2]; give whole numbers from 1, each above the one before',
    ],
    [
      () => piecewiseConstant([2], [1]),
      'piecewiseConstant: values are [1]; give 2 rates, one more than boundaries',
    ],
    [() => warmup(-1, { steps: 2 }), 'warmup: the learning rate of step 0 is -1'],
    [() => warmup(1, { steps: 0 }), 'warmup: steps is 0; it must be a whole number from 1'],
  ]
  for (const [run, message] of refused) expect(run).toThrow(message)
})
