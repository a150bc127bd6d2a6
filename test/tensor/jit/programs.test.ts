/** Random programs: compiled, with and without WebAssembly, they have the bits of the eager run. */
import * as mv from '@multiview/tensor'
import { jit, type Tensor, tensor } from '@multiview/tensor'
import { withoutWebAssembly } from '@multiview/tensor/kernels'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { long } from '../../robustness/effort.ts'

type Values = Tensor[]
type Step = readonly [op: number, a: number, b: number, c: number]

const unary = [
  ...[
    mv.neg,
    mv.abs,
    mv.exp,
    mv.tanh,
    mv.relu,
    mv.sign,
    mv.floor,
    mv.square,
    mv.reciprocal,
    mv.sigmoid,
    mv.silu,
    mv.isnan,
    mv.log,
    mv.softplus,
    mv.sin,
    mv.cos,
    mv.atan,
    mv.asin,
    mv.acos,
    mv.erf,
    mv.erfc,
    mv.digamma,
    (x: Tensor) => mv.gelu(x),
    (x: Tensor) => mv.gelu(x, { approximate: 'tanh' }),
  ],
  ...[mv.isfinite, mv.logicalNot, mv.sqrt, (x: Tensor) => mv.sum(x), (x: Tensor) => mv.mean(x, { axis: -1 })],
  ...[(x: Tensor) => mv.sum(x, { axis: 0 }), (x: Tensor) => mv.max(x, { axis: -1, keepDims: true })],
  ...[
    (x: Tensor) => mv.min(x),
    (x: Tensor) => mv.sum(x, { axis: 0, keepDims: true }),
    (x: Tensor) => mv.pow(x, 2),
  ],
  ...[(x: Tensor) => mv.cast(x, 'float32'), (x: Tensor) => mv.cast(x, 'float64'), (x: Tensor) => x.mul(1.5)],
  ...[(x: Tensor) => x.transpose(), (x: Tensor) => x.reshape([-1]), (x: Tensor) => mv.softmax(x)],
  (x: Tensor) => mv.stopGradient(x),
] as ((x: Tensor) => Tensor)[]
const binary = [
  ...[mv.add, mv.sub, mv.mul, mv.div, mv.maximum, mv.minimum, mv.add, mv.mul, mv.logaddexp],
  ...[mv.equal, mv.notEqual, mv.less, mv.lessEqual, mv.greater, mv.greaterEqual],
  ...[mv.logicalAnd, mv.logicalOr, mv.logicalXor],
] as ((a: Tensor, b: Tensor) => Tensor)[]
const kinds = unary.length + binary.length + 2

/**
 * If the shapes or dtypes do not allow a step, it returns its first operand. If the numbers do not
 * allow it, it fails.
 */
function apply(values: Values, [op, a, b, c]: Step): Tensor {
  const [x, y, z] = [a, b, c].map(i => values[i % values.length])
  try {
    if (op < unary.length) return unary[op](x)
    if (op < unary.length + binary.length) return binary[op - unary.length](x, y)
    return op === kinds - 1 ? mv.where(x, y, z) : mv.matmul(x, y)
  } catch (error) {
    if (!(error instanceof mv.TensorError) || error.operation === 'jit' || /int32 range/.test(error.message))
      throw error
    return x
  }
}

const program =
  (steps: readonly Step[]) =>
  (...args: Tensor[]): Tensor[] => {
    const values = [...args]
    for (const step of steps) values.push(apply(values, step))
    return values.slice(-4)
  }

/** A loss that depends on all float results. */
const loss =
  (steps: readonly Step[]) =>
  (...args: Tensor[]): Tensor =>
    program(steps)(...args)
      .filter(x => x.dtype === 'float64' || x.dtype === 'float32')
      .reduce((total, x) => total.add(mv.sum(x)), tensor(0))

/** Dtype, shape and bytes, with equal bytes for every NaN. */
const bits = (x: Tensor) => {
  const values = x.values().map(v => v)
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) values[i] = Number.NaN
  return `${x.dtype} [${x.shape}] ${Buffer.from(values.buffer).toString('base64')}`
}
const all = (xs: unknown) => mv.treeLeaves(xs as Tensor[]).map(x => bits(x as Tensor))

