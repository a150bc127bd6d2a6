/**
 * Writes what the documents say of a run: the tables of docs/speed.md and the lines of the README,
 * between their marks, and the report with figures, docs/bench-report.html. The run has to be
 * complete, and kept in the history:
 * `npm run bench -- --quick --keep --json bench.json && node bench/dist/readme.js bench.json`.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { fill } from '../../docs-tools/marks.mjs'
import { keptRuns } from './history.ts'
import { benchPage } from './report/page.ts'
import { RunFileError, readRun } from './run-file.ts'
import { speedLines, speedSection } from './speed-section.ts'

const [file] = process.argv.slice(2)
if (file === undefined) {
  console.error(
    'usage: node bench/dist/readme.js FILE, where FILE is what `npm run bench -- --json FILE` wrote',
  )
  process.exit(2)
}
const inRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))
try {
  const run = readRun(file)
  const lines = speedLines(run)
  if (lines === null) throw new RunFileError(`${file} lacks the cases of the README; run all suites`)
  fill(inRoot('docs/speed.md'), 'bench', speedSection(run))
  fill(inRoot('README.md'), 'speed', lines)
  writeFileSync(inRoot('docs/bench-report.html'), benchPage(run, keptRuns(inRoot('bench/history'))))
} catch (error) {
  console.error((error as Error).message)
  process.exit(2)
}
