/**
 * Notices workers that hang: each has a counter of its signs of life, and one that stands still for
 * too long is given up.
 */

interface Watched {
  readonly life: Int32Array
  readonly controller: AbortController
  seen: number
  /** Looks since the counter last moved. */
  still: number
}

const looks = 8

export const watch = (patience: number) => {
  const all = new Set<Watched>()
  const timer = setInterval(
    () => {
      for (const each of all) {
        const now = Atomics.load(each.life, 0)
        each.still = now === each.seen ? each.still + 1 : 0
        each.seen = now
        // A task that waits for a worker has given no sign of life yet, and owes none.
        if (now !== 0 && each.still >= looks) each.controller.abort()
      }
    },
    (1000 * patience) / looks,
  )
  timer.unref()
  return {
    /** Watches until `done`; the signal is aborted when there was no sign of life for so long. */
    begin: (life: Int32Array): { readonly signal: AbortSignal; done(): void } => {
      const each: Watched = { life, controller: new AbortController(), seen: 0, still: 0 }
      all.add(each)
      return { signal: each.controller.signal, done: () => void all.delete(each) }
    },
    end: () => clearInterval(timer),
  }
}
