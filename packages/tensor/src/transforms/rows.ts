/** Jacobians from the pullback of a function, row by row. */
import { zeros } from '../array/create.ts'
import { allocate, type DType } from '../array/dtype.ts'
import { unfit } from '../array/error.ts'
import { checkFunction, checkOptions } from '../array/options.ts'
import { Tensor } from '../array/tensor.ts'
import { reshape } from '../ops/shape/reshape.ts'
import { stack } from '../ops/shape/stack.ts'
import { type ArgnumsOption, choose } from './argnums.ts'
import { type Pull, pull, refuseCut } from './backward.ts'
import type { Loss } from './grad.ts'

/**
 * For each input, the derivatives of the elements of the result, one after the other along a first
 * axis. The result has at least one element.
 */
export type Rows = (pullback: Pull['pullback'], y: Tensor, inputs: readonly Tensor[]) => Tensor[]

/** One backward pass per element of the result. */
export const oneByOne: Rows = (pullback, y, inputs) => {
  const found = Array.from({ length: y.size }, (_, i) => pullback([reshape(units(y, i, 1), y.shape)]))
  return inputs.map((_, i) => stack(found.map(row => row[i])))
}

/** The method of `jacobian`. The main entry sets a faster method with the same bits. */
export const rows: { of: Rows } = { of: oneByOne }

/**
 * Tensors like `y` along a first axis, for the elements from `start` on. Each is 1 at one element
 * and 0 elsewhere.
 */
export function units({ dtype, shape, size }: Tensor, start: number, count: number): Tensor {
  const whole = [count, ...shape]
  const data = allocate('jacobian', dtype, whole)
  for (let i = 0; i < count; i++) data[i * size + start + i] = 1
  return new Tensor<DType>(dtype, data, whole)
}

/**
 * Returns a function that computes the Jacobian of `f`. `rowsOf` is the method that computes its
 * rows.
 */
export function jacobianBy(name: string, f: Loss, options: ArgnumsOption, rowsOf: Rows) {
  checkFunction(name, f)
  checkOptions(name, options, { argnums: '' })
  const { argnums = 0 } = options
  return (...args: never[]): unknown => {
    const [{ leaves, paths, rebuild }, among] = choose(name, argnums, args)
    const inside = (inputs: Tensor[]) => {
      const y: unknown = f(...among(inputs))
      return y instanceof Tensor ? [y] : unfit(name, 'the result of the function', y, 'a tensor')
    }
    const pulled = pull(name, inside, leaves, paths)
    refuseCut(pulled)
    const {
      outputs: [y],
      pullback,
    } = pulled
    const found = y.size > 0 ? rowsOf(pullback, y, leaves) : []
    return rebuild(
      leaves.map(({ dtype, shape }, i) => {
        const whole = [...y.shape, ...shape]
        return found[i] ? reshape(found[i], whole) : zeros(whole, { dtype })
      }),
    )
  }
}
