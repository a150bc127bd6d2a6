/**
 * A claim of a user whose tasks sleep, or misbehave as their module says, and write down when they
 * begin.
 */

import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

export interface Coins {
  readonly file: string
  /** [task, process] of each task that has begun, in order. */
  begun(): [task: number, pid: number][]
  /** The process of the first task that begins after so many. */
  nextAfter(count: number): Promise<number>
}

/**
 * @param milliseconds that a task takes
 * @param body of the task, beside its sleep; `n` is the task's number
 */
export const coins = (folder: string, milliseconds: number, body = '', draws = 12): Coins => {
  const file = join(folder, 'coins.mjs')
  const log = join(folder, 'begun.log')
  appendFileSync(log, '')
  writeFileSync(
    file,
    `import { appendFileSync } from 'node:fs'
import { SettingError } from '@multiview/network'
import { measuredMean, ofShare, seriesOfDraws } from '@multiview/theory'
const run = ({ n, weights }) => {
  appendFileSync(${JSON.stringify(log)}, n + ' ' + process.pid + '\\n')
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${milliseconds})
  ${body}
  return { heads: 0.5 + weights[n] / 10, outputs: weights.map(each => each * n) }
}
export const tasks = [{ kind: 'own:coin', run, isResult: (_, { heads, outputs }) => heads >= 0 && outputs.length === 500 }]
export const claims = [{
  id: 'coins', title: 'Coins', statement: 'S', source: 'nobody', control: { id: 'one-side', statement: 'C' },
  bound: { low: 0.2, high: 0.8 },
  size: { regime: 'limit', draws: { coins: ${draws} } },
  async measure({ scheduler, level, draws, seed }) {
    const weights = Float64Array.from({ length: 500 }, (_, j) => (j % 7) / 7)
    const toss = async n => (await scheduler.run({ kind: 'own:coin', n, weights, seed, names: { coin: n } })).heads
    const values = await Promise.all(Array.from({ length: draws.coins }, (_, n) => toss(n)))
    return {
      measured: measuredMean(values, level, 'coin', ofShare),
      series: [seriesOfDraws('heads', 'heads of each coin', values)],
      control: { measured: measuredMean(Array(40).fill(1), level, 'coin', ofShare) },
    }
  },
}]
`,
  )
  const begun = (): [number, number][] =>
    readFileSync(log, 'utf8')
      .trimEnd()
      .split('\n')
      .filter(line => line !== '')
      .map(line => line.split(' ').map(Number) as [number, number])
  return {
    file,
    begun,
    nextAfter: async count => {
      while (!existsSync(log) || begun().length <= count) await pause(10)
      return begun()[count][1]
    },
  }
}
