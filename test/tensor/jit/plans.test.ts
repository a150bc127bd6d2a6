/** How many plans a compiled function keeps, and its warnings if they do not suffice. */
import { grad, jit, ones, sum, type Tensor, tensor } from '@multiview/tensor'
import * as lite from '@multiview/tensor/lite'
import { afterEach, beforeEach, describe, expect, type MockInstance, test, vi } from 'vitest'

let warned: MockInstance<typeof console.warn>
beforeEach(() => {
  warned = vi.spyOn(console, 'warn').mockImplementation(() => {})
})
afterEach(() => warned.mockRestore())
const warnings = () => warned.mock.calls.map(([text]) => text as string)

/** A compiled function, and how often its function ran. */
function counted(options = {}, compile: typeof jit = jit) {
  const runs = { count: 0 }
  const twice = (p: { x: Tensor }) => {
    runs.count++
    return p.x.mul(2)
  }
  return { f: compile(twice, options), runs }
}

describe.each([
  ['main entry', jit],
  ['lite', lite.jit as typeof jit],
])('%s', (_, compile) => {
  test('keeps the plans used last, 16 by default', () => {
    for (const [options, kept] of [
      [{}, 16] as const,
      [{ plans: 1 }, 1] as const,
      [{ plans: 3 }, 3] as const,
    ]) {
      const { f, runs } = counted(options, compile)
      for (let round = 0; round < 3; round++)
        for (let n = 1; n <= kept; n++) expect(f({ x: ones([n]) }).shape).toEqual([n])
      expect(runs.count).toBe(kept)
      expect(warnings()).toEqual([])
      f({ x: ones([kept + 1]) })
      expect(runs.count).toBe(kept + 1)
      f({ x: ones([1]) })
      expect(runs.count).toBe(kept + 2)
      expect(warnings()).toHaveLength(1)
      warned.mockClear()
    }
  })

  test('warns once of more shapes than it keeps plans for', () => {
    const { f } = counted({ plans: 2 }, compile)
    for (let n = 1; n < 9; n++) f({ x: ones([n, 2], { dtype: 'float32' }) })
    expect(warnings()).toEqual([
      'jit: the function twice was called with more combinations of shapes than the 2 whose plans it keeps; the ' +
        'last call had [0].x float32 [3,2]: keep more with jit(f, { plans: N }), or use fixed shapes',
    ])
    const other = counted({ plans: 2 }, compile)
    for (let n = 1; n < 9; n++) other.f({ x: ones([n]) })
    expect(warnings()).toHaveLength(2)
  })

  test('warns once of a number that differs at each call, and says where it is', () => {
    const f = compile((x: Tensor, options: { readonly rates: readonly number[] }) => x.mul(options.rates[1]))
    for (let n = 0; n < 30; n++) expect(f(tensor(1), { rates: [0, n / 4] }).item()).toBe(n / 4)
    expect(warnings()).toEqual([
      'jit: a function without a name was called with 8 values of the plain argument [1].rates[1], 1.75 at the ' +
        'last call; each value needs a new plan: pass a tensor, such as tensor(x), whose number is not part of the plan',
    ])
  })
})

test('a number is the cause if it has more values than there are shapes', () => {
  const f = jit(
    function scaled(x: Tensor, n: number) {
      return x.mul(n)
    },
    { plans: 4 },
  )
  for (let n = 0; n < 6; n++) for (const size of [1, 1, 2]) f(ones([size]), Math.floor(n / 2))
  expect(warnings()).toEqual([
    expect.stringMatching(/scaled was called with 3 values of the plain argument \[1\], 2 at/),
  ])
})

test('a function that is written in the call is another value at each call', () => {
  const f = jit((x: Tensor, g: (y: Tensor) => Tensor) => g(x))
  for (let n = 0; n < 30; n++) f(tensor(2), y => y.mul(n))
  expect(warnings()).toEqual([
    expect.stringMatching(
      /8 values of the plain argument \[1\], a function at the last call; .* pass the same one/,
    ),
  ])
})

test('a few values of a number, and values that come again, are no cause for a warning', () => {
  const f = jit((x: Tensor, n: number) => x.mul(n))
  for (let n = 0; n < 7; n++) f(tensor(1), n)
  for (let round = 0; round < 5; round++) for (let n = 0; n < 16; n++) f(tensor(1), n % 10 === 9 ? 0 : n)
  for (let n = 0; n < 40; n++) f(tensor(n), 1)
  expect(warnings()).toEqual([])
})

test('many arguments are shortened', () => {
  const f = jit((xs: readonly Tensor[]) => xs[0], { plans: 1 })
  for (const n of [1, 2]) f(Array.from({ length: 12 }, () => ones([n])))
  expect(warnings()).toEqual([expect.stringContaining('[0][7] float64 [2], and 4 more: keep more')])
})

test('derivatives of a compiled function keep as many plans, and warn once', () => {
  let runs = 0
  const f = jit(
    function loss(x: Tensor) {
      runs++
      return sum(x.mul(x))
    },
    { plans: 20 },
  )
  const all = Array.from({ length: 20 }, (_, n) => ones([n + 1]))
  for (let round = 0; round < 2; round++)
    for (const x of all) expect(grad(f)(x).toArray()).toEqual(x.mul(2).toArray())
  expect(runs).toBe(20)
  expect(warnings()).toEqual([])
  for (let n = 21; n < 25; n++) grad(f)(ones([n]))
  for (let n = 1; n < 25; n++) f(ones([n]))
  expect(warnings()).toEqual([expect.stringMatching(/function loss .* than the 20 .* \[0\] float64 \[21\]/)])
})

test.each([0, -1, 1.5, Number.NaN, Infinity])('plans: %s is refused', plans => {
  for (const compile of [jit, lite.jit])
    expect(() => compile((x: Tensor) => x, { plans })).toThrow(
      `jit: plans is ${plans}; it must be a whole number from 1`,
    )
})

test('plans that is not a number is refused', () => {
  for (const plans of ['4', null, [4]])
    expect(() => jit((x: Tensor) => x, { plans } as never)).toThrow(
      /^jit: plans: .* is not among the options/,
    )
})
