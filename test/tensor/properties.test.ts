import {
  add,
  broadcastTo,
  concatenate,
  einsum,
  exp,
  flip,
  gather,
  grad,
  jvp,
  matmul,
  mul,
  reshape,
  slice,
  softmax,
  sort,
  sub,
  sum,
  type Tensor,
  tanh,
  tensor,
  transpose,
  vjp,
} from '@multiview/tensor'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

/**
 * Set MULTIVIEW_TEST_SEED to explore; the seed is in every title, and a failure prints the
 * counterexample.
 */
const seed = Number(process.env.MULTIVIEW_TEST_SEED ?? 20231)
const runs = { seed, numRuns: 60 }

const lengths = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 })
const numbers = (n: number) => fc.array(fc.integer({ min: -64, max: 64 }), { minLength: n, maxLength: n })
const size = (shape: readonly number[]) => shape.reduce((n, m) => n * m, 1)
const of = (shape: readonly number[]): fc.Arbitrary<Tensor> =>
  numbers(size(shape)).map(list => reshape(tensor(list.map(v => v / 16)), shape))
const anyTensor = lengths.chain(of)
const filled = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 })

const equal = (a: Tensor, b: Tensor) => {
  expect(a.shape).toEqual(b.shape)
  expect(a.toArray()).toEqual(b.toArray())
}
const total = (a: Tensor, b: Tensor) => sum(mul(a, b)).item()

describe(`broadcasting, seed ${seed}`, () => {
  /** A shape and one that broadcasts to it: some axes 1, some in front missing. */
  const pair = fc
    .tuple(lengths, fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), fc.nat(4))
    .map(([shape, ones, cut]) => ({
      shape,
      part: shape.map((n, i) => (ones[i] ? 1 : n)).slice(Math.min(cut, shape.length)),
    }))
  test('is the same as repeating first', () => {
    fc.assert(
      fc.property(
        pair.chain(({ shape, part }) => fc.tuple(of(shape), of(part))),
        ([x, y]) => {
          equal(add(x, y), add(x, broadcastTo(y, x.shape)))
          equal(sub(y, x), sub(broadcastTo(y, x.shape), x))
        },
      ),
      runs,
    )
  })
  test('commutes where the op does', () => {
    fc.assert(
      fc.property(
        pair.chain(({ shape, part }) => fc.tuple(of(shape), of(part))),
        ([x, y]) => equal(mul(x, y), mul(y, x)),
      ),
      runs,
    )
  })
})

describe(`shape, seed ${seed}`, () => {
  test('transposing twice gives the same values', () => {
    const cases = lengths.chain(shape =>
      fc.tuple(
        of(shape),
        fc.shuffledSubarray(
          shape.map((_, i) => i),
          { minLength: shape.length },
        ),
      ),
    )
    fc.assert(
      fc.property(cases, ([x, axes]) => {
        const back = axes.map((_, i) => axes.indexOf(i))
        equal(transpose(transpose(x, axes), back), x)
      }),
      runs,
    )
  })
  test('reshaping and reshaping back gives the same values, through any view', () => {
    fc.assert(
      fc.property(anyTensor, fc.boolean(), (x, flipped) => {
        const view = flipped ? flip(transpose(x)) : transpose(x)
        equal(reshape(reshape(view, [view.size]), view.shape), view)
        if (view.size > 0) equal(reshape(reshape(view, [1, -1, 1]), view.shape), view)
      }),
      runs,
    )
  })
  test('cutting and joining gives the same values', () => {
    fc.assert(
      fc.property(filled.chain(of), fc.nat(3), (x, at) => {
        const parts = [slice(x, [null, at]), slice(x, [Math.min(at, x.shape[0]), null])]
        equal(concatenate(parts), x)
      }),
      runs,
    )
  })
  test('slices agree with those of plain arrays', () => {
    const edge = fc.option(fc.integer({ min: -8, max: 8 }), { nil: null })
    fc.assert(
      fc.property(
        fc.nat(6).chain(n => of([n])),
        edge,
        edge,
        (x, start, end) => {
          const list = x.toArray() as number[]
          expect(slice(x, [start, end]).toArray()).toEqual(list.slice(start ?? undefined, end ?? undefined))
          expect(slice(x, [null, null, -1]).toArray()).toEqual([...list].reverse())
        },
      ),
      runs,
    )
  })
})

describe(`linearity, seed ${seed}`, () => {
  const linear: [string, (x: Tensor) => Tensor][] = [
    ['sum', x => sum(x, { axis: 0 })],
    [
      'matmul',
      x =>
        matmul(
          x,
          tensor([
            [1, 2],
            [3, 4],
            [5, 6],
          ]),
        ),
    ],
    ['einsum', x => einsum('ij->j', x)],
    ['flip', x => flip(x, 1)],
  ]
  test.each(linear)('%s of a sum is the sum of both', (_, f) => {
    // Sixteenths are exact, so both sides agree to the last bit.
    fc.assert(
      fc.property(of([2, 3]), of([2, 3]), (x, y) => equal(f(add(x, y)), add(f(x), f(y)))),
      runs,
    )
  })
})

describe(`vjp, seed ${seed}`, () => {
  const smooth: [string, (x: Tensor) => Tensor][] = [
    ['exp', x => exp(x)],
    ['tanh of a product', x => tanh(mul(x, x))],
    ['softmax', x => softmax(x)],
    ['matmul with the transpose', x => matmul(x, transpose(x))],
    [
      'gather',
      x =>
        gather(
          x,
          tensor(
            [
              [0, 0, 1],
              [1, 0, 1],
            ],
            { dtype: 'int32' },
          ),
          { axis: 0 },
        ),
    ],
    ['sort', x => sort(x, { axis: 0 })],
  ]
  test.each(smooth)('is the transpose of jvp for %s', (_, f) => {
    fc.assert(
      fc.property(
        of([2, 3]),
        of([2, 3]),
        fc.infiniteStream(fc.integer({ min: -9, max: 9 })),
        (x, v, stream) => {
          const [y, change] = jvp(f, [x], [v])
          const w = reshape(tensor([...stream.take(y.size)]), y.shape)
          const [back] = vjp(f, [x])[1](w)
          const [left, right] = [total(w, change), total(back, v)]
          expect(Math.abs(left - right)).toBeLessThanOrEqual(
            1e-12 * (1 + total(w.mul(w), change.mul(change)) + Math.abs(left)),
          )
        },
      ),
      runs,
    )
  })
  test('the gradient of a sum of parts is the sum of gradients', () => {
    fc.assert(
      fc.property(filled.chain(of), x => {
        const [f, g] = [(y: Tensor) => sum(mul(y, y)), (y: Tensor) => sum(mul(y, 3))]
        equal(grad((y: Tensor) => f(y).add(g(y)))(x), add(grad(f)(x), grad(g)(x)))
      }),
      runs,
    )
  })
})
