// Writes the table of a study between the marks of a page of docs/:
//
//   node scripts/docs-table.mjs real-vectors.md dimensions real-vectors.json
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fill } from '../docs-tools/marks.mjs'
import { table } from '../docs-tools/table.mjs'
import { wrapped } from '../docs-tools/wrapped.mjs'

const [page, mark, file, ...rest] = process.argv.slice(2)
if (file === undefined || rest.length > 0) {
  console.error(
    'usage: node scripts/docs-table.mjs PAGE MARK FILE, a page of docs/, its mark and the file of a study',
  )
  process.exit(2)
}
const { caption, head, rows } = JSON.parse(readFileSync(file, 'utf8'))
const text = caption
  .split('\n\n')
  .map(paragraph => wrapped(paragraph))
  .join('\n\n')
const path = join(dirname(fileURLToPath(import.meta.url)), '..', 'docs', page)
try {
  fill(path, mark, `${text}\n\n${table(head, rows)}`)
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
