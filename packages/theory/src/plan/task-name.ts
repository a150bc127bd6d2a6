import type { Task } from './tasks/index.ts'

/**
 * A task in a few words for a line to the user: its kind, and the names by which it is told from
 * others of that kind.
 */
export const taskName = (task: Task): string => {
  const { names, testSet } = task as { names?: object; testSet?: unknown }
  const told = Object.entries(names ?? (testSet === undefined ? {} : { testSet })).map(
    ([name, value]) => `${name} ${value}`,
  )
  return told.length === 0 ? `Task ${task.kind}` : `Task ${task.kind} (${told.join(', ')})`
}
