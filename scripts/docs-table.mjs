// Writes the table of a study between the marks of a page of docs/:
//
//   node scripts/docs-table.mjs real-vectors.md dimensions real-vectors.json
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const [page, mark, file, ...rest] = process.argv.slice(2)
if (file === undefined || rest.length > 0) {
  console.error(
    'usage: node scripts/docs-table.mjs PAGE MARK FILE, a page of docs/, its mark and the file of a study',
  )
  process.exit(2)
}
const { caption, head, rows } = JSON.parse(readFileSync(file, 'utf8'))
const lines = [head, head.map((_, i) => (i === 0 ? '---' : '--:')), ...rows].map(
  cells => `| ${cells.join(' | ')} |`,
)

const path = join(dirname(fileURLToPath(import.meta.url)), '..', 'docs', page)
const whole = readFileSync(path, 'utf8')
const begin = whole.search(new RegExp(`<!-- ${mark}:`))
const open = whole.indexOf('-->', begin) + 3
const end = whole.indexOf(`<!-- /${mark} -->`)
if (begin < 0 || end < open) {
  console.error(`${path} lacks the marks of ${mark}`)
  process.exit(1)
}
writeFileSync(path, `${whole.slice(0, open)}\n\n${caption}\n\n${lines.join('\n')}\n\n${whole.slice(end)}`)
