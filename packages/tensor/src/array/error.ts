/**
 * The error that every function of this package throws for invalid arguments. The message names the
 * operation, shows the given value, and says what is allowed and how to fix the call.
 *
 * @example
 * new TensorError('matmul', 'shapes [2] and [3] do not fit').message // "matmul: shapes [2] and [3] do not fit"
 */
export class TensorError extends Error {
  /** The operation that threw. */
  declare readonly operation: string

  constructor(operation: string, complaint: string) {
    super(`${operation}: ${complaint}`)
    this.name = 'TensorError'
    this.operation = operation
  }
}

/** Throws a {@link TensorError}. It is an expression, so it can follow `??`. */
export function fail(operation: string, complaint: string): never {
  throw new TensorError(operation, complaint)
}

/** Throws for a value that is not what is `allowed`; `what` is its name. */
export const unfit = (operation: string, what: string, value: unknown, allowed: string): never =>
  fail(operation, `${what} is ${told(value)}; it must be ${allowed}`)

/** A value as error messages show it: a number, `"a string"`, `null`, `[1,2]`, `an object`. */
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

/** A shape as error messages show it: `[2,3]`. */
export { told as show }
