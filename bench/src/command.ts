/** `npm run bench`: measures our kernels and the peers in one run. */
import { accessSync, constants, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command, CommanderError, InvalidArgumentError } from 'commander'
import { judge } from './bars.ts'
import { casesOf, SUITES } from './cases.ts'
import { changes, changesText } from './compare.ts'
import { keepRun, keptRuns } from './history.ts'
import { loops } from './loops.ts'
import { machine } from './machine.ts'
import { type Effort, measure, type Row } from './measure.ts'
import { CaseError, loadCases, type OwnWorkload } from './own-case.ts'
import type { Peer } from './peer.ts'
import { assemblePeers, PEER_NAMES } from './peers/index.ts'
import { benchPage } from './report/page.ts'
import { caches } from './roofline/caches.ts'
import { measureRoofline } from './roofline/roofline.ts'
import { RunFileError, readRun, runText } from './run-file.ts'
import { startUp } from './start-up.ts'
import { barsText, caseText, machineText, rooflineText } from './table.ts'
import type { Case, Suite } from './workload.ts'

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

/**
 * The peers that take part in cases that differ only in layout. The other peers get such operands
 * pre-transposed.
 */
const NATIVE = ['multiview', 'multiview-threads', 'numpy', 'numpy-all']

const numbers = (value: string): number[] => {
  const sizes = value.split(',').map(Number)
  if (!sizes.every(size => Number.isInteger(size) && size >= 1))
    throw new InvalidArgumentError('Sizes are whole numbers of at least 1, separated by commas.')
  return sizes
}

interface Options {
  readonly quick?: boolean
  readonly smoke?: boolean
  readonly suite?: Suite[]
  readonly peers: string[]
  readonly sizes?: number[]
  readonly case: string[]
  readonly json?: string
  readonly html?: string
  readonly compare?: string
  readonly keep?: boolean
  readonly history?: string
}

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string
}
const historyFolder = fileURLToPath(new URL('../history', import.meta.url))

const commandLine = (): Command =>
  new Command('npm run bench --')
    .description('Measures our kernels and programs beside other libraries, alternating, in one run.')
    .option('--quick', 'fewer rounds, and no library that needs seconds for one call: within five minutes')
    .option('--smoke', 'tiny sizes and one round: shows in seconds that everything runs, measures nothing')
    .option('--suite <names>', `suites, separated by commas: ${SUITES.join(', ')}`, chosenFrom(SUITES))
    .option('--peers <names>', 'peers, separated by commas, or none', chosenFrom(PEER_NAMES), [...PEER_NAMES])
    .option('--sizes <numbers>', 'sizes of the square products (default: 64 to 1024)', numbers)
    .option(
      '--case <file>',
      'measures the cases of your own module, and only these unless --suite is given; repeatable',
      (file: string, before: string[]) => [...before, file],
      [] as string[],
    )
    .option('--json <file>', 'writes machine, roofline and rows to a file')
    .option('--html <file>', 'writes a page with figures')
    .option('--compare <old.json>', 'compares with a run that --json wrote')
    .option('--keep', 'keeps the run in the history; the page shows how speed changed')
    .option('--history <folder>', 'the folder of the runs kept (default: bench/history)')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  npm run bench -- --quick --suite gemm --json bench.json\n' +
        '  npm run bench -- --quick --suite programs --peers jax-js,jax-js-jit --html bench.html\n' +
        '\ndocs/bench.md says what is measured and how to write a case.',
    )
    .exitOverride()

/**
 * The time of a quick run for one case of each suite. All suites together take less than five
 * minutes.
 */
const quickCaseMs: Record<Suite, number> = {
  programs: 4000,
  loops: 4000,
  gemm: 3000,
  conv: 1500,
  pool: 500,
  elementwise: 2500,
  linalg: 5000,
  'step-dense': 14_000,
  'step-limit': 7000,
  own: 10_000,
}
/** After this time a quick run takes fewer samples, as on a busy machine. */
const HURRY_MS = 200_000

