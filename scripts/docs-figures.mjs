// Puts the figures of a run into docs/figures: those that a page of docs/ or the README shows, and no others.
//
//   npm run verify -- --preset full --out full
//   node scripts/docs-figures.mjs full            # theorems, mechanism, contrasts
//   node scripts/docs-figures.mjs full sweep      # and the sweep over k, from the folder that `multiview sweep --out sweep` wrote
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const docs = join(root, 'docs')
const sweepName = 'sweep.svg'
const [report, sweep, ...rest] = process.argv.slice(2)

if (report === undefined || rest.length > 0) {
  console.error(
    'usage: node scripts/docs-figures.mjs REPORT [SWEEP], folders that `multiview verify` and `multiview sweep` wrote',
  )
  process.exit(2)
}

const pages = [
  join(root, 'README.md'),
  ...readdirSync(docs)
    .filter(name => name.endsWith('.md'))
    .map(name => join(docs, name)),
]
const shown = new Set(
  pages.flatMap(page =>
    [...readFileSync(page, 'utf8').matchAll(/\]\((?:docs\/)?figures\/([\w.-]+\.svg)\)/g)].map(
      ([, name]) => name,
    ),
  ),
)
const sourceOf = name =>
  name !== sweepName ? join(report, 'figures', name) : sweep === undefined ? null : join(sweep, sweepName)

mkdirSync(join(docs, 'figures'), { recursive: true })
const missing = []
for (const name of [...shown].sort()) {
  const source = sourceOf(name)
  if (source === null) continue
  if (existsSync(source)) copyFileSync(source, join(docs, 'figures', name))
  else missing.push(source)
}
if (missing.length > 0) {
  console.error(`not there, and left as they were:\n${missing.map(path => `  ${path}`).join('\n')}`)
  process.exit(1)
}
