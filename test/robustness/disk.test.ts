import { spawnSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { regimes } from '@multiview/network'
import { execute, fileStore } from '@multiview/theory'
import { beforeAll, describe, expect, test } from 'vitest'
import { coins } from '../cluster/coins.ts'
import { noServer, startServer } from '../cluster/server.ts'
import { bin, findings, folder, multiview, start, tinyModels } from '../e2e/command.ts'

const args = ['verify', 'theorem-1-single', ...tinyModels, '--quiet', '--workers', '2']
const onLinux = process.platform === 'linux'

let cwd: string
let whole: string
beforeAll(async () => {
  cwd = folder()
  await multiview([...args, '--out', 'whole'], cwd)
  whole = findings(join(cwd, 'whole'))
})

const sh = (script: string, place = cwd) => spawnSync('sh', ['-c', script], { cwd: place, encoding: 'utf8' })
const command = (words: readonly string[]): string =>
  [process.execPath, bin, ...words].map(word => `'${word}'`).join(' ')

describe('what cannot be written ends a run with one line that says why and how to go on', () => {
  // A file system of 128 kB. It needs a user namespace, which some machines do not allow.
  const small = (words: string): string =>
    `unshare -rm sh -c "mount -t tmpfs -o size=128k none disk && cd disk && ${words}; cp -r . ../kept"`
  const probe = folder()
  const canMount =
    onLinux && spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', probe]).status === 0

  test.skipIf(!canMount)('a disk that is full (ENOSPC), after which it resumes elsewhere', async () => {
    mkdirSync(join(cwd, 'disk'))
    mkdirSync(join(cwd, 'kept'))
    const { stderr } = sh(small(command([...args, '--out', 'run']).replaceAll("'", '')))
    expect(stderr).toMatch(
      /^multiview: .* cannot be written: the disk is full; free some space \(ENOSPC\)\. .* (npx @multiview\/theory|multiview) verify --resume run\n$/,
    )
    await multiview(['verify', '--resume', join('kept', 'run'), '--quiet'], cwd)
    expect(findings(join(cwd, 'kept', 'run'))).toBe(whole)
  })

  test.skipIf(!canMount || noServer)(
    'a disk that is full at the client of a queue',
    async () => {
      const place = folder()
      for (const name of ['disk', 'kept']) mkdirSync(join(place, name))
      const { file, begun } = coins(place, 0, '', 40)
      const claim = ['coins', '--claims', file, '--quiet']
      const server = await startServer()
      const worker = start(['worker', '--queue', server.url(), '--workers', '1', ...claim.slice(1)], place)
      try {
        const words = ['verify', ...claim, '--queue', server.url(), '--out', 'run']
        const { stderr } = sh(small(command(words).replaceAll("'", '')), place)
        expect(stderr).toMatch(
          /^multiview: .* cannot be written: the disk is full; free some space \(ENOSPC\)\. .* (npx @multiview\/theory|multiview) verify --resume run --claims \S+\n$/,
        )
        const saved = readdirSync(join(place, 'kept', 'run', 'runs')).length
        expect(saved).toBeGreaterThan(0)
        expect(saved).toBeLessThan(40)
        // On another disk the run resumes. It uses saved results and those in the queue.
        const again = ['verify', '--resume', join('kept', 'run'), ...claim.slice(1), '--queue', server.url()]
        expect(await multiview(again, place)).toMatchObject({ status: 0, err: '' })
        expect(begun()).toHaveLength(40)
        await multiview(['verify', ...claim, '--workers', '1', '--out', 'local'], place)
        expect(findings(join(place, 'kept', 'run'))).toBe(findings(join(place, 'local')))
      } finally {
        worker.child.kill('SIGKILL')
        await server.kill()
      }
      // Several processes start one after the other.
    },
    400_000,
  )

  // Blocks of 512 bytes: too few for a checkpoint, or enough for each and too few for the page.
  test.skipIf(!onLinux).each([
    ['a checkpoint', 2, /^multiview: \S+runs\S+\.json /],
    ['the page', 16, /^multiview: \S+(report\.html|\.svg) /],
  ])('%s that may not grow (EFBIG), after which it resumes', async (_, blocks, which) => {
    // The signal is ignored, so that the write fails instead.
    const start = `trap '' XFSZ; ulimit -f ${blocks}; exec ${command([...args, '--out', 'capped'])}`
    const { status, stderr } = sh(start)
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(
        /^multiview: .* cannot be written: a file may not grow so large here; raise the limit \(EFBIG\)\. .* --resume capped\n$/,
      ),
    ])
    expect(stderr).toMatch(which)
    const everything = readdirSync(join(cwd, 'capped'), { recursive: true, encoding: 'utf8' })
    expect(everything.filter(name => name.endsWith('.tmp'))).toEqual([])
    await multiview(['verify', '--resume', 'capped', '--quiet'], cwd)
    expect(findings(join(cwd, 'capped'))).toBe(whole)
    rmSync(join(cwd, 'capped'), { recursive: true })
  })

  test.each(['runs', 'figures'])('a %s/ that is a link and would lead elsewhere', async name => {
    await multiview([...args, '--out', 'linked'], cwd)
    mkdirSync(join(cwd, 'elsewhere'))
    rmSync(join(cwd, 'linked', name), { recursive: true })
    symlinkSync(join('..', 'elsewhere'), join(cwd, 'linked', name))
    const { status, out, err } = await multiview(['verify', '--resume', 'linked', '--quiet'], cwd)
    expect([status, out]).toEqual([2, ''])
    expect(err).toMatch(/^multiview: linked\/\w+ is a link; it must be a folder of its own: remove it\.\n$/)
    expect(readdirSync(join(cwd, 'elsewhere'))).toEqual([])
    for (const each of ['linked', 'elsewhere']) rmSync(join(cwd, each), { recursive: true })
  })

  test.skipIf(!onLinux)('a folder where nobody may write', async () => {
    for (const args of [
      ['verify', 'lemma-tensor-power', '--out', '/sys/multiview'],
      ['sweep', '--over', 'q=3,4', '--out', '/sys/multiview'],
      ['train', '--export', '/sys/multiview'],
    ]) {
      const { status, out, err } = await multiview(args, cwd)
      expect([status, out]).toEqual([2, ''])
      expect(err).toMatch(
        /^multiview: --\w+ \/sys\/multiview cannot be written \(E\w+\); name another folder\.\n$/,
      )
    }
  })

  test.skipIf(!onLinux || process.getuid?.() === 0)('a folder that is read-only', async () => {
    mkdirSync(join(cwd, 'locked'), { mode: 0o555 })
    const { status, err } = await multiview([...args, '--out', join('locked', 'run')], cwd)
    expect([status, err]).toEqual([
      2,
      expect.stringMatching(/cannot be written \(EACCES\); name another folder/),
    ])
  })
})

