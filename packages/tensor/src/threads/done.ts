/** How threads learn that others are done: counts in shared memory that only increase. */

/** The counts: [shares done, shares failed]. */
export const newDone = (): Int32Array => new Int32Array(new SharedArrayBuffer(8))

/** Counts a share as done, and as failed if it failed. */
export const finish = (done: Int32Array, failed: boolean): void => {
  if (failed) Atomics.add(done, 1, 1)
  Atomics.add(done, 0, 1)
  Atomics.notify(done, 0)
}

/** Waits until `count` shares are done. Returns how many failed. */
export const waitForAll = (done: Int32Array, count: number): number => {
  for (let ready = Atomics.load(done, 0); ready < count; ready = Atomics.load(done, 0)) sleep(done, 0, ready)
  return Atomics.load(done, 1)
}

/**
 * Sleeps until the count at a place differs from `now`, at most `atMostMs`. The main thread of a
 * page may not sleep: there the function returns at once, and the caller calls it again.
 */
export const sleep = (counts: Int32Array, place: number, now: number, atMostMs = Infinity): void => {
  try {
    Atomics.wait(counts, place, now, atMostMs)
  } catch {
    // The main thread of a page: the caller calls again.
  }
}
