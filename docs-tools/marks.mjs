// Replaces the text between the marks <!-- name: … --> and <!-- /name --> of a page.
import { readFileSync, writeFileSync } from 'node:fs'

/**
 * @param page path of the file
 * @throws Error if the page lacks the marks.
 */
export const fill = (page, name, text) => {
  const whole = readFileSync(page, 'utf8')
  const begin = whole.search(new RegExp(`<!-- ${name}:`))
  const open = whole.indexOf('-->', begin) + 3
  const end = whole.indexOf(`<!-- /${name} -->`)
  if (begin < 0 || end < open) throw new Error(`${page} lacks the marks of ${name}`)
  writeFileSync(page, `${whole.slice(0, open)}\n\n${text}\n\n${whole.slice(end)}`)
}
