/**
 * For every op of the table: vmap of it equals the op on each example, stacked, to the last bit.
 */
import {
  cast,
  checkGrads,
  type DType,
  flip,
  grad,
  stack,
  sum,
  type Tensor,
  transpose,
  vmap,
} from '@multiview/tensor'
import { table } from '@multiview/tensor/table'
import { describe, expect, test } from 'vitest'
import { flat as flatRule } from '../../../packages/tensor/src/trace/apply.ts'
import { calls, flat } from '../ops/calls.ts'
import { samples } from '../ops/samples.ts'
import '../ops/samples-of-math.ts'
import '../ops/samples-of-statistics.ts'
import '../ops/samples-of-windows.ts'
import '../ops/samples-of-matrices.ts'

/** The ops whose results have a shape that depends on the values. */
const SHAPED_BY_VALUES = ['bincount', 'flatnonzero', 'maskedSelect', 'uniqueValues']
const ops = table.filter(op => samples.has(op.name) && !SHAPED_BY_VALUES.includes(op.name))

/** The ops that vmap applies to each example. */
const ONE_BY_ONE = ['flatnonzero', 'bincount']

test('every op of the table has a rule, unless its function only calls other ops', () => {
  const without = table.filter(op => op.derivative !== 'composed' && !op.batch)
  expect(without.map(op => op.name)).toEqual(ONE_BY_ONE)
})

/**
 * Other values in the same range: the elements backwards, and scaled a little if they are floats.
 */
const variant = (x: Tensor, k: number): Tensor => {
  const y = k % 2 ? flip(x) : x
  return x.dtype === 'float64' ? y.mul(1 - k / 64) : y
}

/** For `count` examples of some inputs, those that are mapped, along an axis. */
function examplesOf(inputs: readonly Tensor[], mapped: readonly boolean[], count: number) {
  return Array.from({ length: count }, (_, k) => inputs.map((x, i) => (mapped[i] ? variant(x, k) : x)))
}

/** The examples of each input along its last axis if `last`, or along its first. */
const together = (examples: readonly Tensor[][], mapped: readonly boolean[], last: boolean): Tensor[] =>
  examples[0].map((x, i) => {
    if (!mapped[i]) return x
    const whole = stack(examples.map(inputs => inputs[i]))
    const axes = whole.shape.map((_, axis) => axis)
    return last ? transpose(whole, [...axes.slice(1), 0]) : whole
  })

/** All inputs mapped, and each alone. */
const patterns = (n: number): boolean[][] => {
  const alone = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, k) => k === i))
  return n > 1 ? [new Array(n).fill(true), ...alone] : alone
}

const axesOf = (mapped: readonly boolean[], axis: number) => mapped.map(is => (is ? axis : null))

describe.each(ops)('$name', op => {
  const list = samples.get(op.name) ?? []
  const call = (inputs: Tensor[], options: object) => calls[op.name](inputs, options as never)

  test('is the op on each example, to the last bit', () => {
    for (const { inputs, options } of list)
      for (const mapped of patterns(inputs.length)) {
        const examples = examplesOf(inputs, mapped, 3)
        const want = stack(examples.map(some => call(some, options)))
        const each = (...some: Tensor[]) => call(some, options)
        const first = vmap(each, { inAxes: axesOf(mapped, 0) })(...together(examples, mapped, false))
        expect([first.shape, first.dtype, flat(first)]).toEqual([want.shape, want.dtype, flat(want)])
        const last = vmap(each, { inAxes: axesOf(mapped, -1), outAxes: -1 })(
          ...together(examples, mapped, true),
        )
        expect(flat(transpose(last, [last.ndim - 1, ...want.shape.slice(1).keys()]))).toEqual(flat(want))
      }
  })

  test('is so in float32 and int32, and for one example and none', () => {
    const { inputs, options } = list[0]
    const each = (...some: Tensor[]) => call(some, options)
    const mapped = inputs.map(() => true)
    for (const dtype of ['float32', 'int32'] as const) {
      const examples = examplesOf(inputs, mapped, 2).map(some =>
        some.map(x => (x.dtype === 'float64' ? cast(x.mul(3), dtype) : x)),
      )
      let want: Tensor
      try {
        want = stack(examples.map(some => call(some, options)))
      } catch {
        // The op refuses these numbers without vmap too.
        expect(() => vmap(each)(...together(examples, mapped, false))).toThrow()
        continue
      }
      const got = vmap(each)(...together(examples, mapped, false))
      expect([got.dtype, flat(got)]).toEqual([want.dtype, flat(want)])
    }
    const whole = together(examplesOf(inputs, mapped, 1), mapped, false)
    const one = call([...inputs], options)
    expect(flat(vmap(each)(...whole))).toEqual(flat(one))
    expect(vmap(each)(...whole.map(x => x.slice([0, 0]))).shape).toEqual([0, ...one.shape])
  })

  const differentiable = list.filter(
    ({ inputs, options }) =>
      op.derivative !== null &&
      op.derivative !== flatRule &&
      inputs.some(x => x.dtype === 'float64' && x.size > 0) &&
      (options as { dtype_to?: DType }).dtype_to !== 'int32',
  )
  // The second example of its first sample is triangular, and the signs of qr jump there.
  const sample = differentiable[op.name === 'qr' ? 1 : 0]
  if (!sample) return
  const { inputs, options } = sample

  test('has right derivatives of first and second order through vmap', () => {
    for (const mapped of patterns(inputs.length)) {
      const whole = together(examplesOf(inputs, mapped, 2), mapped, false)
      const f = (...floats: Tensor[]) => {
        const rest = [...floats]
        const all = whole.map(x => (x.dtype === 'float64' ? rest.shift()! : x))
        return vmap((...some: Tensor[]) => call(some, options), { inAxes: axesOf(mapped, 0) })(...all)
      }
      checkGrads(
        f,
        whole.filter(x => x.dtype === 'float64'),
        { order: 2 },
      )
    }
  })

  test('has the gradients of a loop, to the last bit', () => {
    const places = inputs.flatMap((x, i) => (x.dtype === 'float64' ? [i] : []))
    const gradient = grad((...some: Tensor[]) => sum(call(some, options)), { argnums: places })
    for (const mapped of patterns(inputs.length)) {
      const examples = examplesOf(inputs, mapped, 2)
      const got = vmap(gradient, { inAxes: axesOf(mapped, 0) })(...together(examples, mapped, false))
      const want = examples.map(some => gradient(...some))
      got.forEach((g, i) => {
        expect(flat(g)).toEqual(want.flatMap(list => flat(list[i])))
      })
    }
  })
})