describe('a checkpoint that is', () => {
  const names = () => readdirSync(join(cwd, 'whole', 'runs')).sort()
  const path = (i: number) => join(cwd, 'whole', 'runs', names()[i])

  test('truncated, corrupted, foreign or newer is named in one line each, and its model trained again', async () => {
    truncateSync(path(0), 100)
    writeFileSync(path(1), readFileSync(path(1), 'utf8').replace(/A/, 'B'))
    writeFileSync(path(2), readFileSync(path(3)))
    writeFileSync(path(4), readFileSync(path(4), 'utf8').replace('multiview.run/2', 'multiview.run/3'))
    writeFileSync(path(5), '{"cookies":[]}')
    rmSync(join(cwd, 'whole', 'report.json'))
    const { err } = await multiview(['verify', '--resume', 'whole', '--quiet'], cwd)
    const said = err.trimEnd().split('\n').sort()
    expect(said).toHaveLength(5)
    for (const [i, why] of [
      [0, /is not used: it is cut short or damaged; it is computed again\.$/],
      [1, /is not used: .*; it is computed again\.$/],
      [2, /is not used: it is of another task; it is computed again\.$/],
      [
        4,
        /is not used: it is of the format multiview.run\/3, and this version writes multiview.run\/2; it is/,
      ],
      [5, /is not used: it is not a result of multiview; it is computed again\.$/],
    ] as const)
      expect(said.find(line => line.includes(names()[i]))).toMatch(why)
    expect(findings(join(cwd, 'whole'))).toBe(whole)
  })
})

test('a store whose folder is gone says so with the path of the file', () => {
  const gone = mkdtempSync(join(tmpdir(), 'multiview-gone-'))
  const store = fileStore(join(gone, 'runs'), '1', () => {})
  rmSync(gone, { recursive: true })
  const task = {
    kind: 'train',
    settings: { ...regimes.limit, classes: 2, otherFeatureRate: 1, samples: 12, neurons: 1, targetLoss: 0.5 },
    names: { seed: 1, dataset: 'd', initialization: 'i' },
    raceInterval: 0,
  } as const
  const failing = () => store.save('0'.repeat(32), task, execute(task))
  expect(failing).toThrow(expect.objectContaining({ code: 'ENOENT', path: expect.stringContaining(gone) }))
})
