/** The worker that runs the bench and posts what it measures. */

import { type BenchFound, bench } from './bench.ts'

const scope = globalThis as unknown as {
  onmessage: () => void
  postMessage: (message: BenchFound) => void
}

scope.onmessage = () => bench(scope.postMessage.bind(scope))
