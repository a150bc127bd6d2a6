/**
 * Every op of the table: compiled, it has the bits of the eager run, also for numbers other than
 * the traced ones.
 */
import { cast, type DType, flip, grad, jit, sum, type Tensor } from '@multiview/tensor'
import { table } from '@multiview/tensor/table'
import { describe, expect, test } from 'vitest'
import { flat as flatRule } from '../../../packages/tensor/src/trace/apply.ts'
import { calls, flat } from '../ops/calls.ts'
import { samples } from '../ops/samples.ts'
import '../ops/samples-of-math.ts'
import '../ops/samples-of-matrices.ts'
import '../ops/samples-of-statistics.ts'
import '../ops/samples-of-windows.ts'

const ops = table.filter(op => samples.has(op.name))

/** Other numbers in the same range. */
const other = (x: Tensor): Tensor => (x.dtype === 'float64' ? flip(x).mul(0.75) : flip(x))

const same = (got: Tensor, want: Tensor) =>
  expect([got.dtype, got.shape, flat(got)]).toEqual([want.dtype, want.shape, flat(want)])

test('every op is here, or is the derivative of one', () => {
  const left = table.filter(op => !ops.includes(op)).map(op => op.name)
  const parts = 'unslice sumParts fold conv2dInput conv2dKernel maxPoolPlaces averagePool2dInput rankPlaces'
  expect(left.sort()).toEqual(parts.split(' ').sort())
})

describe.each(ops)('$name', op => {
  const list = samples.get(op.name) ?? []
  const call = (inputs: Tensor[], options: object) => calls[op.name](inputs, options as never)

  test('has the bits of the eager run', () => {
    for (const { inputs, options } of list)
      for (const dtype of ['float64', 'float32'] as const) {
        const compiled = jit((...some: Tensor[]) => call(some, options))
        const given = inputs.map(x => (x.dtype === 'float64' ? cast(x, dtype) : x))
        const others = given.map(other)
        same(compiled(...given), call(given, options))
        same(compiled(...given), call(given, options))
        let want: Tensor
        try {
          want = call(others, options)
        } catch (error) {
          expect(() => compiled(...others)).toThrow((error as Error).message)
          continue
        }
        same(compiled(...others), want)
      }
  })

  const [sample] = list.filter(
    ({ inputs, options }) =>
      op.derivative !== null &&
      op.derivative !== flatRule &&
      inputs.some(x => x.dtype === 'float64' && x.size > 0) &&
      (options as { dtype_to?: DType }).dtype_to !== 'int32',
  )
  if (!sample) return
  const { inputs, options } = sample

  test('has the gradients of the eager run', () => {
    const places = inputs.flatMap((x, i) => (x.dtype === 'float64' ? [i] : []))
    const gradient = grad((...some: Tensor[]) => sum(call(some, options)), { argnums: places })
    const compiled = jit(gradient)
    for (let turn = 0; turn < 2; turn++) {
      const got = compiled(...inputs)
      gradient(...inputs).forEach((want, i) => {
        same(got[i], want)
      })
    }
  })
})