const step = fc.tuple(fc.nat(kinds - 1), fc.nat(40), fc.nat(40), fc.nat(40))
const steps = fc.array(step, { minLength: 1, maxLength: 14 })
const special = [0, -0, 1, -1, 0.5, Number.NaN, Infinity, -Infinity, 1e-310, 800, -800, 2147483647]

/**
 * Arguments of all dtypes, with shapes that broadcast together. One is longer than a block of the
 * loop.
 */
const shapes = [
  [[4], [], [3, 4], [3, 1], [3, 4]],
  [[7], [1], [5, 7], [5, 1], [1, 7]],
  [[131], [], [70, 131], [70, 1], [70, 131]],
  [[2, 3], [3], [5, 2, 3], [2, 1], [5, 1, 3]],
  [[5003], [], [2, 5003], [2, 1], [2, 5003]],
  [[9001], [], [9001], [1], [9001]],
]
const dtypes = ['float64', 'float32', 'float64', 'float64', 'float32', 'int32', 'bool'] as const
const given = fc.record({
  shape: fc.nat(shapes.length - 1),
  dtype: fc.array(fc.nat(dtypes.length - 1), { minLength: 5, maxLength: 5 }),
  seed: fc.nat(1e6),
})
function make(
  { shape, dtype, seed }: { shape: number; dtype: number[]; seed: number },
  turn: number,
): Tensor[] {
  const s = mv.stream(seed, turn)
  return shapes[shape].map((own, i) => {
    const size = own.reduce((n, m) => n * m, 1)
    const kind = dtypes[dtype[i]]
    const list = Array.from({ length: size }, () => {
      const x = s.integer(12) === 0 ? special[s.integer(special.length)] : s.normal()
      return kind === 'int32'
        ? Math.trunc(Math.max(-1e9, Math.min(1e9, x * 3 || 0)))
        : kind === 'bool'
          ? Number(x > 0)
          : x
    })
    return tensor(list, { dtype: kind }).reshape(own)
  })
}

const runs = long ? 350 : 120
type Program = (...args: Tensor[]) => unknown
const check = (
  make_: (list: readonly Step[]) => Program,
  compiled_: typeof make_ = list => jit(make_(list) as (...args: Tensor[]) => unknown),
  turns = 3,
) =>
  fc.assert(
    fc.property(steps, given, (list, input) => {
      const f = make_(list)
      const compiled = compiled_(list)
      let again: Tensor[] = []
      /** Results of the call before, which this call must not change. */
      let last: { results: unknown; before: string[] } | undefined
      for (let turn = 0; turn < turns; turn++) {
        // The last arguments come again.
        const args = turn < 3 ? make(input, turn) : again
        again = args
        let want: unknown
        try {
          want = f(...args)
        } catch (error) {
          expect(() => compiled(...args)).toThrow((error as Error).message)
          continue
        }
        const before = all(want)
        const results = compiled(...args)
        expect(all(results)).toEqual(before)
        if (last) expect(all(last.results)).toEqual(last.before)
        last = { results, before }
      }
    }),
    { numRuns: runs, seed: 20251125 },
  )

const gradientOf =
  (f: (...args: Tensor[]) => Tensor): Program =>
  (...args) => {
    const at = args.flatMap((x, i) => (x.dtype === 'float64' || x.dtype === 'float32' ? [i] : []))
    return at.length > 0 ? mv.valueAndGrad(f, { argnums: at })(...args) : f(...args)
  }

test('values', () => check(program))

test('values, with reused results', () => check(program, list => jit(program(list), { reuseResults: true })))

test('gradients', () => check(list => gradientOf(loss(list))))

test('gradients, with reused results', () =>
  check(
    list => gradientOf(loss(list)),
    list => jit(gradientOf(loss(list)) as (...args: Tensor[]) => unknown, { reuseResults: true }),
    5,
  ))

test('gradients of compiled functions', () =>
  check(
    list => gradientOf(loss(list)),
    list => gradientOf(jit(loss(list))),
  ))

test('values without WebAssembly', () => {
  withoutWebAssembly(() => check(program))
})
