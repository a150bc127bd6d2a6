/**
 * Decides whether work that repeats runs over threads, from the times that it took. These include
 * the time until sleeping threads run. The decision does not change the bits of the results.
 *
 * An account limits what threads may lose. A run on one thread adds a small share of its time to
 * it. A run over threads adds what it gained, or subtracts what it lost. Threads are used while the
 * account is not in debt.
 */

/** Threads may lose this share of the time of the runs on one thread. */
const RATE = 1 / 40
/** Each trial in vain halves the rate, down to this. */
const LEAST_RATE = RATE / 32
/** The account must hold this many milliseconds for a trial. To wake a thread may take as long. */
const PRICE = 0.2
/** The account holds at most the time of this many runs. */
const MOST_RUNS = 16
/** Work that takes fewer milliseconds runs on one thread. */
const LEAST_MS = 0.1
/** A run over threads gains if it takes less than this share of the time on one thread. */
const GAIN = 0.95
/** A trial has a second run, unless the first one lost the time of this many runs. */
const SEVERE = 8
/** The number of last runs on one thread whose median counts. */
const SAMPLES = 3
/** Between runs over threads, one run uses one thread: after 2 of them, later after this many. */
const RARELY = 32

/** Decides for work that repeats. `openThreads` creates one. */
export interface Pace {
  /**
   * Runs `alone` or `shared`, which compute the same on one thread and over threads. Returns
   * whether it was `shared`. Times are multiplied by `scale`, so that similar work can be compared.
   */
  run(alone: () => void, shared: () => void, scale?: number): boolean
}

export class MeasuredPace implements Pace {
  readonly #clock: () => number
  /** The times of the last runs on one thread in milliseconds, and their median. */
  #times: number[] = []
  #alone = 0
  #account = 0
  #rate = RATE
  /** Whether runs use threads, except some between them. */
  #sharing: boolean
  /** The number of runs over threads of this trial, and until the next run on one thread. */
  #runs = 0
  #next = 1
  #between = 1

  /** With `shared`, the first run uses threads. */
  constructor(shared = false, clock = now) {
    this.#sharing = shared
    this.#clock = clock
  }

  run(alone: () => void, shared: () => void, scale = 1): boolean {
    const over = this.#sharing && this.#next > 0
    const start = this.#clock()
    if (over) shared()
    else alone()
    const ms = scale * (this.#clock() - start)
    if (over) this.#tookShared(ms)
    else this.#tookAlone(ms)
    return over
  }

  #tookAlone(ms: number): void {
    const times = this.#times
    times.push(ms)
    if (times.length > SAMPLES) times.shift()
    this.#alone = times.slice().sort((a, b) => a - b)[times.length >> 1]
    this.#add(this.#rate * ms)
    if (this.#sharing) this.#between = Math.min(2 * this.#between, RARELY)
    else if (this.#alone >= LEAST_MS && this.#account >= PRICE) {
      this.#sharing = true
      this.#runs = 0
      this.#between = 2
    }
    this.#next = this.#between
  }

  #tookShared(ms: number): void {
    this.#next--
    this.#runs++
    if (this.#times.length === 0) return
    const gained = GAIN * this.#alone - ms
    this.#add(gained)
    if (gained >= 0 || this.#account >= 0) return
    if (this.#runs === 1 && gained > -SEVERE * this.#alone) return
    this.#sharing = false
    this.#rate = this.#runs > RARELY ? RATE : Math.max(this.#rate / 2, LEAST_RATE)
  }

  #add(ms: number): void {
    this.#account = Math.min(this.#account + ms, Math.max(PRICE, MOST_RUNS * this.#alone))
  }
}

/** A clock in milliseconds. */
export const now = (): number => (globalThis as { performance?: { now(): number } }).performance?.now() ?? 0
