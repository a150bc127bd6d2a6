/**
 * What every function of this package throws when it is given something it cannot work with. The
 * message names the operation, shows what was given, says what is allowed and how to fix it.
 *
 * @example
 * new TensorError('matmul', 'shapes [2] and [3] do not fit').message // "matmul: shapes [2] and [3] do not fit"
 */
export class TensorError extends Error {
  /** The operation that complained. */
  declare readonly operation: string

  constructor(operation: string, complaint: string) {
    super(`${operation}: ${complaint}`)
    this.name = 'TensorError'
    this.operation = operation
  }
}

/** Throws a {@link TensorError}; an expression, so that it can stand behind `??`. */
export function fail(operation: string, complaint: string): never {
  throw new TensorError(operation, complaint)
}

/** Any value as the messages show it: a number, `"a string"`, `null`, `[1,2]`, `an object`. */
export const told = (x: unknown): string =>
  (Array.isArray(x)
    ? `[${x.map(part => (Array.isArray(part) ? '…' : told(part)))}]`
    : typeof x === 'string'
      ? JSON.stringify(x)
      : Object(x) !== x
        ? String(x)
        : typeof x === 'object'
          ? `a${'stride' in (x as object) ? ' tensor' : 'n object'}`
          : 'a function'
  ).slice(0, 99)

/** A shape as the messages show it: `[2,3]`. */
export { told as show }
