/**
 * Lets a worker rest after a task failed, so that another one can try it next. Where one task after
 * the other fails for the machine's own reasons, such as a disk that is missing, it rests for
 * longer, so that it is not handed every task. BullMQ's own delays compare the clocks of machines,
 * which may differ by hours; a rest is measured by one machine.
 */

/** Milliseconds after any failure. */
const shortRest = 1000

/** Failures in a row for reasons of the machine, after which it rests for longer. */
export const mostInRow = 3

/** Milliseconds of the first long rest; each further one is twice as long, up to the longest. */
export const firstRest = 10_000
const longestRest = 600_000

export interface Rest {
  succeeded(): void
  /** @param isOfMachine whether the machine is the reason */
  failed(reason: string, isOfMachine: boolean): void
  end(): void
}

/**
 * @param first milliseconds of the first long rest
 * @param take lets the worker take tasks, or no more of them
 */
export const restAfterFailures = (
  first: number,
  warn: (line: string) => void,
  take: (now: boolean) => void,
): Rest => {
  let inRow = 0
  let longRests = 0
  let isLong = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const rest = (milliseconds: number): void => {
    clearTimeout(timer)
    take(false)
    timer = setTimeout(() => {
      isLong = false
      take(true)
    }, milliseconds)
  }
  return {
    succeeded: () => {
      inRow = 0
      longRests = 0
    },
    failed: (reason, isOfMachine) => {
      if (isOfMachine) inRow++
      if (isLong) return
      // After a long rest, one more failure is enough.
      if (!isOfMachine || (longRests === 0 && inRow < mostInRow)) return rest(shortRest)
      const milliseconds = Math.min(first * 2 ** longRests++, longestRest)
      warn(
        `This worker takes no task for ${Math.ceil(milliseconds / 1000)} s, since ${inRow} failed in a row for reasons of this machine; the last: ${reason}`,
      )
      isLong = true
      rest(milliseconds)
    },
    end: () => clearTimeout(timer),
  }
}
