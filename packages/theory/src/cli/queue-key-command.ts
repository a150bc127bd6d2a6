/** `multiview queue-key`: writes a new key for a queue. */

import { randomBytes } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'
import { InputError } from './complaint.ts'
import { quoted } from './parse.ts'
import type { Verb } from './verb.ts'

export const queueKeyVerb: Verb = {
  name: 'queue-key',
  summary: 'write a new key, which signs the tasks and results of a queue',
  description: 'Writes 32 random bytes as 64 hexadecimal digits into a new file that only you can read.',
  arguments: [{ name: '<file>', meaning: 'the file; it must not exist' }],
  options: [],
  help: `
Copy the file to each machine, where only you may read it. Clients and workers with the
same key accept tasks and results of each other, and of nobody else. Whoever has the key
can forge them.

Example:
  $ multiview queue-key queue.key
  writes queue.key; give it to verify, sweep and worker with --queue-key queue.key`,
  parse: ({ words: [path] }) => {
    if (path.trim() === '' || /\p{Cc}/u.test(path))
      throw new InputError(`<file> is ${quoted(path)}; name a new file.`)
    return {
      settings: () => [],
      run: async () => {
        writeKey(path)
        process.stdout.write(
          `${path} has a new key. Copy it to each machine, such as with scp -p, and give --queue-key ${path} to verify, sweep and worker.\n`,
        )
        return 0
      },
    }
  },
}

const writeKey = (path: string): void => {
  let file: number
  try {
    file = openSync(path, 'wx', 0o600)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST')
      throw new InputError(
        `<file> ${path} exists, and a key is not overwritten; name a new file, or remove this one.`,
      )
    throw new InputError(`<file> ${path} cannot be written (${code}); name a file in a folder of yours.`)
  }
  try {
    writeSync(file, `${randomBytes(32).toString('hex')}\n`)
  } finally {
    closeSync(file)
  }
}
