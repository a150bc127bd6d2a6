/** The only file that knows the `benchmark` package: one sample, the mean time of enough calls. */
import Benchmark from 'benchmark'

/** Milliseconds of one call, from as many as fill `atLeastMs`. */
export type Sampler = (atLeastMs: number) => Promise<number>

/** Samples a function; one that returns a promise is waited for, call by call. */
export const sampler = (run: () => unknown): Sampler => {
  let calls = 1
  let waits: boolean | undefined
  return async atLeastMs => {
    if (waits === undefined) {
      const first = run()
      waits = first instanceof Promise
      await first
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
        initCount: calls,
        minSamples: 1,
        maxTime: 0,
        minTime: atLeastMs / 1000,
        onComplete: (event: { target: Benchmark }) => {
          calls = Math.max(1, event.target.count)
          const { error } = event.target as unknown as { error?: Error }
          if (error === undefined) resolve(event.target.times.period * 1000)
          else reject(error)
        },
      })
      benchmark.run({ async: false })
    })
  }
}
