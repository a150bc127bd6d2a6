/**
 * The exit status of the process. It says what the command found, so code of the user that ends the
 * process, or that fails where nothing awaits it, must not decide it.
 */

/** The status of a command whose own code failed. */
const internal = 70

let status: number | undefined
/** Words for what the command still waits for. */
let waitsFor = (): string => 'the command'

/** Sets the status of a command that has ended. */
export const endWith = (decided: number): void => {
  status = decided
  process.exitCode = decided
}

/** Ends the process at once. */
export const endNow = (decided: number): never => {
  endWith(decided)
  process.exit(decided)
}

/** @param words for the line that the user reads if the command never ends */
export const waitingFor = (words: () => string): void => {
  waitsFor = words
}

/** Call it once, before the command runs. */
export const guardEnding = (): void => {
  let isIdle = false
  // Comes only if nothing is left to wait for, and not before process.exit.
  process.on('beforeExit', () => {
    isIdle = true
  })
  process.on('exit', given => {
    if (status === undefined) {
      status = isIdle ? 2 : internal
      process.stderr.write(
        isIdle
          ? `multiview: ${waitsFor()} never ends: it waits, and nothing is left that it could wait for.\n`
          : `multiview: process.exit(${given}) ended ${waitsFor()} before its end; remove the call from the module of --claims.\n`,
      )
    }
    process.exitCode = status
  })
  for (const event of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(event, error => {
      process.stderr.write(
        `multiview: an error that nothing handles, in multiview or in a module of --claims:\n${error instanceof Error ? error.stack : error}\n`,
      )
      endNow(internal)
    })
}
