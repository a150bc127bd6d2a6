// Writes how likely each claim is to be decided rightly into docs/power.md and beside the sizes of
// the claim:
//
//   npm run verify -- --preset full --seed 55013 --out full
//   node scripts/docs-power.mjs full
//
// A report says what the draws of a claim look like. The power is that of another run of the same
// preset with a new seed, if the theory is right and its draws look the same.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fill } from '../docs-tools/marks.mjs'
import { table } from '../docs-tools/table.mjs'
import { wrapped } from '../docs-tools/wrapped.mjs'
import { claims, powerOfAll, powersOf, presets, settingsOf, sizeIn } from '../packages/theory/dist/index.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const page = join(root, 'docs', 'power.md')
const reports = process.argv.slice(2)
if (reports.length === 0) {
  console.error('usage: node scripts/docs-power.mjs REPORT …, folders that `multiview verify` wrote')
  process.exit(2)
}

/** A number with two digits, or what it is below. */
const small = risk => (risk < 1e-9 ? 'below 1e-9' : String(Number(risk.toPrecision(2))))
const readable = value => String(Number(value.toPrecision(4)))

/** The parts that decide a claim, from its report. */
const partsOf = (reported, preset) => {
  const claim = claims.find(({ id }) => id === reported.id)
  const risks = claim.risks?.(settingsOf(claim, preset, {}), sizeIn(claim, preset.name).draws)
  return powersOf(reported, risks)
}

const boundInWords = ({ low, high }) =>
  low === null ? `at most ${high}` : high === null ? `at least ${low}` : `${low} to ${high}`

const rowOf = (id, { what, bound, value, deviation, n, probability }) => [
  `\`${id}\``,
  what,
  bound === null ? '' : boundInWords(bound),
  value === null ? '' : readable(value),
  deviation === null ? '' : readable(deviation),
  n ?? '',
  small(1 - probability),
]

/** Writes the power of a claim in a preset into the line before its sizes. */
const besideSizes = (id, preset, power) => {
  const path = join(root, 'packages/theory/src/claims', id, 'claim.ts')
  const text = readFileSync(path, 'utf8')
  const [, line = ''] = /\n( {2}\/\/ Power \(docs\/power\.md\): .*)\n {2}sizes: /.exec(text) ?? []
  const known = new Map([...line.matchAll(/(\w+) (\d\.\d+)/g)].map(([, name, value]) => [name, value]))
  known.set(preset, power)
  const order = Object.keys(presets).filter(name => known.has(name))
  const comment = `  // Power (docs/power.md): ${order.map(name => `${name} ${known.get(name)}`).join(', ')}.`
  const without = line === '' ? text : text.replace(`${line}\n`, '')
  writeFileSync(path, without.replace('\n  sizes: ', `\n${comment}\n  sizes: `))
}

for (const folder of reports) {
  const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))
  const preset = presets[report.preset]
  const each = report.claims.map(reported => ({ id: reported.id, parts: partsOf(reported, preset) }))
  for (const { id, parts } of each) besideSizes(id, report.preset, powerOfAll(parts).toFixed(5))
  const whole = powerOfAll(each.flatMap(({ parts }) => parts))
  const caption =
    `Preset ${report.preset}, from the run with seed ${report.seed}: all ${report.claims.length} claims are ` +
    `decided rightly with a probability of at least ${whole.toFixed(4)}.`
  const head = [
    'claim',
    'what decides',
    'bound',
    'mean or share',
    'standard deviation of a draw',
    'n',
    'wrong with probability',
  ]
  const rows = each.flatMap(({ id, parts }) => parts.map(part => rowOf(id, part)))
  fill(page, report.preset, `${wrapped(caption)}\n\n${table(head, rows)}`)
  console.log(`${report.preset}: ${whole.toFixed(5)}`)
}
