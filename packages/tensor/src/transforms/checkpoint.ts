import { fail } from '../array/error.ts'
import { checkFunction } from '../array/options.ts'
import type { Tensor } from '../array/tensor.ts'
import { concatenate } from '../ops/shape/concatenate.ts'
import { reshape } from '../ops/shape/reshape.ts'
import { undrawn } from '../trace/undrawn.ts'
import { hasCotangent, pull } from './backward.ts'
import { customVjp } from './custom-vjp.ts'
import { unpack } from './packing.ts'
import { type Flat, flatten, mapTree } from './tree.ts'

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
    const run = (inputs: readonly Tensor[]): Flat<R> => {
      let next = 0
      return flatten(
        'checkpoint',
        undrawn('checkpoint', CHANGED, () => f(...(mapTree('checkpoint', args, () => inputs[next++]) as A))),
      )
    }
    let result: Flat<R> | undefined
    const whole = customVjp(
      (...inputs) => {
        result = run(inputs)
        return joined(result.leaves)
      },
      (g, _y, ...inputs) => {
        const floats = inputs.flatMap((x, i) => (hasCotangent(x) ? [i] : []))
        let all: readonly Tensor[] = []
        const again = (values: Tensor[]) => {
          const others = [...inputs]
          for (const [k, i] of floats.entries()) others[i] = values[k]
          all = run(others).leaves
          return all.filter(hasCotangent)
        }
        const { pullback } = pull(
          'checkpoint',
          again,
          floats.map(i => inputs[i]),
          floats.map(i => `tensor ${i} of its arguments`),
        )
        const cotangents = pullback(parted(g, all).filter(hasCotangent), true)
        return inputs.map((_, i) => (floats.includes(i) ? cotangents[floats.indexOf(i)] : null))
      },
      { name: 'checkpoint' },
    )
    const y = whole(...given)
    const { leaves, rebuild } = result!
    // The tape keeps this closure, which should not keep the parts of the result in addition to the
    // whole.
    result = undefined
    return rebuild(parted(y, leaves))
  }
}

const CHANGED = 'differ in the backward pass'

/** Joins several tensors into one, since an op has one result. */
function joined(parts: readonly Tensor[]): Tensor {
  if (parts.length === 0) fail('checkpoint', 'the function returned no tensor; it needs one at least')
  return parts.length === 1 ? parts[0] : concatenate(parts.map(x => reshape(x, [-1])))
}

/** Splits a joined tensor into parts with the shapes and dtypes of `like`. */
const parted = (whole: Tensor, like: readonly Tensor[]): Tensor[] =>
  like.length === 1 ? [whole] : unpack(whole, like)
