import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The built command: `npm test` builds before it tests. */
export const bin = new URL('../../packages/theory/bin/multiview.js', import.meta.url).pathname
const built = new URL('../../packages/theory/dist/cli/main.js', import.meta.url).pathname

export interface Outcome {
  status: number | null
  out: string
  err: string
}

export const folder = (): string => mkdtempSync(join(tmpdir(), 'multiview-e2e-'))

/**
 * Starts the command in a folder; `finished` resolves with its status and output.
 *
 * @param env of the command, besides that of the tests
 * @param command the path of another build
 */
export const start = (
  args: readonly string[],
  cwd: string,
  ofNode: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
  command = bin,
): { child: ChildProcess; finished: Promise<Outcome> } => {
  if (!existsSync(built))
    throw new Error('The command is not built: run `npm test`, or `npm run build` first.')
  const child = spawn(process.execPath, [...ofNode, command, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    // The command to resume with depends on the script that npm runs.
    env: { ...process.env, npm_lifecycle_event: undefined, ...env },
  })
  let out = ''
  let err = ''
  child.stdout.on('data', chunk => (out += chunk))
  child.stderr.on('data', chunk => (err += chunk))
  const finished = new Promise<Outcome>(resolve => child.on('close', status => resolve({ status, out, err })))
  return { child, finished }
}

export const multiview = (args: readonly string[], cwd: string): Promise<Outcome> => start(args, cwd).finished

/**
 * Arguments for Node with which every task of a worker fails as if its settings were impossible.
 */
export const impossible: readonly string[] = [
  '--import',
  `data:text/javascript,${encodeURIComponent(`
    import { isMainThread } from 'node:worker_threads'
    const add = Atomics.add
    Atomics.add = (array, ...rest) => {
      // A task begins by counting in an array of one number.
      if (!isMainThread && array.length === 1) throw new RangeError('multirateModel: a neuron changes by NaN; take a smaller step.')
      return add(array, ...rest)
    }`)}`,
]

/** Settings so small that all claims run in seconds. The tests ignore the verdicts. */
export const tinyModels = ['k=3', 's=0.75', 'N=24', 'μ=0.25', 'm=2', 'σ_0=0.005'].flatMap(each => [
  '--set',
  each,
])
/** The same for the claims that have ensembles. */
export const tiny = [...tinyModels, '--set', 'L=4']

/** report.json without the parts that may differ between runs. */
export const findings = (dir: string): string => {
  const text = readFileSync(join(dir, 'report.json'), 'utf8')
  const { environment, checksum: _, ...rest } = JSON.parse(text)
  if (environment === undefined) throw new Error('report.json has no environment')
  return JSON.stringify(rest)
}
