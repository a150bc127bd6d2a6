/**
 * Lets a worker rest on a machine where one task after the other fails for the machine's own
 * reasons, such as a disk that is missing, so that it is not handed every task.
 */

/** Failures in a row, without a success, after which the worker rests. */
export const mostInRow = 3

/** Milliseconds of the first rest; each further one is twice as long, up to the longest. */
export const firstRest = 10_000
const longestRest = 600_000

export interface Rest {
  succeeded(): void
  /** @param reason of the failure, in words */
  failed(reason: string): void
  end(): void
}

/**
 * @param first milliseconds of the first rest
 * @param take lets the worker take tasks, or no more of them
 */
export const restAfterFailures = (
  first: number,
  warn: (line: string) => void,
  take: (now: boolean) => void,
): Rest => {
  let inRow = 0
  let rests = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    succeeded: () => {
      inRow = 0
      rests = 0
    },
    failed: reason => {
      inRow++
      // After a rest, one more failure is enough.
      if (timer !== undefined || (rests === 0 && inRow < mostInRow)) return
      const rest = Math.min(first * 2 ** rests++, longestRest)
      warn(
        `This worker takes no task for ${Math.ceil(rest / 1000)} s, since ${inRow} failed in a row for reasons of this machine; the last: ${reason}`,
      )
      take(false)
      timer = setTimeout(() => {
        timer = undefined
        take(true)
      }, rest)
    },
    end: () => clearTimeout(timer),
  }
}
