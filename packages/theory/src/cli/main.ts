/** The command `multiview`. */

import { parseCommand } from './command-line.ts'
import { complaint } from './complaint.ts'

/** Says in one line what is wrong. An error of the program itself is shown whole, under a status that no verdict has. */
const sayWrong = (error: unknown): 2 | 70 => {
  const line = complaint(error)
  process.stderr.write(
    line === undefined
      ? `multiview: internal error, please report it:\n${error instanceof Error ? error.stack : error}\n`
      : `multiview: ${line}\n`,
  )
  return line === undefined ? 70 : 2
}

/** A reader that closes the pipe early, such as `head`, is no error. What was to be written to disk is there by then. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? undefined : sayWrong(error))
})
/** Nobody reads progress any more, or it cannot be written; the run goes on. */
process.stderr.on('error', () => {})

try {
  const chosen = parseCommand(process.argv.slice(2), text => void process.stdout.write(text))
  process.exitCode = await chosen.run()
} catch (error) {
  process.exitCode = sayWrong(error)
}
