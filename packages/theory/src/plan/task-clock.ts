/** How long tasks take: estimates the time that those of a run still need. */

/** The time that the tasks need which were given to a pool and have not ended. */
export interface TimeLeft {
  readonly seconds: number
  /** Whether a task of each kind has ended, so that these seconds are for all kinds. */
  readonly isWhole: boolean
}

interface Kind {
  waiting: number
  /** When each task that runs was started, in seconds. */
  readonly running: Set<{ start: number }>
  timed: number
  seconds: number
}

/** One task: call `start` when a worker takes it, again if it is run again, and `end` at its end. */
export interface TaskTimer {
  start(): void
  end(): void
}

/** Times tasks by kind: a test takes less time than a model, and the kinds of models differ too. */
export const taskClock = () => {
  const kinds = new Map<string, Kind>()
  /** The most tasks that ran at a time. */
  let most = 1
  const now = (): number => performance.now() / 1000
  const runningNow = (): number => [...kinds.values()].reduce((sum, { running }) => sum + running.size, 0)
  return {
    /** Call it when a task is given to the pool. */
    add: (name: string): TaskTimer => {
      const kind = kinds.get(name) ?? { waiting: 0, running: new Set(), timed: 0, seconds: 0 }
      kinds.set(name, kind)
      kind.waiting++
      const run = { start: Number.NaN }
      return {
        start: () => {
          run.start = now()
          if (kind.running.has(run)) return
          kind.waiting--
          kind.running.add(run)
          most = Math.max(most, runningNow())
        },
        end: () => {
          if (!kind.running.delete(run)) {
            kind.waiting--
            return
          }
          kind.timed++
          kind.seconds += now() - run.start
        },
      }
    },
    /** null if no task of the kinds that are left has ended. */
    left: (): TimeLeft | null => {
      let tasks = 0
      let work = 0
      let isTimed = false
      let isWhole = true
      for (const { waiting, running, timed, seconds } of kinds.values()) {
        const count = waiting + running.size
        if (count === 0) continue
        if (timed === 0) {
          isWhole = false
          continue
        }
        isTimed = true
        tasks += count
        const mean = seconds / timed
        work += waiting * mean
        for (const { start } of running) work += Math.max(0, mean - (now() - start))
      }
      return isTimed ? { seconds: work / Math.min(most, tasks), isWhole } : null
    },
  }
}
