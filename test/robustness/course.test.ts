import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

// Inside this package, where the packages resolve by their public names, to their built code.
const workshop = fileURLToPath(new URL('../node_modules/.course/', import.meta.url))
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'multiview-course-'))
  mkdirSync(workshop, { recursive: true })
  // One model of many steps, a checkpoint of it as often as it offers one.
  writeFileSync(
    `${workshop}train.mjs`,
    `import { regimes } from '@multiview/network'
     import { encode, fileStore, laboratory, workerPool } from '@multiview/theory'
     const settings = { ...regimes.quick, initialScale: 1e-4 }
     const task = { kind: 'train', settings, names: { seed: 1, dataset: 'd', initialization: 'i' }, raceInterval: 100 }
     const pool = workerPool(1)
     const store = fileStore(process.argv[2], '1', line => console.error(line), { seconds: 0 })
     const steps = []
     const timer = setInterval(() => { const latest = pool.latest(); if (latest) steps.push(latest.step) }, 1)
     const run = await laboratory(pool, store).run(task)
     clearInterval(timer)
     await pool.close()
     console.log(JSON.stringify({ first: steps[0], run: encode(run) }))`,
  )
})
afterAll(() => {
  rmSync(folder, { recursive: true })
  rmSync(workshop, { recursive: true })
})

const start = (runs: string) => {
  const child = spawn(process.execPath, [`${workshop}train.mjs`, join(folder, runs)], { stdio: 'pipe' })
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

test('a model whose training is killed goes on from its last checkpoint, to the same bits', async () => {
  const whole = JSON.parse((await start('whole').ended).out)
  expect(partial('whole')).toBeUndefined()

  const { child, ended } = start('killed')
  while (!partial('killed')) await pause(2)
  child.kill('SIGKILL')
  await ended
  const name = partial('killed') as string
  expect(readdirSync(join(folder, 'killed')).filter(each => !each.endsWith('.tmp'))).toEqual([name])
  const kept = readFileSync(join(folder, 'killed', name))

  const resumed = JSON.parse((await start('killed').ended).out)
  expect(resumed.run).toBe(whole.run)
  expect(resumed.first).toBeGreaterThanOrEqual(50)
  expect(partial('killed')).toBeUndefined()

  // A damaged checkpoint is named, and the training begins anew.
  mkdirSync(join(folder, 'damaged'))
  writeFileSync(join(folder, 'damaged', name), kept.subarray(0, 1000))
  const { out, err } = await start('damaged').ended
  expect(err).toMatch(/partial\.json is not used: it is cut short or damaged; its training begins anew\.\n$/)
  expect(JSON.parse(out).run).toBe(whole.run)
})
