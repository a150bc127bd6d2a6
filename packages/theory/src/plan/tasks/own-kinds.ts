/** Kinds of tasks that users add: each is in a module of the user, which workers import too. */

import { type SettingName, type Settings, settingNames } from '@multiview/network/settings'
import type { ModuleFile } from '../module-file.ts'
import type { TaskKind } from './kind.ts'

/** With the prefix, a user's names differ from ours, also from those of later versions. */
export type OwnKind = `own:${string}`

/** A task of a user's kind: plain data. Its settings, if it has any, are checked before it runs. */
export interface OwnTask {
  readonly kind: OwnKind
  readonly settings?: Settings
}

/**
 * A user's kind of task. It must be able to recognize its results; they are saved unless `kept` is
 * false.
 *
 * Usage:
 * `export const tasks = [{ kind: 'own:flips', run: task => …, isResult: (task, value) => … }]`
 */
export interface OwnTaskKind<T extends OwnTask = OwnTask, R = unknown>
  extends Omit<TaskKind<T, R>, 'kept' | 'reads' | 'isResult'> {
  readonly kept?: boolean
  /** The settings that it reads; the default is all. */
  readonly reads?: readonly SettingName[]
  isResult(task: T, value: unknown): boolean
}

interface Registered {
  readonly kind: OwnTaskKind
  /** null if it was registered by hand in this thread. Then no worker knows it. */
  readonly file: ModuleFile | null
}

const registered = /* @__PURE__ */ new Map<string, Registered>()

/**
 * Makes a kind known in this thread.
 *
 * @param file the module that a worker imports to know it too
 * @throws RangeError for what is not a kind, and for a name that another module uses
 */
export const registerTaskKind = (kind: OwnTaskKind, file: ModuleFile | null = null): void => {
  const given: Partial<Record<keyof OwnTaskKind, unknown>> = Object(kind)
  const name = given.kind
  if (typeof name !== 'string' || !/^own:[a-z0-9]+(-[a-z0-9]+)*$/.test(name))
    throw new RangeError(
      `a kind of task is named ${JSON.stringify(name)}; it must be "own:" and words of a-z and 0-9 joined by "-".`,
    )
  for (const method of ['run', 'isResult'] as const)
    if (typeof given[method] !== 'function')
      throw new RangeError(
        `the kind ${name} has no function ${method}; a kind is { kind, run(task, progress, checkpoint), isResult(task, value) }.`,
      )
  const { reads = [] } = given
  if (!Array.isArray(reads) || !reads.every(each => settingNames.includes(each)))
    throw new RangeError(
      `reads of the kind ${name} is ${JSON.stringify(reads)}; it must be a list of settings by name, such as ["classes", "neurons"].`,
    )
  const earlier = registered.get(name)
  if (earlier !== undefined && (file === null || earlier.file?.path !== file.path))
    throw new RangeError(`the kind ${name} exists already; give it another name.`)
  registered.set(name, { kind, file })
}

export const isOwn = (task: { readonly kind: string }): task is OwnTask => task.kind.startsWith('own:')

/** The kind of a user's task; undefined if no module that was read has it. */
export const ownKind = ({ kind }: OwnTask): Registered | undefined => registered.get(kind)

/** The names of all kinds that are known. */
export const ownKindNames = (): string[] => [...registered.keys()]

/**
 * The module of a task's kind; undefined for our own kinds and for one that was registered by hand.
 */
export const moduleOf = (task: { readonly kind: string }): ModuleFile | undefined =>
  registered.get(task.kind)?.file ?? undefined

/**
 * The modules that a worker must import to know the task's kind: none for our own kinds.
 *
 * @throws RangeError for a kind that was registered by hand.
 */
export const modulesFor = (task: { readonly kind: string }): ModuleFile[] => {
  const file = moduleOf(task)
  if (isOwn(task) && file === undefined)
    throw new RangeError(
      `the kind ${task.kind} was registered in this thread alone, and no worker knows it; export it in the list \`tasks\` of a module.`,
    )
  return file === undefined ? [] : [file]
}
