import { checkFunction } from '../array/options.ts'
import type { Tensor } from '../array/tensor.ts'
import { undrawn } from '../trace/undrawn.ts'
import { hasCotangent, pull } from './backward.ts'
import { customVjp } from './custom-vjp-trees.ts'
import { flatten, mapTree } from './tree.ts'

/**
 * A function with the same values that stores only its arguments and its result for the backward
 * pass. The backward pass runs `f` again to compute the intermediate values. This saves memory if
 * `f` has many steps, such as a block of layers. Values are those of `f`, to the last bit.
 * Derivatives may differ from those of `f` only in the order in which cotangents are added.
 *
 * The result is a tensor, or objects and arrays of tensors. `f` must give the same result each
 * time. Throws if `f` uses a tensor inside a derivative or vmap that is not among its arguments.
 *
 * @example
 * const block = checkpoint(x => tanh(tanh(tanh(x))))
 * grad(x => sum(block(x)))(tensor([0, 0])).toArray() // [1, 1]
 */
export function checkpoint<A extends Tensor[], R>(f: (...args: A) => R): (...args: A) => R
export function checkpoint<A extends unknown[], R>(f: (...args: A) => R): (...args: A) => R
export function checkpoint<A extends unknown[], R>(f: (...args: A) => R): (...args: A) => R {
  checkFunction('checkpoint', f)
  return (...args) => {
    const given: Tensor[] = []
    mapTree('checkpoint', args, x => given.push(x))
    const run = (inputs: readonly Tensor[]): R => {
      let next = 0
      return undrawn('checkpoint', CHANGED, () =>
        f(...(mapTree('checkpoint', args, () => inputs[next++]) as A)),
      )
    }
    const whole = customVjp(
      (...inputs: Tensor[]) => run(inputs),
      (g, _y, ...inputs) => {
        const floats = inputs.flatMap((x, i) => (hasCotangent(x) ? [i] : []))
        const again = (values: Tensor[]) => {
          const others = [...inputs]
          for (const [k, i] of floats.entries()) others[i] = values[k]
          return flatten('checkpoint', run(others)).leaves.filter(hasCotangent)
        }
        const { pullback } = pull(
          'checkpoint',
          again,
          floats.map(i => inputs[i]),
          floats.map(i => `tensor ${i} of its arguments`),
        )
        const cotangents = pullback(flatten('checkpoint', g).leaves.filter(hasCotangent), true)
        return inputs.map((_, i) => (floats.includes(i) ? cotangents[floats.indexOf(i)] : null))
      },
      { name: 'checkpoint' },
    )
    return whole(...given)
  }
}

const CHANGED = 'differ in the backward pass'
