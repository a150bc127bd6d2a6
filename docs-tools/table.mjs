// A table of Markdown.

/** `rows` may have numbers as cells. All columns but the first are aligned as `align` says. */
export const table = (head, rows, align = '--:') =>
  [head, head.map((_, i) => (i === 0 ? '---' : align)), ...rows]
    .map(cells => `| ${cells.join(' | ')} |`)
    .join('\n')
