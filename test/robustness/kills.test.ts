import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { stream } from '@multiview/tensor'
import { beforeAll, describe, expect, test } from 'vitest'
import { findings, folder, multiview, start, tinyModels } from '../e2e/command.ts'
import { long, seed } from './effort.ts'

/** Single models, and in the long test ensembles and their partitions as well. */
const claims = long ? ['theorem-1-single', 'ensemble-law', 'lottery-winning-set'] : ['theorem-1-single']
const args = ['verify', ...claims, ...tinyModels, ...(long ? ['--set', 'L=3'] : [])]
const kills = long ? 50 : 3

let cwd: string
let whole: string
beforeAll(async () => {
  cwd = folder()
  const { status, err } = await multiview([...args, '--out', 'whole', '--workers', '2', '--quiet'], cwd)
  expect([0, 1, 3], err).toContain(status)
  whole = findings(join(cwd, 'whole'))
})

/** The number of results that a run has saved. */
const keptIn = (out: string): number => {
  const runs = join(cwd, out, 'runs')
  return existsSync(runs) ? readdirSync(runs).filter(name => name.endsWith('.json')).length : 0
}

/**
 * Starts a run and kills it shortly after it has saved this many results, unless it has ended.
 * Returns whether it was killed.
 */
const killed = async (words: readonly string[], out: string, kept: number, moment: number) => {
  const { child, finished } = start(words, cwd)
  let over = false
  finished.then(() => {
    over = true
  })
  while (!over && keptIn(out) < kept) await pause(1)
  await Promise.race([finished, pause(moment)])
  child.kill('SIGKILL')
  return (await finished).status === null
}

describe(`a run that is killed at ${kills} moments`, () => {
  test('each time resumed, ends in the same report, and trains nothing twice', async () => {
    const random = stream(seed, 'kills')
    const all = keptIn('whole')
    let done = 0
    let inTheMiddle = 0
    for (let round = 0; done < kills; round++) {
      const out = `run-${round}`
      let words = [...args, '--out', out, '--workers', '2', '--quiet']
      // Kills at many moments, from the start of the process to the writing of its report.
      while (done < kills && keptIn(out) < all) {
        const before = keptIn(out)
        const kept = before + Math.floor(random.uniform(0, all - before + 1))
        if (!(await killed(words, out, kept, 10 ** random.uniform(0, 3)))) break
        done++
        if (keptIn(out) > before && keptIn(out) < all) inTheMiddle++
        // Before the run has made its folder, it cannot be resumed.
        if (existsSync(join(cwd, out, 'request.json'))) words = ['verify', '--resume', out, '--quiet']
      }
      if (!existsSync(join(cwd, out, 'report.json'))) {
        const { status, err } = await multiview(words, cwd)
        expect([0, 1, 3], err).toContain(status)
        expect(err).toBe('')
      }
      expect(findings(join(cwd, out))).toBe(whole)
      expect(keptIn(out)).toBe(all)
      expect(readdirSync(join(cwd, out, 'runs'))).toHaveLength(all)
      rmSync(join(cwd, out), { recursive: true })
    }
    // Enough kills must fall into the middle of the work.
    expect(inTheMiddle).toBeGreaterThan(kills / 4)
    console.log(`killed ${done} times, ${inTheMiddle} of them while it trained`)
  })
})
