/** How threads learn that others are done: counts in shared memory that only grow. */

/** [shares done, shares failed] */
export const newDone = (): Int32Array => new Int32Array(new SharedArrayBuffer(8))

/** Says that a share is done, or that it failed. */
export const finish = (done: Int32Array, failed: boolean): void => {
  if (failed) Atomics.add(done, 1, 1)
  Atomics.add(done, 0, 1)
  Atomics.notify(done, 0)
}

/** Waits until `count` shares are done; returns how many failed. */
export const waitForAll = (done: Int32Array, count: number): number => {
  for (let ready = Atomics.load(done, 0); ready < count; ready = Atomics.load(done, 0)) sleep(done, 0, ready)
  return Atomics.load(done, 1)
}

/**
 * Sleeps until the count at a place is no longer `now`, or for `atMostMs`. A page's own thread may
 * not sleep: there it returns at once, and the caller asks again.
 */
export const sleep = (counts: Int32Array, place: number, now: number, atMostMs = Infinity): void => {
  try {
    Atomics.wait(counts, place, now, atMostMs)
  } catch {
    // A page's thread: the caller asks again.
  }
}
