import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

// Inside this package, where the packages resolve by their public names, to their built code.
const workshop = fileURLToPath(new URL('../node_modules/.load/', import.meta.url))

/** The memory limit for 8 workers, each with its own JavaScript engine, and for the main thread. */
const mostMegabytes = 640

test(`200 models through 8 workers: none is lost, all are as trained alone, in at most ${mostMegabytes} MB`, () => {
  mkdirSync(workshop, { recursive: true })
  const file = `${workshop}load.mjs`
  writeFileSync(
    file,
    `import { regimes } from '@multiview/network'
     import { execute, scheduler, workerPool } from '@multiview/theory'
     const settings = { ...regimes.limit, classes: 4, otherFeatureRate: 2, samples: 48 }
     const task = j => ({ kind: 'train', settings, names: { seed: 1, dataset: 'd' + j, initialization: 'i' + j }, raceInterval: 10 })
     const tasks = scheduler(workerPool(8), null)
     const runs = await Promise.all(Array.from({ length: 200 }, (_, j) => tasks.run(task(j))))
     const alone = [0, 99, 199].map(j => execute(task(j)))
     console.log(JSON.stringify({
       done: tasks.progress().models.done,
       trained: runs.filter(run => run.trainingErrors === 0).length,
       different: new Set(runs.map(run => run.finalStrength.join())).size,
       same: alone.map((run, i) => JSON.stringify(run) === JSON.stringify(runs[[0, 99, 199][i]])),
       megabytes: process.resourceUsage().maxRSS / 1024,
     }))
     process.exit()`,
  )
  const { stdout, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' })
  rmSync(workshop, { recursive: true })
  expect(stderr).toBe('')
  const { megabytes, ...rest } = JSON.parse(stdout)
  expect(rest).toEqual({ done: 200, trained: 200, different: 200, same: [true, true, true] })
  console.log(`200 models through 8 workers took ${Math.round(megabytes)} MB at most`)
  expect(megabytes).toBeLessThan(mostMegabytes)
})
