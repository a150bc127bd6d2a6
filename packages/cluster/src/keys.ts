/** The names of all keys on the server, and for how long values stay there. */

/** Every key begins with it, so that a server may hold other data. */
export const prefix = 'multiview'

/** The content is opaque here; its owner says in `version` which program can read it. */
export const keysOf = (version: string) => ({
  outcome: (key: string): string => `${prefix}:outcome:${version}:${key}`,
  failure: (key: string): string => `${prefix}:failure:${version}:${key}`,
  /** The channel of one queue, on which workers name the tasks that they have done. */
  done: `${prefix}:done:${version}`,
  /** The hash that BullMQ keeps of a job until it is done. */
  job: (key: string): string => `${prefix}:${version}:${key}`,
})

export const arrayKey = (sha256: string): string => `${prefix}:array:${sha256}`

export const isKey = (text: unknown): text is string =>
  typeof text === 'string' && /^[0-9a-f]{32,64}$/.test(text)

/** Seconds for which outcomes and arrays stay after their last use. */
export const keptFor = 86_400

/** Seconds for which the failure of a task is told to those who wait for it. */
export const failureKeptFor = 600

/** The longest value that is read from the server: 256 MiB. */
export const longestValue = 2 ** 28

/** How many times a task is tried, on any machines. */
export const attempts = 3
