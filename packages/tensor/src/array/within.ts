import { TensorError } from './error.ts'

/**
 * Runs a function that is composed of others. An error of a part is rethrown under the name
 * `operation`. `parts` limits this to the parts of these names, for functions that also call
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
