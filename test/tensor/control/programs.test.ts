/**
 * Random loops and branches over random trees. Their values have the bits of plain loops over
 * tensors, compiled and for many examples too. Their gradients are those of the plain loops, up to
 * rounding, and agree with finite differences.
 */
import * as mv from '@multiview/tensor'
import {
  add,
  associativeScan,
  cond,
  foriLoop,
  grad,
  greater,
  jit,
  jvp,
  less,
  mul,
  scan,
  sin,
  stack,
  sub,
  sum,
  type Tensor,
  tanh,
  tensor,
  treeLeaves,
  treeMap,
  vmap,
  whileLoop,
  zerosLike,
} from '@multiview/tensor'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { long } from '../../robustness/effort.ts'

type Leaves = readonly Tensor[]
/** A tree of any form; the types of trees of one form are checked elsewhere. */
type Tree = Tensor

const shapes = [[], [2], [2, 2]]
const unary = [tanh, sin, mv.neg, mv.sigmoid, (x: Tensor) => sum(x, { axis: -1, keepDims: x.ndim > 0 })]
const binary = [
  add,
  sub,
  mul,
  (a: Tensor, b: Tensor) => mv.where(greater(a, b), a, b.mul(0.5)),
  (a: Tensor, b: Tensor) => mv.matmul(a.reshape([-1]), mv.broadcastTo(sum(b), [a.size])),
]

/** Gives leaves the form of a tree. */
const forms = [
  (leaves: Leaves) => [...leaves],
  (leaves: Leaves) => ({ a: leaves[0], rest: leaves.slice(1) }),
  (leaves: Leaves) => (leaves.length === 1 ? leaves[0] : { z: [...leaves], empty: [] }),
] as unknown as readonly ((leaves: Leaves) => Tree)[]

/** A random function of leaves: a list of ops, of which each may read results of those before. */
const bodies = fc.record({
  ops: fc.array(fc.tuple(fc.nat(9), fc.nat(50), fc.nat(50)), { minLength: 2, maxLength: 6 }),
  picks: fc.array(fc.nat(50), { minLength: 6, maxLength: 6 }),
})
type Body = typeof bodies extends fc.Arbitrary<infer B> ? B : never

/** A value in the shape of another tensor, between -1 and 1. */
function fitted(x: Tensor, like: Tensor): Tensor {
  const small = tanh(x)
  return small.shape.join() === like.shape.join() ? small : zerosLike(like).add(mv.mean(small))
}

/** The last values of a body: one in the shape of each of `like`. */
function bodyOf({ ops, picks }: Body, inputs: Leaves, like: Leaves): Tensor[] {
  const values = [...inputs]
  for (const [op, a, b] of ops) {
    const [x, y] = [values[a % values.length], values[b % values.length]]
    try {
      values.push(op < unary.length ? unary[op](x) : binary[op - unary.length](x, y))
    } catch (error) {
      if (!(error instanceof mv.TensorError)) throw error
    }
  }
  return like.map((x, i) => fitted(values[values.length - 1 - (picks[i] % values.length)], x))
}

/** Numbers of a seed: smooth, different, below 1. */
const filled = (shape: readonly number[], seed: number): Tensor =>
  sin(mv.arange(mv.zeros(shape).size).mul(1.7).add(seed))
    .reshape(shape)
    .mul(0.8)

const numbers = (tree: unknown): number[] => treeLeaves(tree).flatMap(x => [...x.values()])
/** One number that depends on all leaves in different ways. */
const total = (tree: unknown): Tensor =>
  treeLeaves(tree).reduce((y, x, i) => y.add(sum(x.mul(x)).mul(i + 1)).add(sum(x)), tensor(0))

/**
 * Compares a function with its plain form at some leaves: values, compiled values, values of
 * examples, gradients.
 */
function same(own: (x: Leaves) => unknown, plain: (x: Leaves) => unknown, at: Leaves): void {
  const wanted = numbers(plain(at))
  expect(numbers(own(at))).toEqual(wanted)
  const compiled = jit(own)
  expect(numbers(compiled(at))).toEqual(wanted)
  expect(numbers(compiled(at))).toEqual(wanted)

  const other = at.map(x => x.mul(-0.9))
  const together = vmap(own)(at.map((x, i) => stack([x, other[i]])))
  expect(numbers(treeMap(x => x.slice(1), together))).toEqual(numbers(plain(other)))

  const slope = grad((x: Leaves) => total(own(x)))(at) as Leaves
  const slopeCompiled = jit(grad((x: Leaves) => total(own(x))))
  expect(numbers(slopeCompiled(at))).toEqual(numbers(slope))
  const found = numbers(slope)
  const expected = numbers(grad((x: Leaves) => total(plain(x)))(at))
  const size = Math.max(1, ...expected.map(Math.abs))
  found.forEach((x, i) => {
    expect(Math.abs(x - expected[i])).toBeLessThan(1e-11 * size)
  })
  // Central differences of fourth order along one direction, where the function is smooth.
  const direction = at.map((x, i) => filled(x.shape, i + 5))
  const value = (step: number) => total(own(at.map((x, i) => x.add(direction[i].mul(step))))).item()
  const slopeAlong = at.reduce((y, _, i) => y + sum(slope[i].mul(direction[i])).item(), 0)
  const estimates = [1e-3, 3e-4].map(
    h => (8 * (value(h) - value(-h)) - (value(2 * h) - value(-2 * h))) / (12 * h),
  )
  const scale = Math.max(1, Math.abs(slopeAlong))
  if (Math.abs(estimates[0] - estimates[1]) < 1e-7 * scale)
    expect(Math.abs(estimates[1] - slopeAlong)).toBeLessThan(1e-6 * scale)
}

