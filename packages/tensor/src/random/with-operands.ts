/** Draws from a key with parameters that are inside a transform. */
import { fail } from '../array/error.ts'
import { Tensor } from '../array/tensor.ts'
import { apply, type Op } from '../trace/apply.ts'
import type { RandomSource } from './key.ts'
import { Stream } from './stream.ts'

interface Drawn {
  readonly names: readonly string[]
  readonly draw: (key: Tensor, parameters: object) => Tensor
}

/** Draws from a key with the parameters that the transforms hide from the function. */
const opOf = (name: string, derivative: Op<Drawn>['derivative']): Op<Drawn> => ({
  name,
  forward: ([key, ...values], { names, draw }) =>
    draw(key, Object.fromEntries(names.map((option, i) => [option, values[i]]))),
  derivative,
})

/**
 * The draw of a key by the options among which tensors are inside a transform; undefined if none
 * is. It has the bits of the draw with the numbers of these tensors. Draws of whole numbers and
 * bools are constant but for steps; others have no derivative in such an option.
 */
export function drawnInside<O extends object, R extends Tensor>(
  operation: string,
  random: RandomSource,
  options: O,
  draw: (random: RandomSource, options: O) => R,
  steps = true,
): R | undefined {
  const traced = Object.entries(options).filter(([, x]) => x instanceof Tensor && x.tracing)
  if (traced.length === 0) return undefined
  const [names, tensors] = [traced.map(([name]) => name), traced.map(([, x]) => x as Tensor)]
  if (random instanceof Stream)
    fail(operation, `${names[0]} is inside a transform; draw from a key, such as key(random)`)
  const op = opOf(operation, steps ? () => [] : null)
  const made: Drawn = { names, draw: (key, found) => draw(key, { ...options, ...found }) }
  return apply(op, [random, ...tensors], made) as Tensor as R
}
