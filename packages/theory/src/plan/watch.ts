/** Detects workers that hang: a worker whose count of heartbeats does not change is given up. */

interface Watched {
  readonly life: Int32Array
  readonly controller: AbortController
  seen: number
  /** How many looks in a row found the counter unchanged. */
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
        // A task that still waits for a worker has no heartbeat yet.
        if (now !== 0 && each.still >= looks) each.controller.abort()
      }
    },
    (1000 * patience) / looks,
  )
  timer.unref()
  return {
    /** Watches until `done`; aborts the signal if the heartbeat stops for that long. */
    begin: (life: Int32Array): { readonly signal: AbortSignal; done(): void } => {
      const each: Watched = { life, controller: new AbortController(), seen: 0, still: 0 }
      all.add(each)
      return { signal: each.controller.signal, done: () => void all.delete(each) }
    },
    end: () => clearInterval(timer),
  }
}
