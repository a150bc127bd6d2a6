/**
 * Writes the tables of docs/speed.md from a run's JSON, between its two marks:
 * `npm run bench -- --quick --json bench.json && node bench/dist/readme.js bench.json`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { readRun } from './run-file.ts'
import { speedSection } from './speed-section.ts'

const BEGIN = '<!-- bench: written by bench/src/readme.ts -->'
const END = '<!-- /bench -->'

const [file] = process.argv.slice(2)
if (file === undefined) {
  console.error(
    'usage: node bench/dist/readme.js FILE, where FILE is what `npm run bench -- --json FILE` wrote',
  )
  process.exit(2)
}
const page = new URL('../../docs/speed.md', import.meta.url)
const text = readFileSync(page, 'utf8')
const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)]
if (begin < 0 || end < begin) {
  console.error(`docs/speed.md lacks the marks ${BEGIN} and ${END}`)
  process.exit(2)
}
const section = speedSection(readRun(file))
writeFileSync(page, `${text.slice(0, begin + BEGIN.length)}\n\n${section}\n\n${text.slice(end)}`)
