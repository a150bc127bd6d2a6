/** A server of a queue for a study, and what it spends. */

import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const serverProgram = (process.env.PATH ?? '')
  .split(delimiter)
  .flatMap(folder => ['valkey', 'redis'].map(name => join(folder, name)))
  .find(each => existsSync(`${each}-server`))

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

/** @param folder of its file */
export const startServer = async (folder: string) => {
  if (serverProgram === undefined) throw new Error('install valkey-server or redis-server first')
  const port = await freePort()
  const ask = (...words: readonly string[]): string =>
    execFileSync(`${serverProgram}-cli`, ['-p', String(port), ...words], { encoding: 'utf8', stdio: 'pipe' })
  const child = spawn(
    `${serverProgram}-server`,
    ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'yes'],
    { stdio: 'ignore' },
  )
  for (let isThere = false; !isThere; )
    try {
      isThere = ask('ping').startsWith('PONG')
    } catch {
      await pause(50)
    }
  /** Processor milliseconds and bytes of the server until now. */
  const spent = () => {
    const all = ask('info')
    const of = (name: string): number => Number(new RegExp(`^${name}:(\\S+)`, 'm').exec(all)?.[1])
    return {
      milliseconds: 1000 * (of('used_cpu_user') + of('used_cpu_sys')),
      bytes: of('total_net_input_bytes') + of('total_net_output_bytes'),
    }
  }
  return { url: `redis://127.0.0.1:${port}`, ask, spent, child }
}

export type Server = Awaited<ReturnType<typeof startServer>>

/** What a piece of work costs the server, for each of so many tasks. */
export const costOfServer = async <T>(server: Server, tasks: () => number, work: () => Promise<T>) => {
  const before = server.spent()
  const done = await work()
  const after = server.spent()
  return {
    done,
    serverMs: (after.milliseconds - before.milliseconds) / tasks(),
    bytes: (after.bytes - before.bytes) / tasks(),
  }
}
