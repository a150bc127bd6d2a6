/**
 * Writes the tables of docs/speed.md from a run's JSON, between its two marks:
 * `npm run bench -- --quick --json bench.json && node bench/dist/readme.js bench.json`.
 */
import { fileURLToPath } from 'node:url'
import { fill } from '../../scripts/marks.mjs'
import { readRun } from './run-file.ts'
import { speedSection } from './speed-section.ts'

const [file] = process.argv.slice(2)
if (file === undefined) {
  console.error(
    'usage: node bench/dist/readme.js FILE, where FILE is what `npm run bench -- --json FILE` wrote',
  )
  process.exit(2)
}
const section = speedSection(readRun(file))
try {
  fill(fileURLToPath(new URL('../../docs/speed.md', import.meta.url)), 'bench', section)
} catch (error) {
  console.error((error as Error).message)
  process.exit(2)
}
