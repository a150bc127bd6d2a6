/**
 * The scripts of docs/many-machines.md: with a `npx` that only writes down its words, and with the
 * command itself, which a quick claim keeps short.
 */

import { execFile, execFileSync } from 'node:child_process'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { parseCommand } from '@multiview/theory/cli'
import { beforeAll, expect, test, vi } from 'vitest'
import { bin, findings, folder, multiview, start } from '../e2e/command.ts'
import { root } from '../e2e/examples.ts'
import { coins } from './coins.ts'
import { noServer, startServer } from './server.ts'

// Several processes start at once.
vi.setConfig({ testTimeout: 400_000 })

const page = readFileSync(join(root, 'docs/many-machines.md'), 'utf8')

/** The first script of the page that begins with these marks. */
const scriptAfter = (marks: string): string => {
  const [, script] = new RegExp(`^${marks}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(page) ?? []
  return script
}

/** The words of the command that a script runs through npx. */
const wordsOf = (script: string, environment: Readonly<Record<string, string>>): string[] => {
  const place = folder()
  const npx = join(place, 'npx')
  writeFileSync(npx, '#!/bin/sh\nfor word in "$@"; do echo "$word"; done\n')
  chmodSync(npx, 0o755)
  const PATH = `${place}${delimiter}${process.env.PATH}`
  const [program, ...words] = execFileSync('bash', ['-euc', script], {
    encoding: 'utf8',
    // From a socket, bash would read the user's own settings.
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH, ...environment },
  })
    .trimEnd()
    .split('\n')
  expect(program).toBe('@multiview/theory')
  return words
}

const accepted = async (words: readonly string[]): Promise<string> =>
  (await parseCommand(words, () => {})).verb

test('the SLURM script asks for a share of the array', async () => {
  const words = wordsOf(scriptAfter('```bash slurm'), {
    SLURM_SUBMIT_DIR: '/shared/a clone',
    SLURM_ARRAY_TASK_ID: '50',
    SLURM_ARRAY_TASK_COUNT: '50',
    SLURM_CPUS_PER_TASK: '8',
  })
  expect(await accepted(words)).toBe('verify')
  expect(words).toEqual(expect.arrayContaining(['/shared/a clone/full', '50/50', '8']))
})

test('the Kubernetes job asks for shares from 1', async () => {
  const [, script] = /command: \[sh, -c, '(.*)'\]/.exec(page) ?? []
  for (const [index, share] of [
    ['0', '1/50'],
    ['49', '50/50'],
  ]) {
    const words = wordsOf(script, { JOB_COMPLETION_INDEX: index })
    expect(await accepted(words)).toBe('verify')
    expect(words).toContain(share)
  }
})

const claim = ['coins', '--claims', 'coins.mjs']
let whole: string
beforeAll(async () => {
  const cwd = folder()
  coins(cwd, 0, '', 24)
  await multiview(
    ['verify', '--preset', 'full', '--out', 'local', '--quiet', '--workers', '1', ...claim],
    cwd,
  )
  whole = findings(join(cwd, 'local'))
})

test('the SLURM script, as an array of three jobs, writes the report of a local run', async () => {
  const cwd = folder()
  const { begun } = coins(cwd, 5, '', 24)
  writeFileSync(
    join(cwd, 'npx'),
    `#!/bin/sh\nshift\nexec '${process.execPath}' '${bin}' "$@" ${claim.join(' ')}\n`,
  )
  chmodSync(join(cwd, 'npx'), 0o755)
  const script = scriptAfter('```bash slurm')
  const job = (index: number) =>
    new Promise<string>((resolve, reject) => {
      const env = {
        PATH: `${cwd}${delimiter}${process.env.PATH}`,
        SLURM_SUBMIT_DIR: cwd,
        SLURM_ARRAY_TASK_ID: `${index}`,
        SLURM_ARRAY_TASK_COUNT: '3',
        SLURM_CPUS_PER_TASK: '1',
      }
      execFile('bash', ['-euc', script], { cwd, env }, (error, out) => (error ? reject(error) : resolve(out)))
    })
  const outputs = await Promise.all([1, 2, 3].map(job))
  // One of them wrote the report, and says so.
  expect(outputs.filter(out => /^holds +coins/.test(out))).toHaveLength(1)
  expect(findings(join(cwd, 'full'))).toBe(whole)
  expect(new Set(begun().map(([n]) => n)).size).toBe(24)
})

test('the Kubernetes job, with two shares, writes the report of a local run', async () => {
  const cwd = folder()
  coins(cwd, 5, '', 24)
  writeFileSync(
    join(cwd, 'npx'),
    `#!/bin/sh\nshift\nexec '${process.execPath}' '${bin}' "$@" ${claim.join(' ')} --workers 1 --quiet\n`,
  )
  chmodSync(join(cwd, 'npx'), 0o755)
  const [, script] = /command: \[sh, -c, '(.*)'\]/.exec(page) ?? []
  const job = (index: number) =>
    new Promise<void>((resolve, reject) => {
      const env = { PATH: `${cwd}${delimiter}${process.env.PATH}`, JOB_COMPLETION_INDEX: `${index}` }
      const words = ['-c', script.replace('/shared', '.').replace('/50', '/2')]
      execFile('sh', words, { cwd, env }, error => (error ? reject(error) : resolve()))
    })
  await Promise.all([0, 1].map(job))
  expect(findings(join(cwd, 'full'))).toBe(whole)
})

test.skipIf(noServer)(
  'the queue on three machines, as the page starts it, gives the same report',
  async () => {
    const [, words] = /^```bash\nvalkey-server (.*)\n```/m.exec(page) ?? []
    const server = await startServer(words.split(' '))
    const cwd = folder()
    const { begun } = coins(cwd, 5, '', 24)
    // The key and the password.
    const [, makeKey, makePassword] =
      /^```bash\nnpx @multiview\/theory (queue-key .*)\n(\(umask .*)\n```/m.exec(page) ?? []
    expect((await multiview(makeKey.split(' '), cwd)).status).toBe(0)
    execFileSync('bash', ['-euc', makePassword], { cwd, stdio: ['ignore', 'pipe', 'inherit'] })
    const [ofWorker, ...ofClient] = [
      ...page.matchAll(/^npx @multiview\/theory (.* redis:\/\/\S*queue\.lan.*)$/gm),
    ].map(([, line]) => line.replace('queue.lan:6379', `127.0.0.1:${server.port}`).split(' '))
    expect([ofWorker, ...ofClient].map(line => line[0])).toEqual(['worker', 'verify', 'sweep', 'queue'])
    const workers = [0, 1].map(() => start([...ofWorker, '--workers', '1', ...claim.slice(1)], cwd))
    try {
      const { status, err } = await start([...ofClient[0], ...claim, '--quiet'], cwd).finished
      expect({ status, err }).toEqual({ status: 0, err: '' })
      expect(findings(join(cwd, 'full'))).toBe(whole)
      expect(begun()).toHaveLength(24)
      const { out } = await multiview(ofClient[2], cwd)
      expect(out).toMatch(/: \d machines?, 2 workers, 0 tasks running, 0 waiting\nkept: 24 results/)
      expect(out).not.toContain('SECRET')
    } finally {
      for (const { child } of workers) child.kill('SIGKILL')
      await server.kill()
    }
  },
)
