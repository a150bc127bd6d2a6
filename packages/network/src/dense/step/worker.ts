/** What a worker thread runs. */
import { serveDenseThreads } from './threads.ts'

await serveDenseThreads()
