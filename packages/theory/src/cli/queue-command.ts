/** `multiview queue`: shows what a queue does, and empties it. */

import type { Inventory } from '@multiview/cluster'
import { passwordOption, type QueueOptions, queueOf, queueOption } from './queue-access.ts'
import type { Verb } from './verb.ts'

interface Options extends Pick<QueueOptions, 'queue' | 'queuePasswordFile'> {
  readonly empty?: boolean
}

export const queueVerb: Verb<Options> = {
  name: 'queue',
  summary: 'show what a queue does, or empty it',
  options: [
    queueOption('the queue'),
    passwordOption,
    { flags: '--empty', meaning: 'remove its tasks and results, without asking' },
  ],
  help: `
Example:
  $ multiview queue --queue redis://localhost:6379
  shows the machines, the workers, and how many tasks wait and run`,
  parse: ({ options: { empty = false, ...access } }) => {
    const queue = queueOf(access)
    return {
      settings: () => [],
      run: async () => {
        const { emptyQueue, inventory } = await import('@multiview/cluster')
        const { asOurs } = await import('../plan/queue-pool.ts')
        const found = await (empty ? emptyQueue(queue) : inventory(queue)).catch(error => {
          throw asOurs(error)
        })
        process.stdout.write(`${[queue.shown, ...lines(found, empty)].join('\n')}\n`)
        return 0
      },
    }
  },
}

const lines = ({ queues, outcomes, arrays }: Inventory, isEmptied: boolean): string[] => {
  const kept = `${counted(outcomes, 'result')}, ${counted(arrays, 'array')}`
  const tasks = (running: number, waiting: number) =>
    `${counted(running, 'task')} running, ${waiting} waiting`
  if (isEmptied) {
    const [running, waiting] = [
      queues.reduce((sum, each) => sum + each.running, 0),
      queues.reduce((sum, each) => sum + each.waiting, 0),
    ]
    return [`removed: ${tasks(running, waiting)}, ${kept}`]
  }
  return [
    ...queues.map(
      ({ version, machines, workers, running, waiting }) =>
        `multiview ${version}: ${counted(machines, 'machine')}, ${counted(workers, 'worker')}, ${tasks(running, waiting)}`,
    ),
    `kept: ${kept}`,
  ]
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`
