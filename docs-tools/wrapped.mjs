// Wraps the lines of a page.

/** The text, wrapped at 100 columns. Lines after the first begin with the indent. */
export const wrapped = (text, indent = '') =>
  text
    .split(' ')
    .reduce(
      ([...lines], word) => {
        const last = lines.pop()
        if (last === '') return [...lines, word]
        return last.length + 1 + word.length <= 100
          ? [...lines, `${last} ${word}`]
          : [...lines, last, indent + word]
      },
      [''],
    )
    .join('\n')
