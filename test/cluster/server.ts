/** A Redis or Valkey server of our own for a test. */

import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const found = (process.env.PATH ?? '')
  .split(delimiter)
  .flatMap(place => ['valkey', 'redis'].map(name => join(place, name)))
  .find(each => existsSync(`${each}-server`))

/** A developer may lack a server. Continuous integration must have one. */
export const noServer = found === undefined && !process.env.CI

export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

/**
 * Starts a server that writes each change to its append-only file before it answers.
 *
 * @param words more options, which take the place of ours
 * @param blocks of 512 bytes that a file may have; without it there is no limit
 */
export const startServer = async (words: readonly string[] = [], blocks?: number) => {
  if (found === undefined)
    throw new Error('valkey-server must be installed: CI=true runs the tests of queues')
  const port = await freePort()
  const dir = mkdtempSync(join(tmpdir(), 'multiview-queue-'))
  /** Runs one command of the server's own client. */
  const ask = (...command: readonly string[]): string =>
    execFileSync(`${found}-cli`, ['-p', String(port), ...command], {
      encoding: 'utf8',
      stdio: 'pipe',
    }).trimEnd()
  const begin = async () => {
    const options = ['--port', port, '--bind', '127.0.0.1', '--dir', dir, '--save', '']
    // The signal of the limit is ignored, so that the write fails instead.
    const limit = blocks === undefined ? '' : `trap '' XFSZ; ulimit -f ${blocks}; `
    const child = spawn(
      'sh',
      [
        ...['-c', `${limit}exec "$@"`, 'sh', `${found}-server`, ...options.map(String)],
        ...['--appendonly', 'yes', '--appendfsync', 'always', ...words],
      ],
      { stdio: 'ignore' },
    )
    for (;;)
      try {
        if (/PONG|NOAUTH/.test(ask('ping'))) return child
      } catch {
        await pause(20)
      }
  }
  let child = await begin()
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  return {
    port,
    url: (database = 0): string => `redis://127.0.0.1:${port}/${database}`,
    ask,
    kill,
    signal: (signal: 'SIGSTOP' | 'SIGCONT'): void => void child.kill(signal),
    restart: async (): Promise<void> => {
      await kill()
      child = await begin()
    },
  }
}

export type Server = Awaited<ReturnType<typeof startServer>>
