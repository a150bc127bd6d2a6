/** The time of a loop on a machine that also does other work. */

/**
 * Milliseconds per call: the least of five samples, each at least `sampleMs` long, or of two if a
 * call is far longer. Disturbances only slow a loop down.
 *
 * @param run calls the loop this many times
 */
export const leastMs = (run: (times: number) => void, sampleMs: number): number => {
  let times = 1
  let least = Infinity
  let spent = 0
  for (let samples = 0; samples < 2 || (samples < 5 && spent < 10 * sampleMs); ) {
    const before = performance.now()
    run(times)
    const taken = performance.now() - before
    if (taken < sampleMs && times < 2 ** 30) {
      times = Math.ceil(times * Math.min(16, (1.2 * sampleMs) / Math.max(taken, 0.01)))
      continue
    }
    samples++
    spent += taken
    least = Math.min(least, taken / times)
  }
  return least
}
