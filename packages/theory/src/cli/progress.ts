/** Progress of a run on standard error: a bar on a terminal, otherwise a line every ten seconds. */

import { Presets, SingleBar } from 'cli-progress'
import type { RunProgress, Scheduler } from '../plan/scheduler.ts'

/** Milliseconds between two looks at the scheduler, and between two plain lines. */
const barInterval = 200
const lineInterval = 10_000

/** Shows progress until the returned function is called. */
export const showProgress = (tasks: Scheduler, quiet: boolean): (() => void) => {
  if (quiet) return () => {}
  return process.stderr.isTTY && process.env.TERM !== 'dumb' ? showBar(tasks) : showLines(tasks)
}

const showBar = (tasks: Scheduler): (() => void) => {
  const bar = new SingleBar(
    {
      format: '{bar} {value}/{total} {what} · {detail}',
      stream: process.stderr,
      barsize: 24,
      hideCursor: true,
      clearOnComplete: true,
    },
    Presets.shades_classic,
  )
  const left = timeLeft()
  bar.start(1, 0, { what: 'models', detail: 'starting' })
  const timer = setInterval(() => {
    const progress = tasks.progress()
    const { what, done, asked } = stage(progress)
    bar.setTotal(Math.max(asked, 1))
    bar.update(done, { what, detail: detail(progress, left(progress)) })
  }, barInterval)
  timer.unref()
  return () => {
    clearInterval(timer)
    bar.stop()
  }
}

const showLines = (tasks: Scheduler): (() => void) => {
  const left = timeLeft()
  const timer = setInterval(() => {
    const progress = tasks.progress()
    const { what, done, asked } = stage(progress)
    process.stderr.write(`${done}/${asked} ${what}, ${detail(progress, left(progress))}\n`)
  }, lineInterval)
  timer.unref()
  return () => clearInterval(timer)
}

/** Counts models first. When they are trained, only tests of them are left. */
const stage = ({ models, tasks }: RunProgress): { what: string; done: number; asked: number } =>
  models.done < models.asked ? { what: 'models trained', ...models } : { what: 'tasks done', ...tasks }

const detail = ({ models, latest, queue, audited }: RunProgress, left: string): string =>
  queue
    ? `${queue.machines === 1 ? '1 machine' : `${queue.machines} machines`}, ${queue.workers} workers, ${queue.running} running, ${queue.waiting} waiting, ${typeof audited === 'number' ? `${audited} audited, ` : ''}${left}`
    : models.done < models.asked && latest
      ? `step ${latest.step}, loss ${latest.loss.toPrecision(2)}, ${left}`
      : `testing, ${left}`

/**
 * The time left for the tasks that were asked for, tests included. Claims ask for most tests when
 * their models are trained, so that these are named apart until then. "over" stands for tasks of
 * which none has been timed.
 */
const timeLeft = (): ((progress: RunProgress) => string) => {
  const start = performance.now()
  return ({ models, tasks, left, queue }) => {
    const elapsed = (performance.now() - start) / 1000
    const follows = models.done < models.asked ? ', then tests' : ' left'
    const [seconds, isWhole] =
      queue && tasks.done > 0
        ? [(elapsed / tasks.done) * (tasks.asked - tasks.done), true]
        : [left?.seconds, left?.isWhole]
    // Tasks may take longer than those before them.
    if (seconds === undefined || seconds === 0) return `${Math.round(elapsed)} s so far`
    return `${isWhole ? 'about' : 'over'} ${Math.ceil(seconds)} s${follows}`
  }
}
