/**
 * Writes the tables of the README's section on speed from a run's JSON, between its two marks:
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
const readme = new URL('../../README.md', import.meta.url)
const text = readFileSync(readme, 'utf8')
const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)]
if (begin < 0 || end < begin) {
  console.error(`README.md lacks the marks ${BEGIN} and ${END}`)
  process.exit(2)
}
const section = speedSection(readRun(file))
writeFileSync(readme, `${text.slice(0, begin + BEGIN.length)}\n\n${section}\n\n${text.slice(end)}`)
