import { TensorError } from './error.ts'

/**
 * Runs the parts of a composed function. What a part complains about is reported under the name of
 * the function that was called: of any part, or of those in `parts`, when others are called by
 * functions of the user.
 */
export function within<T>(operation: string, run: () => T, parts?: readonly string[]): T {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof TensorError) || parts?.includes(error.operation) === false) throw error
    throw new TensorError(operation, error.message.slice(error.operation.length + 2))
  }
}
