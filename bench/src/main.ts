/** `npm run bench`: ours and the peers, measured in one run. */
import { readFileSync, writeFileSync } from 'node:fs'
import { Command, InvalidArgumentError } from 'commander'
import { judge } from './bars.ts'
import { casesOf, SUITES } from './cases.ts'
import { machine } from './machine.ts'
import { type Effort, measure, type Row } from './measure.ts'
import { assemblePeers, PEER_NAMES } from './peers/index.ts'
import { startUp } from './start-up.ts'
import { barsText, caseText, machineText } from './table.ts'
import type { Suite } from './workload.ts'

const chosenFrom =
  (allowed: readonly string[]) =>
  (value: string): string[] => {
    if (value === 'none') return []
    const names = value.split(',')
    const unknown = names.find(name => !allowed.includes(name))
    if (unknown !== undefined)
      throw new InvalidArgumentError(`${unknown} is not one of ${allowed.join(', ')}.`)
    return names
  }

/** What takes part in the cases that differ in layout only, which the other peers get pre-transposed. */
const NATIVE = ['multiview', 'multiview-threads', 'numpy', 'numpy-all']

const numbers = (value: string): number[] => {
  const sizes = value.split(',').map(Number)
  if (!sizes.every(size => Number.isInteger(size) && size >= 1))
    throw new InvalidArgumentError('Sizes are whole numbers of at least 1, separated by commas.')
  return sizes
}

interface Options {
  quick?: boolean
  suite: Suite[]
  peers: string[]
  sizes: number[]
  json?: string
}

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string
}

const program = new Command('npm run bench --')
  .description('Measures our kernels and their peers, alternating, in one run.')
  .option('--quick', 'fewer rounds, and no library that needs seconds for one call: within five minutes')
  .option('--suite <names>', `suites, separated by commas: ${SUITES.join(', ')}`, chosenFrom(SUITES), [
    ...SUITES,
  ])
  .option('--peers <names>', 'peers, separated by commas, or none', chosenFrom(PEER_NAMES), [...PEER_NAMES])
  .option('--sizes <numbers>', 'sizes of the square products', numbers, [64, 128, 256, 512, 1024])
  .option('--json <file>', 'writes machine and rows to a file')
  .addHelpText('after', '\nExample: npm run bench -- --quick --suite gemm --json bench.json')
  .parse()

const { quick = false, suite, peers: names, sizes, json } = program.opts<Options>()
/** What a quick run spends on a case of each suite, so that all of it takes less than five minutes. */
const quickCaseMs: Record<Suite, number> = {
  gemm: 3000,
  conv: 1500,
  elementwise: 2500,
  linalg: 5000,
  'step-dense': 14_000,
  'step-limit': 7000,
}
/** On a busy machine: from here on a quick run takes the samples it can get. */
const HURRY_MS = 200_000

/** A step of size L takes seconds in numpy itself, and singular values some in others: these may take longer. */
const effortOf = (name: Suite): Effort => {
  const long = /^(linalg|step)/.test(name)
  return quick
    ? {
        rounds: 10,
        sampleMs: 15,
        mostMs: long ? 5000 : 1000,
        spentMs: long ? 3000 : 400,
        caseMs: quickCaseMs[name],
        leastRounds: performance.now() < HURRY_MS ? 3 : 1,
      }
    : { rounds: 15, sampleMs: 60, mostMs: 60_000, spentMs: 30_000, caseMs: 600_000, leastRounds: 3 }
}

const start = startUp()
const on = machine()
console.log(machineText(on))
console.log(
  `start-up (emit, compile, first call): ${start.toFixed(1)} ms; bar: less than 30, ${start < 30 ? 'met' : 'NOT met'}`,
)

const peers = await assemblePeers(names, version, on.cores)
const rows: Row[] = []
for (const one of suite.flatMap(name => casesOf(name, sizes))) {
  const able = one.withPeers ? peers : peers.filter(({ name }) => NATIVE.includes(name))
  const measured = await measure(one, able, effortOf(one.suite))
  rows.push(...measured)
  if (measured.length > 0) console.log(caseText(measured))
}
console.log(barsText(judge(rows)))
if (json !== undefined)
  writeFileSync(
    json,
    `${JSON.stringify({ schema: 'multiview.bench/1', machine: on, startUpMs: Number(start.toFixed(1)), rows }, null, 2)}\n`,
  )
for (const peer of peers) peer.end?.()
process.exit(0)
