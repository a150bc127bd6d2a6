import { fail, show } from '../array/error.ts'
import type { Shape } from '../array/shape.ts'

/**
 * The labels of the axes of each operand and of the result. An axis under `...` gets a label `.1`,
 * `.2`, …, counted from the last such axis.
 */
export interface Subscripts {
  readonly terms: readonly (readonly string[])[]
  readonly result: readonly string[]
}

/** Parses subscripts such as `ij,jk->ik` for operands of these shapes. */
export function parseEinsum(subscripts: string, shapes: readonly Shape[]): Subscripts {
  const wrong = (complaint: string) => fail('einsum', `'${subscripts}' ${complaint}`)
  const [left, right, ...more] = subscripts.replaceAll(' ', '').split('->')
  const parts = left.split(',')
  if (more.length > 0) wrong("has more than one '->'")
  if (parts.length !== shapes.length) wrong(`names ${parts.length} operands, ${shapes.length} were given`)
  /**
   * The labels of a part. `wild` gives those of the axes under `...`, from the number of letters.
   */
  const labelsOf = (part: string, wild: (letters: number) => readonly string[]): string[] => {
    if (!/^[a-zA-Z]*(\.\.\.)?[a-zA-Z]*$/.test(part))
      wrong(`has '${part}', which is not letters and at most one '...'`)
    const [before, after] = part.split('...')
    return after === undefined ? [...before] : [...before, ...wild(part.length - 3), ...after]
  }
  let longest: string[] = []
  const lengths = new Map<string, number>()
  const terms = parts.map((part, i) => {
    const shape = shapes[i]
    const labels = labelsOf(part, letters => {
      const found = shape.slice(letters).map((_, k, { length }) => `.${length - k}`)
      if (found.length > longest.length) longest = found
      return found
    })
    if (labels.length !== shape.length) wrong(`gives ${labels.length} letters to shape ${show(shape)}`)
    labels.forEach((label, axis) => {
      const n = shape[axis]
      const before = lengths.get(label) ?? n
      if (n !== before && !(label[0] === '.' && (n === 1 || before === 1)))
        wrong(`gives '${label}' the lengths ${before} and ${n} in ${shapes.map(show).join(', ')}`)
      lengths.set(label, Math.max(n, before))
    })
    return labels
  })
  const all = terms.flat()
  if (right === undefined) {
    const once = all.filter(label => label[0] !== '.' && all.indexOf(label) === all.lastIndexOf(label))
    return { terms, result: [...longest, ...once.sort()] }
  }
  const result = labelsOf(right, () => longest)
  result.forEach((label, i) => {
    if (!all.includes(label)) wrong(`asks for '${label}', which no operand has`)
    if (result.indexOf(label) < i) wrong(`names '${label}' twice in the result`)
  })
  return { terms, result }
}
