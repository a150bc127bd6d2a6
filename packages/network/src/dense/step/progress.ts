/** The progress of the threads of a step: counts in shared memory that only grow. */
import { sleep } from '@multiview/tensor/threads'

/**
 * A thread checks this many times before it sleeps, which takes about as long as waking. With more
 * checks it could occupy the core that the other thread needs, if there are more threads than free
 * cores.
 */
const LOOKS = 4096
/** A sleeping thread wakes after this time at the latest, to notice a step that was given up. */
const NAP_MS = 5

/** Thrown if a thread waits for another that cannot continue. */
export class GivenUp extends Error {
  constructor() {
    super('threads: another thread has given up')
  }
}

/**
 * A step that threads share: how many samples each thread has finished, and whether one has given
 * up.
 */
export class Progress {
  /** [given up, samples with a gradient, samples with outputs of thread 0, 1, …] */
  readonly counts: Int32Array

  constructor(counts: Int32Array) {
    this.counts = counts
  }

  static of(threads: number): Progress {
    return new Progress(new Int32Array(new SharedArrayBuffer(4 * (2 + threads))))
  }

  giveUp(): void {
    Atomics.store(this.counts, 0, 1)
    for (let place = 1; place < this.counts.length; place++) Atomics.notify(this.counts, place)
  }

  /** The outputs of a thread's classes are there for the first `samples` samples. */
  outputsReach(thread: number, samples: number): void {
    this.#raise(2 + thread, samples)
  }

  gradientReaches(samples: number): void {
    this.#raise(1, samples)
  }

  #raise(place: number, samples: number): void {
    Atomics.store(this.counts, place, samples)
    Atomics.notify(this.counts, place)
  }

  waitForOutputs(thread: number, samples: number): void {
    this.#wait(2 + thread, samples)
  }

  waitForGradient(samples: number): void {
    this.#wait(1, samples)
  }

  /** @throws GivenUp if a thread has given up meanwhile. */
  #wait(place: number, samples: number): void {
    for (let look = 0; ; look++) {
      const now = Atomics.load(this.counts, place)
      if (now >= samples) return
      if (Atomics.load(this.counts, 0) === 1) throw new GivenUp()
      if (look > LOOKS) sleep(this.counts, place, now, NAP_MS)
    }
  }
}
