/**
 * Worker processes of a queue in one process, for a study: each has the connections of a worker and
 * takes one task at a time. In place of computing it waits, and answers with a text of a given
 * length.
 *
 *     node bench/dist/studies/simulated-workers.js URL KEY BUILD COUNT CHARACTERS
 *
 * KEY is the key of the queue, in hexadecimal digits. A task's text begins with its milliseconds.
 * The process prints a line when all are there, and ends with SIGTERM; then it prints its processor
 * milliseconds.
 */

import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { type QueueWorker, serveQueue } from '@multiview/cluster'

const [url, key, build, count, characters] = process.argv.slice(2)
const address = { url, shown: 'the queue', secret: Buffer.from(key, 'hex') }
const answer = 'x'.repeat(Number(characters))
const workers: QueueWorker[] = []
// One after the other: a thousand at once would wait for each other's first answer.
for (let at = 0; at < Number(count); at++)
  workers.push(
    await serveQueue(address, {
      version: build,
      threads: 1,
      patience: 600,
      warn: line => process.stderr.write(`${line}\n`),
      run: async (_, { text }) => {
        await pause(Number(text.split(' ')[0]))
        return answer
      },
    }),
  )
process.stdout.write('ready\n')
await once(process, 'SIGTERM')
const { user, system } = process.cpuUsage()
process.stdout.write(`${(user + system) / 1000}\n`)
await Promise.all(workers.map(worker => worker.close()))
process.exit(0)
