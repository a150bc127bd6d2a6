import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { stream } from '@multiview/tensor'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { long, seed } from './effort.ts'

// Inside this package, where the packages resolve by their public names, to their built code.
const workshop = fileURLToPath(new URL('../node_modules/.resume/', import.meta.url))
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'multiview-resume-'))
  mkdirSync(workshop, { recursive: true })
  // One model of many steps, with a checkpoint whenever one is possible.
  writeFileSync(
    `${workshop}train.mjs`,
    `import { regimes, trainReducedModel } from '@multiview/network'
     import { encode, fileStore, scheduler, workerPool } from '@multiview/theory'
     const names = { seed: 1, dataset: 'd', initialization: 'i' }
     const settings = {
       ...regimes.limit, initialScale: 1e-4,
       temperature: 1, distillationRate: 10, teacherScale: 10, mask: 'kept', targetReach: 0.5,
     }
     const teacher = () => trainReducedModel({ ...settings, maxSteps: 300 }, { ...names, initialization: 't' }).outputs
     const task = {
       train: () => ({ kind: 'train', settings, names, raceInterval: 100 }),
       average: () => ({ kind: 'average', settings: { ...settings, maxSteps: 400 }, seed: 1, dataset: 'd', initializations: ['i', 'j'] }),
       growth: () => ({ kind: 'growth', settings, names, beyond: 3 }),
       anatomy: () => ({ kind: 'anatomy', settings, names, shuffledLabels: false }),
       'train-reduced': () => ({ kind: 'train-reduced', settings: { ...settings, model: 'reduced', stepRule: 'multirate' }, names }),
       distill: () => ({
         kind: 'distill', settings: { ...settings, maxSteps: 300 }, names, teacher: teacher(), afterTraining: false, duration: 1.5, moments: 6,
       }),
     }[process.argv[3]]()
     const pool = workerPool(1)
     const store = fileStore(process.argv[2], '1', line => console.error(line), { seconds: 0 })
     const steps = []
     const timer = setInterval(() => { const latest = pool.latest(); if (latest) steps.push(latest.step) }, 1)
     const run = await scheduler(pool, store).run(task)
     clearInterval(timer)
     await pool.close()
     console.log(JSON.stringify({ first: steps[0], run: encode(run) }))`,
  )
})
afterAll(() => {
  rmSync(folder, { recursive: true })
  rmSync(workshop, { recursive: true })
})

const start = (kind: string, runs: string) => {
  const child = spawn(process.execPath, [`${workshop}train.mjs`, join(folder, runs), kind], {
    stdio: 'pipe',
  })
  let out = ''
  let err = ''
  child.stdout.on('data', chunk => (out += chunk))
  child.stderr.on('data', chunk => (err += chunk))
  return {
    child,
    ended: new Promise<{ out: string; err: string }>(r => child.on('close', () => r({ out, err }))),
  }
}
const partial = (runs: string) =>
  existsSync(join(folder, runs)) &&
  readdirSync(join(folder, runs)).find(name => name.endsWith('.partial.json'))

/** The time at which the checkpoint of a folder was written; 0 if it does not exist. */
const checkpointTime = (runs: string): number => {
  const name = partial(runs)
  return name ? (statSync(join(folder, runs, name), { throwIfNoEntry: false })?.mtimeMs ?? 0) : 0
}

/** A checkpoint without weights, with a correct checksum. */
const forged = (kept: Uint8Array): string => {
  const file = JSON.parse(String(kept))
  const result = JSON.stringify({ ...JSON.parse(file.result), flow: {} })
  return JSON.stringify({ ...file, result, checksum: createHash('sha256').update(result).digest('hex') })
}

/**
 * One kind of each of the two flows; in the long test all kinds that train. Each kind resumes in
 * this process in test/theory/plan/tasks/checkpoint.test.ts and
 * test/network/reduced/checkpoint.test.ts.
 */
const kinds = long
  ? ['train', 'average', 'growth', 'anatomy', 'train-reduced', 'distill']
  : ['train', 'distill']

describe.each(kinds)('%s', kind => {
  const [whole, killed, damaged] = ['whole', 'killed', 'damaged'].map(runs => `${kind}-${runs}`)

  test('a model whose training is killed resumes from its last checkpoint, to the same bits', async () => {
    const undisturbed = JSON.parse((await start(kind, whole).ended).out)
    expect(partial(whole)).toBeUndefined()

    const { child, ended } = start(kind, killed)
    while (!partial(killed)) await pause(2)
    child.kill('SIGKILL')
    await ended
    const name = partial(killed) as string
    expect(readdirSync(join(folder, killed)).filter(each => !each.endsWith('.tmp'))).toEqual([name])
    const kept = readFileSync(join(folder, killed, name))

    const resumed = JSON.parse((await start(kind, killed).ended).out)
    expect(resumed.run).toBe(undisturbed.run)
    expect(resumed.first).toBeGreaterThanOrEqual(50)
    expect(partial(killed)).toBeUndefined()

    // An unusable checkpoint is reported, and the training starts from the beginning.
    const useless: [content: string | Uint8Array, why: RegExp][] = [
      [kept.subarray(0, 1000), /: it is cut short or damaged; its training starts from the beginning\.\n$/],
    ]
    if (kind === 'train')
      useless.push([forged(kept), /: training cannot resume from it and starts from the beginning\.\n$/])
    for (const [content, why] of useless) {
      mkdirSync(join(folder, damaged), { recursive: true })
      writeFileSync(join(folder, damaged, name), content)
      const { out, err } = await start(kind, damaged).ended
      expect(err).toMatch(/^\S+\.partial\.json is not used[^\n]*\n$/)
      expect(err).toMatch(why)
      expect(JSON.parse(out).run).toBe(undisturbed.run)
      rmSync(join(folder, damaged), { recursive: true })
    }
  })

  test.skipIf(!long)('killed again and again between checkpoints, it ends in the same bits', async () => {
    const random = stream(seed, 'kills of one model')
    const undisturbed = JSON.parse((await start(kind, `${kind}-again-whole`).ended).out)
    let kills = 0
    for (let round = 0; kills < 10; round++) {
      const again = `${kind}-again-${round}`
      let over = false
      while (!over && kills < 10) {
        const before = checkpointTime(again)
        const { child, ended } = start(kind, again)
        ended.then(() => {
          over ||= !child.killed
        })
        while (!over && checkpointTime(again) === before) await pause(1)
        await Promise.race([ended, pause(10 ** random.uniform(0, 2.5))])
        child.kill('SIGKILL')
        await ended
        if (partial(again)) kills++
      }
      expect(JSON.parse((await start(kind, again).ended).out).run).toBe(undisturbed.run)
    }
  })
})
