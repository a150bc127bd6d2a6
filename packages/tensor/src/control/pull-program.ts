/** Derivatives of programs. */
import type { Tensor } from '../array/tensor.ts'
import type { Cotangent } from '../trace/apply.ts'
import { settled } from '../trace/tape.ts'
import { hasCotangent, type Pull, pull } from '../transforms/backward.ts'
import type { Program } from './program.ts'

/** The places of the floats among tensors. */
export const floatsAmong = (xs: readonly Tensor[]): number[] =>
  xs.flatMap((x, i) => (hasCotangent(x) ? [i] : []))

/** The list with other tensors at some places. */
export function withOthers(xs: readonly Tensor[], places: readonly number[], others: readonly Tensor[]) {
  const all = [...xs]
  places.forEach((place, i) => {
    all[place] = others[i]
  })
  return all
}

/**
 * The results of a program, and its pullback from the float results to the inputs at the places
 * `followed`.
 */
export function pullProgram(
  program: Program,
  inputs: readonly Tensor[],
  followed: readonly number[],
): Pull & { readonly results: readonly Tensor[] } {
  let all: readonly Tensor[] = []
  const pulled = pull(
    program.name,
    chosen => {
      all = program.apply(withOthers(inputs, followed, chosen))
      return all.filter(hasCotangent)
    },
    followed.map(i => inputs[i]),
    followed.map(i => `input ${i} of the body`),
  )
  return { ...pulled, results: withOthers(all.map(settled), floatsAmong(all), pulled.outputs) }
}

/** The cotangents of float inputs, which `compute` gives all at once when one is needed. */
export function atOnce(inputs: readonly Tensor[], compute: () => readonly Tensor[]): Cotangent[] {
  let all: readonly Tensor[] | undefined
  const places = floatsAmong(inputs)
  return inputs.map((x, i) => (hasCotangent(x) ? () => (all ??= compute())[places.indexOf(i)] : null))
}
