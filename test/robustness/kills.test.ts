import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { stream } from '@multiview/tensor'
import { beforeAll, describe, expect, test } from 'vitest'
import { findings, folder, multiview, start, tiny } from '../e2e/command.ts'
import { long, seed } from './effort.ts'

/** Single models, and in the long test ensembles and their partitions as well. */
const claims = long ? ['theorem-1-single', 'ensemble-law', 'lottery-winning-set'] : ['theorem-1-single']
const args = ['verify', ...claims, ...tiny, '--set', 'L=3']
const kills = long ? 50 : 3

let cwd: string
let whole: string
let lasted: number
beforeAll(async () => {
  cwd = folder()
  const before = performance.now()
  const { status, err } = await multiview([...args, '--out', 'whole', '--workers', '2', '--quiet'], cwd)
  expect([0, 1, 3], err).toContain(status)
  lasted = performance.now() - before
  whole = findings(join(cwd, 'whole'))
})

/** Starts it, kills it after so long unless it has ended by then, and says whether it was killed. */
const killed = async (words: readonly string[], after: number): Promise<boolean> => {
  const { child, finished } = start(words, cwd)
  const over = await Promise.race([finished.then(() => true), pause(after, false)])
  if (!over) child.kill('SIGKILL')
  await finished
  return !over
}

describe(`a run that is killed at ${kills} moments`, () => {
  test('each time resumed, ends in the same report, and trains nothing twice', async () => {
    const random = stream(seed, 'kills')
    let done = 0
    let hurt = 0
    for (let round = 0; done < kills; round++) {
      const out = `run-${round}`
      const runs = join(cwd, out, 'runs')
      let words = [...args, '--out', out, '--workers', '2', '--quiet']
      // Killed again and again, from the start of the process to beyond the end of its work, until it ends before its moment.
      for (let left = lasted; done < kills; ) {
        const moment = random.uniform(0, 1.1 * left)
        if (!(await killed(words, moment))) break
        done++
        // What was trained is not trained again; starting and judging are.
        left = Math.max(left - moment, 0.3 * lasted)
        if (existsSync(runs) && readdirSync(runs).length > 0) hurt++
        // Before it made its folder there is nothing to resume.
        if (existsSync(join(cwd, out, 'request.json'))) words = ['verify', '--resume', out, '--quiet']
      }
      if (!existsSync(join(cwd, out, 'report.json'))) {
        const { status, err } = await multiview(words, cwd)
        expect([0, 1, 3], err).toContain(status)
        expect(err).toBe('')
      }
      expect(findings(join(cwd, out))).toBe(whole)
      expect(readdirSync(runs).filter(name => name.endsWith('.tmp'))).toEqual([])
      rmSync(join(cwd, out), { recursive: true })
    }
    // With few of them in the middle of the work this would have tested little.
    expect(hurt).toBeGreaterThan(long ? kills / 2 : 0)
  })
})
