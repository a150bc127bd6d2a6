/** The arguments of a function that a transform differentiates. */
import { fail } from '../array/error.ts'
import type { Tensor } from '../array/tensor.ts'
import { type Flat, flatten, type TreeLike } from './tree.ts'

/** The position of an argument, or an array of several. */
export type Argnums = number | readonly number[]

/** With respect to which arguments a derivative is taken. */
export interface ArgnumsOption<I extends Argnums = Argnums> {
  /**
   * The position of the argument, 0 by default. With an array of positions the result is an array
   * of derivatives in that order.
   */
  readonly argnums?: I
}

/** The arguments at these positions of a function. */
export type Chosen<F extends (...args: never[]) => unknown, I extends Argnums> = I extends number
  ? Parameters<F>[I]
  : { -readonly [K in keyof I]: Parameters<F>[I[K] & number] }

/** The arguments of a function, of which those at these positions are trees. */
export type WithTrees<A extends unknown[], I extends Argnums> = {
  [K in keyof A]: K extends `${I extends readonly number[] ? I[number] : I & number}` ? TreeLike<A[K]> : A[K]
}

/**
 * Returns the chosen arguments as one tree, which is an array if there are several. Also returns a
 * function that replaces them and gives all arguments.
 */
export function choose(
  operation: string,
  argnums: Argnums,
  args: readonly unknown[],
): [Flat, (leaves: readonly Tensor[]) => never[]] {
  const one = typeof argnums === 'number'
  const flat = flatten<unknown>(operation, one ? args[argnums] : argnums.map(i => args[i]), true)
  return [
    flat,
    leaves => {
      const [all, tree] = [[...args], flat.rebuild(leaves)]
      if (one) all[argnums] = tree
      else
        argnums.forEach((place, i) => {
          if (argnums.indexOf(place) < i) fail(operation, `argument ${place} was named twice`)
          all[place] = (tree as unknown[])[i]
        })
      return all as never[]
    },
  ]
}
