/** What a worker thread runs: it computes shares of matrix products. */
import { serveThreads } from './share.ts'

await serveThreads()
