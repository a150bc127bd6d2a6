/** Tells the user what a run waits for when nothing has come for a while. */

import type { RunProgress, Scheduler } from '../plan/scheduler.ts'

/** Milliseconds without progress after which the user is told, and between two looks. */
const longestSilence = 30_000
const interval = 1000

/**
 * Looks until the returned function is called. One line for each silence.
 *
 * @param unfinished what measures, in words
 * @param isQuiet whether the user wants no progress; then only a run that cannot go on is told of
 */
export const tellSilence = (
  tasks: Scheduler,
  unfinished: () => string,
  warn: (line: string) => void,
  isQuiet: boolean,
  silence = longestSilence,
): (() => void) => {
  let last = ''
  let since = performance.now()
  let isTold = false
  const timer = setInterval(
    () => {
      const progress = tasks.progress()
      const seen = JSON.stringify([progress.tasks, progress.latest])
      if (seen !== last) {
        last = seen
        since = performance.now()
        isTold = false
      }
      if (isTold || performance.now() - since < silence) return
      const line = reason(progress, unfinished(), isQuiet)
      if (line === null) return
      isTold = true
      warn(`No progress for ${Math.round(silence / 1000)} s: ${line}.`)
    },
    Math.min(interval, silence / 2),
  )
  // A run that waits for nothing else ends, and main.ts says so.
  timer.unref()
  return () => clearInterval(timer)
}

const reason = ({ tasks, queue }: RunProgress, unfinished: string, isQuiet: boolean): string | null => {
  if (tasks.done === tasks.asked) return `${unfinished} has no task left, and has not ended`
  if (!queue) return null
  const { running, waiting, workers } = queue
  if (running === 0 && waiting > 0 && workers > 0)
    return `${counted(waiting, 'task waits', 'tasks wait')}, and ${counted(workers, 'worker takes', 'workers take')} none; see what the workers say`
  if (running === 0 && waiting === 0)
    return `${counted(tasks.asked - tasks.done, 'task is', 'tasks are')} not at the queue; they are given to it again`
  return isQuiet || workers === 0
    ? null
    : `${counted(running, 'task runs', 'tasks run')}, ${counted(waiting, 'waits', 'wait')} at ${counted(workers, 'worker', 'workers')}`
}

const counted = (count: number, one: string, more: string): string => `${count} ${count === 1 ? one : more}`
