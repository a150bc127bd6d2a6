import { fail, show } from '../array/error.ts'
import type { Shape } from '../array/shape.ts'

/** The labels of each operand's axes and of the result's; an axis under `...` gets the label `.0`, `.1`, … */
export interface Subscripts {
  readonly terms: readonly (readonly string[])[]
  readonly result: readonly string[]
}

/** Reads subscripts such as `ij,jk->ik` against the operands' shapes. */
export function parseEinsum(subscripts: string, shapes: readonly Shape[]): Subscripts {
  const wrong = (complaint: string) => fail('einsum', `'${subscripts}' ${complaint}`)
  const [left, right, ...more] = subscripts.replaceAll(' ', '').split('->')
  const parts = left.split(',')
  if (more.length > 0) wrong("has more than one '->'")
  if (parts.length !== shapes.length) wrong(`names ${parts.length} operands, ${shapes.length} were given`)
  const wild = Math.max(
    0,
    ...parts.map((part, i) => (part.includes('...') ? shapes[i].length - letters(part).length : 0)),
  )
  const terms = parts.map((part, i) => {
    const n = shapes[i].length
    const labels = expand(part, part.includes('...') ? n - letters(part).length : 0, wild, wrong)
    if (labels.length !== n) wrong(`gives ${labels.length} letters to shape ${show(shapes[i])}`)
    return labels
  })
  const all = terms.flat()
  const lengths = new Map<string, number>()
  terms.forEach((labels, i) => {
    labels.forEach((label, axis) => {
      const n = shapes[i][axis]
      const before = lengths.get(label) ?? n
      const spread = label.startsWith('.') && (n === 1 || before === 1)
      if (n !== before && !spread)
        wrong(`gives '${label}' the lengths ${before} and ${n} in ${shapes.map(show).join(', ')}`)
      lengths.set(label, Math.max(n, before))
    })
  })
  if (right === undefined) {
    const once = all.filter(label => !label.startsWith('.') && all.indexOf(label) === all.lastIndexOf(label))
    return { terms, result: [...wildLabels(wild, wild), ...once.sort()] }
  }
  const result = expand(right, right.includes('...') ? wild : 0, wild, wrong)
  for (const label of result) {
    if (!all.includes(label)) wrong(`asks for '${label}', which no operand has`)
    if (result.indexOf(label) !== result.lastIndexOf(label)) wrong(`names '${label}' twice in the result`)
  }
  return { terms, result }
}

const letters = (part: string): string => part.replace('...', '')

/** Labels of the last `n` of `wild` broadcast axes. */
const wildLabels = (n: number, wild: number): string[] =>
  Array.from({ length: n }, (_, i) => `.${wild - n + i}`)

function expand(part: string, n: number, wild: number, wrong: (complaint: string) => never): string[] {
  if (!/^[a-zA-Z]*(\.\.\.)?[a-zA-Z]*$/.test(part))
    wrong(`has '${part}', which is not letters and at most one '...'`)
  const [before, after] = part.split('...')
  return after === undefined ? [...before] : [...before, ...wildLabels(Math.max(0, n), wild), ...after]
}
