import { fail, show } from '../../array/error.ts'
import type { Shape } from '../../array/shape.ts'

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
  const [left, right] = subscripts.replaceAll(' ', '').split(/->(.*)/)
  const parts = left.split(',')
  if (parts.length !== shapes.length) wrong(`names ${parts.length} operands, ${shapes.length} were given`)
  /** The labels of a part in which `...` stands for `dots` axes. */
  const labelsOf = (part: string, dots: number): string[] => {
    if (!/^[a-z]*(\.{3})?[a-z]*$/i.test(part))
      wrong(`has '${part}', which is not letters and at most one '...'`)
    return [...part.replace('...', '.')].flatMap(label =>
      label === '.' ? Array.from({ length: dots }, (_, k) => `.${dots - k}`) : label,
    )
  }
  const lengths = new Map<string, number>()
  const terms = parts.map((part, i) => {
    const shape = shapes[i]
    const labels = labelsOf(part, shape.length - part.length + 3)
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
  const letters = [...lengths.keys()].filter(label => label[0] !== '.')
  const once = letters.filter(label => all.indexOf(label) === all.lastIndexOf(label)).sort()
  const result = labelsOf(right ?? `...${once.join('')}`, lengths.size - letters.length)
  result.forEach((label, i) => {
    if (!lengths.has(label)) wrong(`asks for '${label}', which no operand has`)
    if (result.indexOf(label) < i) wrong(`names '${label}' twice in the result`)
  })
  return { terms, result }
}
