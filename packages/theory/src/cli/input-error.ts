/** Something the user typed that cannot be used: one line, exit status 2. */
export class InputError extends Error {
  override readonly name = 'InputError'
}
