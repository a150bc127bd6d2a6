/**
 * A queue of tasks on Redis or Valkey, for as many machines as there are. It moves keys and bytes.
 * Its users say what a task is, and how it runs.
 */

export { openQueue, type Packed, type QueueClient, type QueueOptions, TaskFailed } from './client.ts'
export { type QueueAddress, QueueGone, QueueRefused } from './connection.ts'
export type { Sender } from './sent-outcome.ts'
export { emptyQueue, type Inventory, inventory, type QueueState } from './state.ts'
export { type QueueWorker, serveQueue, type WorkerOptions } from './worker.ts'
