/** Text of a report in LaTeX. */

import { script } from './page/escape.ts'

const special: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '%': '\\%',
  '#': '\\#',
  _: '\\_',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
}

/** Signs of reports that some engines of LaTeX do not know. */
const signs: Readonly<Record<string, string>> = {
  μ: '$\\mu$',
  σ: '$\\sigma$',
  ξ: '$\\xi$',
  η: '$\\eta$',
  γ: '$\\gamma$',
  τ: '$\\tau$',
  ϱ: '$\\varrho$',
  Λ: '$\\Lambda$',
  Σ: '$\\Sigma$',
  '−': '$-$',
  '×': '$\\times$',
  '≤': '$\\le$',
  '≥': '$\\ge$',
  '≠': '$\\ne$',
  '√': '$\\surd$',
  '∞': '$\\infty$',
  '‖': '$\\|$',
  '½': '$\\frac{1}{2}$',
  '…': '\\ldots{}',
  '“': '``',
  '”': "''",
  '’': "'",
  '–': '--',
  '\u202f': '\\,',
}

const raised = '⁰¹²³⁴⁵⁶⁷⁸⁹'
const lowered = '₀₁₂₃₄₅₆₇₈₉'

/** Digits above or below the line, such as ⁻⁶, as one formula. */
const digits = (text: string, of: string, command: '^' | '_'): string =>
  `$${command}{${[...text].map(sign => (sign === '⁻' ? '-' : of.indexOf(sign))).join('')}}$`

/** Any text as LaTeX that shows it, with superscripts and subscripts as `withScripts` reads them. */
export const tex = (text: string): string => {
  let from = 0
  const parts = [...text.matchAll(script)].map(match => {
    const [whole, up, rise, down, sink] = match
    const before = plain(text.slice(from, match.index))
    from = match.index + whole.length
    const raisedText = up ?? rise
    return raisedText === undefined
      ? `${before}\\textsubscript{${plain(down ?? sink)}}`
      : `${before}\\textsuperscript{${plain(raisedText)}}`
  })
  return [...parts, plain(text.slice(from))].join('')
}

const plain = (text: string): string =>
  [...text.matchAll(/[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+|[₀₁₂₃₄₅₆₇₈₉]+|[\s\S]/gu)]
    .map(([part]) => {
      if (part === '⁻' || [...part].some(sign => raised.includes(sign))) return digits(part, raised, '^')
      if ([...part].every(sign => lowered.includes(sign))) return digits(part, lowered, '_')
      return special[part] ?? signs[part] ?? part
    })
    .join('')
