/** Takes one sample, the mean time of enough calls. Only this file uses the `benchmark` package. */
import Benchmark from 'benchmark'

/** Milliseconds per call, from as many calls as take `atLeastMs`. */
export type Sampler = (atLeastMs: number) => Promise<number>

/** A call this long is one sample. The package would call it twice. */
const SLOW_MS = 250

/** Samples a function. If it returns a promise, each call waits for it. */
export const sampler = (run: () => unknown): Sampler => {
  /** Time per call of the last sample. It sets the number of calls of the next one. */
  let lastMs = Infinity
  let waits: boolean | undefined
  let slow = false
  return async atLeastMs => {
    const before = performance.now()
    if (waits === undefined || slow) {
      const first = run()
      waits = first instanceof Promise
      await first
      const taken = performance.now() - before
      slow = taken > SLOW_MS
      if (slow) return taken
    }
    return waits ? sample(run, atLeastMs, true) : sample(run, atLeastMs, false)
  }

  function sample(fn: () => unknown, atLeastMs: number, defer: boolean): Promise<number> {
    return new Promise((resolve, reject) => {
      const deferred = (call: { resolve(): void }) => {
        ;(fn() as Promise<unknown>).then(() => call.resolve(), reject)
      }
      const plain = () => {
        fn()
      }
      const benchmark = new Benchmark({
        fn: (defer ? deferred : plain) as () => void,
        defer,
        initCount: Math.max(1, Math.floor((0.8 * atLeastMs) / lastMs)),
        minSamples: 1,
        maxTime: 0,
        minTime: atLeastMs / 1000,
        onComplete: (event: { target: Benchmark }) => {
          lastMs = event.target.times.period * 1000
          const { error } = event.target as unknown as { error?: Error }
          if (error === undefined) resolve(lastMs)
          else reject(error)
        },
      })
      benchmark.run({ async: false })
    })
  }
}
