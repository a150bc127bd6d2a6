/** The command `multiview`. */

import { Suspended } from '../plan/suspended.ts'
import { parseCommand } from './command-line.ts'
import { complaint } from './complaint.ts'
import { endNow, endWith, guardEnding } from './ending.ts'

/**
 * Writes an error as one line; an internal error with its stack, and with status 70. Status 75 says
 * that the same command may succeed later.
 */
const tellError = (error: unknown): 2 | 70 | 75 => {
  const line = complaint(error)
  process.stderr.write(
    line === undefined
      ? `multiview: internal error, please report it:\n${error instanceof Error ? error.stack : error}\n`
      : `multiview: ${line}\n`,
  )
  return line === undefined ? 70 : error instanceof Suspended ? 75 : 2
}

/** A reader that closes the pipe early, such as `head`, is not an error: all files are written. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  endNow(error.code === 'EPIPE' ? Number(process.exitCode ?? 0) : tellError(error))
})
/** Progress that cannot be written does not stop the run. */
process.stderr.on('error', () => {})

guardEnding()
try {
  const chosen = await parseCommand(process.argv.slice(2), text => void process.stdout.write(text))
  endWith(await chosen.run())
} catch (error) {
  endWith(tellError(error))
}
