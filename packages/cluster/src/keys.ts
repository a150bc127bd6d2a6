/** The names of all keys on the server, how long values stay there, and how large they may be. */

/** Every key begins with it, so that a server may hold other data. */
export const prefix = 'multiview'

/** The content is opaque here; its owner says in `version` which program can read it. */
export const keysOf = (version: string) => ({
  outcome: (key: string): string => `${prefix}:outcome:${version}:${key}`,
  failure: (key: string): string => `${prefix}:failure:${version}:${key}`,
  /** The workers that have begun a task and not ended it, with the last sign of each. */
  begun: (key: string): string => `${prefix}:begun:${version}:${key}`,
  /** The channel of one queue, on which workers name the tasks that they have done. */
  done: `${prefix}:done:${version}`,
  /** The hash that BullMQ keeps of a job until it is done. */
  job: (key: string): string => `${prefix}:${version}:${key}`,
  /** The lock of a job that a worker has. */
  lock: (key: string): string => `${prefix}:${version}:${key}:lock`,
  /** The lists of jobs that wait and that run. */
  lists: ['wait', 'active'].map(list => `${prefix}:${version}:${list}`),
})

export const arrayKey = (sha256: string): string => `${prefix}:array:${sha256}`

export const isKey = (text: unknown): text is string =>
  typeof text === 'string' && /^[0-9a-f]{32,64}$/.test(text)

/** Seconds for which outcomes and arrays stay. */
export const keptFor = 86_400

/** Seconds for which the failure of a task is told to those who wait for it. */
export const failureKeptFor = 600

/** Bytes of the longest outcome and of the longest array: 256 MiB. */
export const longestValue = 2 ** 28

/** The longest text of a task, and the most arrays of one. */
export const longestTask = 2 ** 24
export const mostArrays = 100_000

/** How many times a task is tried, on any machines. */
export const attempts = 3

/** How many workers may die during a task, on any machines, before it fails. */
export const mostDeaths = 3
