/** The interface of a verb of the command line, and the options that verbs share. */

import type { ValidSettings } from '@multiview/network/settings'

/** One option, as its help shows it. */
export interface Option {
  /** Such as `--seed <n>`. */
  readonly flags: string
  readonly meaning: string
  readonly value?: string
  /** Whether it may be given several times; its values are then a list. */
  readonly isRepeatable?: true
}

/** What verify and sweep have in common. */
export interface RunOptions {
  readonly seed: string
  readonly set: readonly string[]
  readonly out?: string
  readonly resume?: string
  readonly reuse?: string
  readonly workers?: string
  readonly memory?: string
  readonly queue?: string
  readonly queueKey?: string
  readonly queuePasswordFile?: string
  readonly insecure?: true
  readonly audit?: string
  readonly shard?: string
  readonly wait?: string
  readonly json?: boolean
  readonly csv?: true
  readonly quiet?: boolean
}

/** The words typed after a verb. */
export interface Typed<Options> {
  /** The words that are not options. */
  readonly words: readonly string[]
  readonly options: Options
  /**
   * Whether an option was typed, by its name without dashes. An option that was not typed has its
   * default.
   */
  isTyped(option: string): boolean
}

/** A command that was read and checked, and has not done anything yet. */
export interface Chosen {
  /** The settings of the models that it would train, for each claim or cell. */
  settings(): readonly ValidSettings[]
  /** Runs the command; returns the exit status. */
  run(): Promise<number>
}

export interface Verb<Options = object> {
  readonly name: string
  /** One line in the list of verbs. */
  readonly summary: string
  /** The first lines of its help; the summary if there is none. */
  readonly description?: string
  /** The words that it takes besides options, such as `<dir>`. */
  readonly arguments?: readonly { readonly name: string; readonly meaning: string }[]
  readonly options: readonly Option[]
  /** The last lines of its help, with an example. */
  readonly help: string
  /**
   * Loads what it needs to read the words, so that help needs no networks.
   *
   * @throws InputError, SettingError of one line for what is wrong; nothing is done yet.
   */
  parse(typed: Typed<Options>): Chosen | Promise<Chosen>
}

export const seedOption: Option = { flags: '--seed <n>', meaning: 'seed of every random stream', value: '1' }

/** @param files which, in words */
export const csvOption = (files: string): Option => ({
  flags: '--csv',
  meaning: `also write ${files} into the folder`,
})

export const claimsOption: Option = {
  flags: '--claims <file>',
  meaning: 'an ES module with claims of your own (repeatable); see docs/write-a-claim.md',
  isRepeatable: true,
}

export const quietOption: Option = { flags: '--quiet', meaning: 'no progress' }

/** @param what whose settings they are */
export const setOption = (what: string): Option => ({
  flags: '--set <key=value>',
  meaning: `one setting of ${what}, by name or symbol (repeatable)`,
  isRepeatable: true,
})

export const shardOption: Option = {
  flags: '--shard <i/n>',
  meaning:
    'compute share I of N, here or at a queue of its own, and wait for the others; --out is a folder that all N processes share',
}

export const auditOption: Option = {
  flags: '--audit <share>',
  meaning:
    'compute this share of the tasks of a queue here too, such as 0.02, and stop the run if the bytes of a result differ',
}

export const waitOption: Option = {
  flags: '--wait <seconds>',
  meaning:
    'end with status 75 after so long without the queue (default: 120), or without a result of another share (default: no limit)',
}

/**
 * @param what the work that is resumed
 * @param isWithClaims whether it may have files of `--claims`
 */
export const resumeOption = (what: string, isWithClaims: boolean): Option => ({
  flags: '--resume <dir>',
  meaning: `resume an interrupted ${what} with the models that it has trained${isWithClaims ? '; name its files of --claims again' : ''}`,
})

export const reuseOption: Option = {
  flags: '--reuse <dir>',
  meaning:
    'take from another run the results of equal tasks, and copy them; after an edit of a file of --claims, tasks are equal unless what they run has changed',
}

export const memoryOption: Option = {
  flags: '--memory <megabytes>',
  meaning:
    'memory of all threads together, shared equally: a task that needs more than its share fails, and the others go on (default: no limit)',
}

/** @param result what does not depend on the number of threads */
export const workersOption = (result: string): Option => ({
  flags: '--workers <n>',
  meaning: `worker threads (default: one per core; with --queue only for --audit); the ${result} does not depend on it`,
})
