/** Which failures of a task are those of the machine, and would be the same for any other task. */

/** An error of a module that cannot be imported. */
export class NotImported extends Error {
  override readonly name = 'NotImported'
}

/**
 * Whether the system refused something, such as a file of a disk that is missing (ENOENT), or a
 * module could not be imported.
 */
export const isOfMachine = (error: unknown): boolean => {
  const { code, cause } = Object(error) as { readonly code?: unknown; readonly cause?: unknown }
  return (
    error instanceof NotImported ||
    (typeof code === 'string' && /^E(?!RR_)[A-Z0-9]+$/.test(code)) ||
    (cause instanceof Error && isOfMachine(cause))
  )
}
