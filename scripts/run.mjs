// Runs `npm run verify`, `npm test`, `npm run test:long` and `npm run bench`. On a fresh clone it
// installs the lockfile with the pinned pnpm and builds, so that users need only Node and npm.
// Later it installs only if the lockfile changed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const cache = join(root, 'node_modules', '.cache')
const [task, ...typed] = process.argv.slice(2)
// npm removes the `--` before arguments; pnpm and Yarn pass it on.
const args = typed[0] === '--' ? typed.slice(1) : typed
const onWindows = process.platform === 'win32'

const fail = (message, status = 2) => {
  console.error(message)
  process.exit(status)
}

/** Runs a program in the repository root and ends this process with its status unless that is 0. */
const run = (command, commandArgs, { stdio = 'inherit', shell = false } = {}) => {
  const { status, signal, error } = spawnSync(command, commandArgs, { cwd: root, stdio, shell })
  if (error) fail(`multiview: cannot start ${command}: ${error.message}`)
  if (status !== 0) process.exit(status ?? { SIGINT: 130, SIGTERM: 143 }[signal] ?? 1)
}

const node = (script, scriptArgs = []) => run(process.execPath, [script, ...scriptArgs])

const major = Number(process.versions.node.split('.')[0])
if (major < 20) fail(`multiview: Node ${process.versions.node} is too old; install Node 20 or newer.`)

/**
 * Installs exactly the lockfile, unless the last installation was of this lockfile by this Node.
 */
const install = () => {
  const stamp = join(cache, 'installed')
  const lock = readFileSync(join(root, 'pnpm-lock.yaml'))
  const wanted = createHash('sha256').update(lock).update(process.version).digest('hex')
  try {
    if (readFileSync(stamp, 'utf8') === wanted) return
  } catch {
    // The stamp is missing, so this is the first run.
  }
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  console.error(`multiview: installing with ${packageManager} …`)
  // The output of pnpm goes to standard error, so that standard output has only the result of
  // `--json`.
  run('npx', ['--yes', packageManager, 'install', '--frozen-lockfile', '--prefer-offline'], {
    stdio: ['ignore', process.stderr, process.stderr],
    shell: onWindows,
  })
  mkdirSync(cache, { recursive: true })
  writeFileSync(stamp, wanted)
}

const build = project =>
  run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', ...project], {
    stdio: ['ignore', process.stderr, process.stderr],
  })

const test = () => {
  build([])
  node(join(root, 'node_modules/@biomejs/biome/bin/biome'), ['check', '--error-on-warnings', '.'])
  vitest(args)
}

/**
 * The tests of hostile input, interruption, load, other engines, the site, whole runs and generated
 * programs, with all of their inputs, kills, models, pages, seeds, claims and programs.
 */
const testLong = () => {
  build([])
  const folders = [
    'robustness',
    'same-bits',
    'site',
    'e2e/verify',
    'tensor/jit',
    'tensor/control',
    'network/descent',
  ]
  vitest([...folders.map(name => `test/${name}`), ...args], { MULTIVIEW_LONG: '1' })
}

const vitest = (vitestArgs, environment = {}) => {
  const results = join(cache, 'test-results.json')
  rmSync(results, { force: true })
  const { status } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${results}`,
      ...vitestArgs,
    ],
    { cwd: root, stdio: 'inherit', env: { ...process.env, ...environment } },
  )
  const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(results, 'utf8'))
  // A file that cannot be loaded reports no tests, so it counts as one failure.
  const failed = numFailedTests > 0 || status === 0 ? numFailedTests : Math.max(1, numFailedTestSuites)
  console.log(`${numPassedTests} passed, ${failed} failed`)
  process.exit(status ?? 1)
}

const tasks = {
  verify: () => {
    build(['packages/theory'])
    node(join(root, 'packages/theory/dist/cli/main.js'), ['verify', ...args])
  },
  bench: () => {
    build(['bench'])
    node(join(root, 'bench/dist/main.js'), args)
  },
  site: () => node(join(root, 'site/main.mjs'), args),
  test,
  'test:long': testLong,
}

// Ctrl-C also reaches the command, which says what it saved. This process only passes its status
// on.
process.on('SIGINT', () => {})

if (!Object.hasOwn(tasks, task))
  fail(`multiview: unknown task "${task}"; choose one of ${Object.keys(tasks).join(', ')}.`)
install()
tasks[task]()
