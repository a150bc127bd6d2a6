/** A task that failed twice, on two workers. */
export class TaskFailure extends Error {
  override readonly name = 'TaskFailure'
}
