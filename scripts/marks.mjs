// Replaces the text between the marks <!-- name: … --> and <!-- /name --> of a page.

export const fill = (whole, name, text) => {
  const begin = whole.search(new RegExp(`<!-- ${name}:`))
  const open = whole.indexOf('-->', begin) + 3
  const end = whole.indexOf(`<!-- /${name} -->`)
  if (begin < 0 || end < open) throw new Error(`the page lacks the marks of ${name}`)
  return `${whole.slice(0, open)}\n\n${text}\n\n${whole.slice(end)}`
}
