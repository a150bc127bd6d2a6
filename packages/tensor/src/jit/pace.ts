/**
 * Decides whether a step runs over threads, from the times that it took. The decision does not
 * change the bits of the results.
 */

/** The number of runs whose fastest counts. */
const RUNS = 3
/** The number of runs on one thread after runs over threads were slower. It doubles each time. */
const REST = 64

export class Pace {
  #alone: number[] = []
  #shared: number[] = []
  #rest = 0
  #nextRest = REST

  /** Whether the next run uses threads. `worth` says so for the time on one thread in milliseconds. */
  shares(worth: (ms: number) => boolean): boolean {
    if (this.#rest > 0) {
      this.#rest--
      return false
    }
    if (this.#alone.length < RUNS) return false
    const ms = Math.min(...this.#alone)
    if (this.#shared.length === RUNS && Math.min(...this.#shared) > ms) {
      this.#alone = []
      this.#shared = []
      this.#rest = this.#nextRest
      this.#nextRest *= 2
      return false
    }
    return worth(ms)
  }

  /** Notes how long a run took in milliseconds. */
  took(ms: number, shared: boolean): void {
    const runs = shared ? this.#shared : this.#alone
    runs.push(ms)
    if (runs.length > RUNS) runs.shift()
  }
}

/** A clock in milliseconds. */
export const now = (): number => (globalThis as { performance?: { now(): number } }).performance?.now() ?? 0
