/** Worker processes of their own, which a task can kill. */

import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../structure/graph.ts'

/** The first word of a task says what its worker does. */
const program = `
import { serveQueue } from ${JSON.stringify(join(root, 'packages/cluster/dist/index.js'))}
const [url, lock, threads] = process.argv.slice(1)
const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds))
await serveQueue({ url, shown: url }, {
  version: '1', threads: Number(threads), patience: 60, lock: Number(lock), warn: () => {},
  run: async (_, { text }) => {
    const [word] = text.split(' ')
    process.stdout.write(text + '\\n')
    if (word === 'poison') {
      await pause(150)
      process.kill(process.pid, 'SIGKILL')
    }
    await pause(word === 'slow' ? 400 : 10)
    return text
  },
})
`

export interface Mortals {
  /** The tasks that each process has begun, in the order of processes. */
  readonly begun: readonly string[][]
  /** How many have died of SIGKILL. */
  deaths(): number
  end(): void
}

/** Keeps one worker process alive: when it dies, another one starts. */
export const mortals = (url: string, lock: number, threads: number): Mortals => {
  const begun: string[][] = []
  let deaths = 0
  let isOver = false
  let child: ReturnType<typeof spawn> | undefined
  const begin = (): void => {
    const words: string[] = []
    begun.push(words)
    child = spawn(
      process.execPath,
      ['--input-type=module', '--eval', program, '--', url, String(lock), String(threads)],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    child.stdout?.setEncoding('utf8').on('data', (text: string) => words.push(...text.trimEnd().split('\n')))
    child.on('close', (_, signal) => {
      if (isOver) return
      if (signal === 'SIGKILL') deaths++
      begin()
    })
  }
  begin()
  return {
    begun,
    deaths: () => deaths,
    end: () => {
      isOver = true
      child?.kill('SIGKILL')
    },
  }
}