const someShapes = fc.array(fc.constantFrom(...shapes), { minLength: 1, maxLength: 3 })
const base = {
  carryShapes: someShapes,
  rowShapes: someShapes,
  body: bodies,
  form: fc.nat(forms.length - 1),
  seed: fc.nat(1000),
}
/** All programs in the long test, otherwise a third. */
const options = (numRuns: number) => ({ numRuns: long ? numRuns : Math.ceil(numRuns / 3), seed: 20_261_202 })

describe('random programs', () => {
  test('scan', () => {
    const program = fc.record({
      ...base,
      length: fc.oneof({ weight: 6, arbitrary: fc.nat(5) }, { weight: 1, arbitrary: fc.constant(18) }),
      reverse: fc.boolean(),
      unroll: fc.integer({ min: 1, max: 3 }),
    })
    fc.assert(
      fc.property(program, ({ carryShapes, rowShapes, body, form, seed, length, reverse, unroll }) => {
        const init = carryShapes.map((shape, i) => filled(shape, seed + i))
        const rows = rowShapes.map((shape, i) => filled([length, ...shape], seed + 10 + i))
        const weight = filled([2], seed + 20)
        const n = init.length
        const split = (x: Leaves) => ({ carry: x.slice(0, n), xs: x.slice(n, -1), w: x[x.length - 1] })
        /** The next carry and two results of a run; the weight is taken from outside. */
        const step = (carry: Leaves, x: Leaves, w: Tensor) => {
          const all = bodyOf(body, [...carry, ...x, w], [...carry, ...x.slice(0, 1), carry[0]])
          return { next: all.slice(0, n), ys: all.slice(n) }
        }
        const own = (leaves: Leaves) => {
          const { carry, xs, w } = split(leaves)
          return scan(
            (c: Tree, x: Tree) => {
              const { next, ys } = step(treeLeaves(c), treeLeaves(x), w)
              return [forms[form](next), forms[(form + 1) % 3](ys)]
            },
            forms[form](carry),
            forms[(form + 2) % 3](xs),
            { reverse, unroll },
          )
        }
        const plain = (leaves: Leaves) => {
          const { carry, xs, w } = split(leaves)
          let c: Leaves = carry
          const ys: Leaves[] = []
          for (let i = 0; i < length; i++) {
            const at = reverse ? length - 1 - i : i
            const { next, ys: y } = step(
              c,
              xs.map(x => x.slice(at)),
              w,
            )
            c = next
            ys[at] = y
          }
          const stacked = [xs[0], carry[0]].map((x, k) =>
            length > 0 ? stack(ys.map(y => y[k])) : mv.zeros([0, ...(k === 0 ? x.shape.slice(1) : x.shape)]),
          )
          return [c, stacked]
        }
        same(own, plain, [...init, ...rows, weight])
      }),
      options(260),
    )
  })

  test('foriLoop', () => {
    fc.assert(
      fc.property(fc.record({ ...base, from: fc.integer({ min: -2, max: 2 }), runs: fc.nat(4) }), given => {
        const { carryShapes, body, form, seed, from, runs } = given
        const step = (i: Tensor, carry: Leaves) =>
          bodyOf(body, [...carry, mv.cast(i, 'float64').mul(0.3)], carry)
        const own = (x: Leaves) =>
          treeLeaves(
            foriLoop(from, from + runs, (i, c: Tree) => forms[form](step(i, treeLeaves(c))), forms[form](x)),
          )
        const plain = (x: Leaves) => {
          let carry = x
          for (let i = from; i < from + runs; i++) carry = step(tensor(i), carry)
          return carry
        }
        same(
          own,
          plain,
          carryShapes.map((shape, i) => filled(shape, seed + i)),
        )
      }),
      options(60),
    )
  })

  test('cond', () => {
    fc.assert(
      fc.property(
        fc.record({ ...base, other: bodies, level: fc.double({ min: -1, max: 1, noNaN: true }) }),
        given => {
          const { carryShapes, rowShapes, body, other, form, seed, level } = given
          const at = [...carryShapes, ...rowShapes].map((shape, i) => filled(shape, seed + i))
          const w = (x: Leaves) => x[x.length - 1]
          const branch = (b: Body, x: Leaves, outer: Leaves) => bodyOf(b, [...x, w(outer)], x.slice(0, 2))
          const isAbove = (x: Leaves) => greater(sum(x[0]), level)
          const own = (x: Leaves) =>
            cond(
              isAbove(x),
              (t: Tree) => forms[form](branch(body, treeLeaves(t), x)),
              t => forms[form](branch(other, treeLeaves(t), x)),
              forms[form](x),
            )
          const plain = (x: Leaves) => branch(isAbove(x.map(mv.stopGradient)).item() ? body : other, x, x)
          same(own, plain, at)
        },
      ),
      options(80),
    )
  })

  test('whileLoop', () => {
    fc.assert(
      fc.property(fc.record({ ...base, limit: fc.integer({ min: 0, max: 4 }) }), given => {
        const { carryShapes, body, form, seed, limit } = given
        const at = carryShapes.map((shape, i) => filled(shape, seed + i))
        // The number of runs depends on the numbers, so examples end at different times.
        const goesOn = (i: Tensor, carry: Leaves) =>
          less(i.add(mv.cast(greater(sum(carry[0]), 0), 'int32')), limit)
        const one = tensor(1, { dtype: 'int32' })
        type Carry = { i: Tensor; tree: Tree }
        const own = (x: Leaves) =>
          treeLeaves(
            whileLoop(
              ({ i, tree }: Carry) => goesOn(i, treeLeaves(tree)),
              ({ i, tree }: Carry) => ({
                i: i.add(one),
                tree: forms[form](bodyOf(body, [...treeLeaves(tree), x[0]], treeLeaves(tree))),
              }),
              { i: tensor(0, { dtype: 'int32' }), tree: forms[form](x) },
            ).tree,
          )
        const plain = (x: Leaves) => {
          let carry: Leaves = x
          let i = tensor(0, { dtype: 'int32' })
          const read = (leaves: Leaves) => leaves.map(mv.stopGradient)
          while (goesOn(i, read(carry)).item()) {
            carry = bodyOf(body, [...carry, x[0]], carry)
            i = i.add(one)
          }
          return carry
        }
        const wanted = numbers(plain(at))
        expect(numbers(own(at))).toEqual(wanted)
        expect(numbers(jit(own)(at))).toEqual(wanted)
        const other = at.map(x => x.mul(-0.9))
        const together = vmap(own)(at.map((x, i) => stack([x, other[i]])))
        expect(numbers(treeMap(x => x.slice(0), together))).toEqual(wanted)
        expect(numbers(treeMap(x => x.slice(1), together))).toEqual(numbers(plain(other)))
        const direction = at.map((x, i) => filled(x.shape, i + 5))
        const [, change] = jvp(own, [at], [direction])
        const [, expected] = jvp(plain, [at], [direction])
        const size = Math.max(1, ...numbers(expected).map(Math.abs))
        numbers(change).forEach((x, i) => {
          expect(Math.abs(x - numbers(expected)[i])).toBeLessThan(1e-11 * size)
        })
        expect(numbers(jit((x: Leaves) => jvp(own, [x], [direction])[1])(at))).toEqual(numbers(change))
      }),
      options(50),
    )
  })

  test('associativeScan', () => {
    fc.assert(
      fc.property(
        fc.record({ ...base, count: fc.integer({ min: 1, max: 9 }), reverse: fc.boolean() }),
        given => {
          const { carryShapes, form, seed, count, reverse } = given
          // The composition of maps x → a x + b, which is associative.
          const at = carryShapes.flatMap((shape, i) => [
            filled([count, ...shape], seed + i),
            filled([count, ...shape], seed + 7 + i),
          ])
          const both = (x: Leaves, y: Leaves): Tensor[] =>
            x.flatMap((_, i) => (i % 2 === 1 ? [] : [x[i].mul(y[i]), x[i + 1].mul(y[i]).add(y[i + 1])]))
          const own = (x: Leaves) =>
            treeLeaves(
              associativeScan(
                (a: Tree, b: Tree) => forms[form](both(treeLeaves(a), treeLeaves(b))),
                forms[form](x),
                { reverse },
              ),
            )
          const plain = (x: Leaves) => {
            const found: Tensor[][] = []
            for (let k = 0; k < count; k++) {
              const i = reverse ? count - 1 - k : k
              const element = x.map(each => each.slice(i))
              const before = found[reverse ? i + 1 : i - 1]
              found[i] = before
                ? both(...((reverse ? [element, before] : [before, element]) as [Leaves, Leaves]))
                : element
            }
            return x.map((_, k) => stack(found.map(each => each[k])))
          }
          const wanted = numbers(plain(at))
          const size = Math.max(1, ...wanted.map(Math.abs))
          numbers(own(at)).forEach((x, i) => {
            expect(Math.abs(x - wanted[i])).toBeLessThan(1e-13 * size)
          })
          expect(numbers(jit(own)(at))).toEqual(numbers(own(at)))
          const slope = numbers(grad((x: Leaves) => total(own(x)))(at))
          numbers(grad((x: Leaves) => total(plain(x)))(at)).forEach((x, i) => {
            expect(Math.abs(slope[i] - x)).toBeLessThan(1e-11 * Math.max(1, Math.abs(x)))
          })
        },
      ),
      options(50),
    )
  })
})