const smokeEffort: Effort = {
  rounds: 1,
  sampleMs: 0.1,
  mostMs: Infinity,
  spentMs: Infinity,
  caseMs: 10_000,
  leastRounds: 1,
}

/**
 * These cases may take longer: a step of size L takes seconds in NumPy, and singular values take
 * seconds in other libraries.
 */
const effortOf = (name: Suite, { quick, smoke }: Options): Effort => {
  const long = /^(linalg|step)/.test(name)
  if (smoke) return smokeEffort
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

/** Where the bench writes. */
export interface Output {
  readonly out: (text: string) => void
  readonly error: (text: string) => void
}

const toConsole: Output = { out: text => console.log(text), error: text => console.error(text) }

/** Checks that a file can be written, before the bench measures for minutes. */
const checkWritable = (file: string): void => {
  const folder = dirname(resolve(file))
  try {
    accessSync(folder, constants.W_OK)
  } catch {
    throw new RunFileError(`${file} cannot be written: make the folder ${folder} first`)
  }
}

const start = async (options: Options, { out, error }: Output): Promise<void> => {
  const { smoke = false, suite, peers: names, case: files } = options
  // The files that the run needs are read before it measures.
  const before = options.compare === undefined ? undefined : readRun(options.compare)
  const own: OwnWorkload[] = []
  for (const file of files) own.push(...(await loadCases(file)))
  for (const file of [options.json, options.html]) if (file !== undefined) checkWritable(file)

  const startUpMs = Number(startUp().toFixed(1))
  const on = machine()
  out(machineText(on))
  out(
    `start-up (emit, compile, first call): ${startUpMs} ms; bar: less than 30, ${startUpMs < 30 ? 'met' : 'NOT met'}`,
  )
  const roofline = smoke ? measureRoofline(0.1, [2 ** 14, 2 ** 16]) : measureRoofline(8, undefined, caches())
  if (roofline !== null) out(rooflineText(roofline))

  const sizes = options.sizes ?? (smoke ? [8] : [64, 128, 256, 512, 1024])
  const suites = suite ?? (own.length > 0 ? [] : SUITES)
  const complain = (text: string) => error(`bench: ${text}`)
  const rows: Row[] = []
  const one = async (work: Case, able: readonly Peer[]): Promise<void> => {
    const measured = await measure(work, able, effortOf(work.suite, options), roofline, complain)
    rows.push(...measured)
    if (measured.length > 0) out(caseText(measured))
  }
  if (suites.includes('loops')) own.push(...loops(smoke))
  for (const { one: work, peers } of own) await one(work, peers)
  if (suites.length > 0) {
    const peers = await assemblePeers(names, version, on.cores, complain)
    for (const work of suites.flatMap(name => casesOf(name, sizes, smoke)))
      await one(work, work.withPeers ? peers : peers.filter(({ name }) => NATIVE.includes(name)))
    for (const peer of peers) peer.end?.()
  }
  out(barsText(judge(rows)))

  const run = { machine: on, startUpMs, roofline, rows }
  const since = before && changes(before.rows, rows)
  if (since) out(changesText(since))
  const { json, html, keep, history = historyFolder } = options
  if (json !== undefined) writeFileSync(json, runText(run))
  if (keep) out(`\nKept as ${join(history, keepRun(history, run))}`)
  if (html !== undefined) writeFileSync(html, benchPage(run, keptRuns(history), since))
}

/** Runs the bench with the arguments of a command line. Returns the exit status. */
export const runBench = async (words: readonly string[], output: Output = toConsole): Promise<number> => {
  const program = commandLine().configureOutput({
    writeOut: text => output.out(text.trimEnd()),
    writeErr: text => output.error(text.trimEnd()),
  })
  try {
    program.parse(words, { from: 'user' })
    await start(program.opts<Options>(), output)
    return 0
  } catch (error) {
    // The parser has printed the error or the help.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    if (!(error instanceof CaseError || error instanceof RunFileError)) throw error
    output.error(`bench: ${error.message}`)
    return 2
  }
}
