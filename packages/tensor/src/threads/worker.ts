/** The module of a worker thread. It computes shares of matrix products. */
import { serveThreads } from './share.ts'

await serveThreads()
