/**
 * Loops that read a matrix product block by block, and softmax in loops: one step of the plan, with
 * the bits of the eager run.
 */
import {
  type DType,
  exp,
  greater,
  jit,
  logSoftmax,
  logsumexp,
  matmul,
  max,
  mul,
  normal,
  relu,
  softmax,
  stream,
  sum,
  type Tensor,
  tanh,
  tensor,
  transpose,
  where,
} from '@multiview/tensor'
import { describe, expect, test } from 'vitest'

type Program = (...args: Tensor[]) => Tensor | Tensor[]

const drawn = (dtype: DType, seed: number, ...shape: number[]): Tensor =>
  normal(stream(seed), shape, { dtype } as { dtype: 'float64' }) as Tensor

const bits = (x: Tensor | Tensor[]): string[] =>
  [x].flat().map(y => `${y.dtype} [${y.shape}] ${Buffer.from(y.values().buffer).toString('base64')}`)

/** The ops of each step that is not a view. Compares the bits for two sets of arguments before. */
function stepsOf(f: Program, args: Tensor[]): string[] {
  const compiled = jit(f as (...args: Tensor[]) => Tensor)
  const others = args.map(x => x.mul(-0.75) as Tensor)
  for (const given of [others, args, others]) expect(bits(compiled(...given))).toEqual(bits(f(...given)))
  const { steps } = compiled.describe(...args)
  return steps.filter(({ ops }) => ops[0] !== 'transpose').map(({ kind, ops }) => [kind, ...ops].join(' '))
}

describe.each(['float64', 'float32'] as const)('in %s', dtype => {
  /** One block and several, of rows and of depth, and panels that are full and not. */
  const sizes = [
    [128, 64, 20],
    [37, 5, 300],
    [2, 2047, 3],
    [700, 90, 17],
    [45, 33, 1],
  ]

  test.each(sizes)('a layer [%i, %i] with %i inputs is one step', (m, n, k) => {
    const [x, w, b] = [drawn(dtype, 1, m, k), drawn(dtype, 2, k, n), drawn(dtype, 3, n)]
    expect(stepsOf((x, w, b) => relu(matmul(x, w).add(b)) as Tensor, [x, w, b])).toEqual(
      // A product that gains nothing from blocks is computed alone.
      m * n * k < 4096 ? ['op matmul', 'loop add relu'] : ['loop matmul add relu'],
    )
  })

  test('operands of a loop may be rows, columns, single numbers or any other', () => {
    const [m, n, k] = [50, 31, 40]
    const args = [
      drawn(dtype, 1, m, k),
      drawn(dtype, 2, k, n),
      drawn(dtype, 3, n),
      drawn(dtype, 4, m, 1),
      drawn(dtype, 5, 1),
      drawn(dtype, 6, m, n),
      drawn(dtype, 7, n, m),
    ]
    const f: Program = (x, w, row, column, one, full, turned) =>
      tanh(matmul(x, w).add(row).mul(column).add(one).sub(full).mul(transpose(turned)).mul(0.5)) as Tensor
    expect(stepsOf(f, args)).toEqual(['loop matmul add mul add sub mul mul tanh'])
  })

  test('what other steps or the caller need of the product is kept', () => {
    const args = [drawn(dtype, 1, 60, 50), drawn(dtype, 2, 50, 70)]
    const f: Program = (x, w) => {
      const y = matmul(x, w) as Tensor
      const z = where(greater(y, 0), y, exp(y)) as Tensor
      return [y, matmul(transpose(y), z) as Tensor, sum(z, { axis: 0 }) as Tensor]
    }
    expect(stepsOf(f, args)).toEqual(['loop matmul greater exp where sum', 'op matmul'])
  })

  test('batches, and their transposes', () => {
    const args = [drawn(dtype, 1, 3, 1, 40, 21), drawn(dtype, 2, 5, 33, 21), drawn(dtype, 3, 3, 1, 40, 1)]
    const f: Program = (q, k, c) =>
      matmul(q, transpose(k, [0, 2, 1]))
        .mul(0.3)
        .add(c) as Tensor
    expect(stepsOf(f, args)).toEqual(['loop matmul mul add'])
  })

  test('reductions of rows and of columns belong to the step, others do not', () => {
    const args = [drawn(dtype, 1, 300, 40), drawn(dtype, 2, 40, 130)]
    const reduced = (axis: number | null) =>
      stepsOf((x, w) => {
        const y = matmul(x, w).mul(2)
        return [sum(y, { axis }), max(y, { axis })] as Tensor[]
      }, args)
    expect(reduced(1)).toEqual(['loop matmul mul sum max'])
    expect(reduced(0)).toEqual(['loop matmul mul sum max'])
    expect(reduced(null)).toEqual(['op matmul', 'loop mul sum max'])
  })

  test('a loop with two products reads one of them from memory', () => {
    const args = [drawn(dtype, 1, 30, 20), drawn(dtype, 2, 20, 25), drawn(dtype, 3, 30, 20)]
    const f: Program = (x, w, y) => tanh(matmul(x, w).add(matmul(y, w))) as Tensor
    expect(stepsOf(f, args)).toEqual(['op matmul', 'loop matmul add tanh'])
  })

  test.each([
    [128, 32],
    [9, 4095],
    [1000, 3],
    [5, 1],
  ])('the ops of softmax on [%i, %i]', (m, n) => {
    const x = drawn(dtype, 1, m, n).mul(20) as Tensor
    const f: Program = x => {
      const y = x.mul(0.7)
      return [softmax(y), logSoftmax(y), logsumexp(y, { axis: 1 }), sum(y, { axis: -1 })] as Tensor[]
    }
    expect(stepsOf(f, [x])).toEqual(['loop mul softmax logSoftmax logsumexp sum'])
    expect(stepsOf(x => mul(softmax(x), 2) as Tensor, [x])).toEqual(['loop softmax', 'loop mul'])
  })

  test('the scores of attention are one step, and their gradient has the bits of the eager run', () => {
    const args = [1, 2, 3].map(seed => drawn(dtype, seed, 2, 24, 16))
    const f: Program = (q, k, v) => matmul(softmax(matmul(q, transpose(k, [0, 2, 1])).mul(0.25)), v) as Tensor
    expect(stepsOf(f, args)).toEqual(['loop matmul mul softmax', 'op matmul'])
  })
})

test('rows of softmax with ∞ and NaN', () => {
  const rows = tensor([
    [-Infinity, -Infinity, -Infinity],
    [Infinity, 1, Infinity],
    [1, Number.NaN, 2],
    [0, -0, 1e-310],
  ])
  const f: Program = x =>
    [softmax(x.mul(1)), logSoftmax(x.mul(1)), logsumexp(x.mul(1), { axis: 1 })] as Tensor[]
  const compiled = jit(f as (x: Tensor) => Tensor[])
  compiled(rows.mul(0.5) as Tensor)
  expect(compiled(rows).map(y => y.toArray())).toEqual((f(rows) as Tensor[]).map(y => y.toArray()))
})
